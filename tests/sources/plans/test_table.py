from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from trueup.sources.plans import read_plan
from trueup.sources.plans.table.dates import Dates
from trueup.vocabulary import DocumentError, InputError, SourceError

Write = Callable[[str, str], Path]
HOUSE = """
    Task ID;Activity name;Owner;Duration;Predecessors;Start Date;Cost;% Complete;Actual Start;Phase;Deadline
    A1;Dig;Acme GmbH;5 days?;;12.01.2026;1.200,50;100%;12.01.2026;Ground;
    A2;Pour;Northwind;2w;A1FS+1d;;3000;20%;21.01.2026;Ground;06.02.2026
    A3;Roof;Acme GmbH;3;A1, A2 SS+4h;16.03.2026;;;;Top;
"""


def test_a_table_with_the_names_that_people_use(write: Write) -> None:
    read = read_plan(write("house.csv", HOUSE), party_from="owner", parties={"acme gmbh": "acme"}, party="nobody")
    dig, pour, roof = read.plan.activities
    assert read.plan.id == "house"
    assert read.plan.start == dt.date(2026, 1, 12)
    assert [str(each.duration) for each in read.plan.activities] == ["5d", "10d", "3d"]
    assert [str(link) for link in pour.after] == ["A1 FS+1d"]
    assert [str(link) for link in roof.after] == ["A1", "A2 SS+4h"]
    assert (dig.party, pour.party, dig.group) == ("acme", "Northwind", "Ground")
    assert dig.cost == Decimal("1200.50")
    assert pour.committed is not None
    assert pour.committed.finish == dt.date(2026, 2, 6)
    assert read.report.parties == {"acme": 2, "Northwind": 1}


def test_progress_is_of_the_latest_actual_when_nothing_else_says(write: Write) -> None:
    read = read_plan(write("house.csv", HOUSE), party_from="owner")
    assert [(row["activity"], row["percent"], row["status_date"]) for row in read.progress] == [
        ("A1", 100.0, dt.date(2026, 1, 21)),
        ("A2", 20.0, dt.date(2026, 1, 21)),
    ]
    assert any("no status date" in note.what for note in read.report.notes)


def test_a_start_that_links_do_not_explain_is_kept_or_not_as_asked(write: Write) -> None:
    path = write("house.csv", HOUSE)
    kept = read_plan(path).plan.activities[2].constraint
    assert kept is not None
    assert (kept.kind, kept.date) == ("start_no_earlier_than", dt.date(2026, 3, 16))
    assert read_plan(path, dates="links").plan.activities[2].constraint is None


def test_columns_as_a_person_says(write: Write) -> None:
    path = write("plan.csv", "Vorgang,Dauer,Anfang,Nach\nA,5d,2026-01-05,\nB,2d,,A\n")
    columns = {"id": "Vorgang", "duration": "dauer", "start": "Anfang", "predecessors": "Nach"}
    read = read_plan(path, columns=columns)
    assert [str(link) for link in read.plan.activities[1].after] == ["A"]
    with pytest.raises(InputError, match="no column 'Dauern'"):
        read_plan(path, columns={"duration": "Dauern"})
    with pytest.raises(InputError, match="did you mean 'duration'"):
        read_plan(path, columns={"durations": "Dauer"})


def test_without_durations_the_days_from_start_to_finish_count(write: Write) -> None:
    read = read_plan(write("p.csv", "name,start,finish\nDig,2026-01-05,2026-01-12\n"))
    assert str(read.plan.activities[0].duration) == "6d"


def test_summaries_by_wbs_become_groups_and_their_links_those_of_their_activities(write: Write) -> None:
    header = "id,wbs,name,duration,predecessors,start\n"
    rows = header + "1,1,Ground,,,\n2,1.1,Dig,2d,,2026-01-05\n3,1.2,Pour,3d,2,\n4,2,Roof,1d,1,\n"
    read = read_plan(write("p.csv", rows))
    assert [(each.id, each.group) for each in read.plan.activities] == [("2", "Ground"), ("3", "Ground"), ("4", None)]
    assert [str(link) for link in read.plan.activities[2].after] == ["2", "3"]
    assert any("summary 'Ground'" in note.what for note in read.report.notes)


def test_shares_are_percentages_and_said_to_be(write: Write) -> None:
    read = read_plan(write("p.csv", "id,duration,start,percent,actual start\nA,4d,2026-01-05,0.25,2026-01-05\n"))
    assert read.progress[0]["percent"] == 25.0
    assert any("read as shares" in note.what for note in read.report.notes)


def test_three_points_and_a_baseline(write: Write) -> None:
    text = "id,duration,start,optimistic,most likely,pessimistic,baseline start,baseline finish,cost\n"
    read = read_plan(write("p.csv", text + "A,4d,2026-01-05,3d,4d,8d,2026-01-05,2026-01-08,100\n"))
    assert [str(point) for point in read.plan.activities[0].three_point or ()] == ["3d", "4d", "8d"]
    planned = read.plan.baselines[0].activities["A"]
    assert (planned.start, planned.finish, planned.cost) == (dt.date(2026, 1, 5), dt.date(2026, 1, 8), Decimal(100))


@pytest.mark.parametrize(
    ("rows", "line", "what"),
    [
        ("A,3 lunes,,2026-01-05", "line 2", "'3 lunes' is no duration"),
        ("A,3d,B,2026-01-05", "line 2, predecessors", "'B' names no row"),
        ("A,3d,,2026-01-05\nA,2d,,", "line 3", "two rows have the id 'A'"),
        ("A,3d,,03/04/2026", "line 2, start", "could be two dates"),
        ("A,3d,,2026-02-30", "line 2, start", "is no date"),
        (",3d,,2026-01-05", "line 2", "has no id"),
        ("A,3d,,2026-01-05\nB,2d,A FS+2 moons,", "line 3", "is no length of time"),
    ],
)
def test_rows_that_cannot_be_understood_are_named(write: Write, rows: str, line: str, what: str) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        read_plan(write("p.csv", f"id,duration,predecessors,start\n{rows}\n"))
    assert line in str(caught.value)


def test_a_cycle_is_an_error_that_prints_its_path(write: Write) -> None:
    with pytest.raises(DocumentError, match=r"a.*b.*c"):
        read_plan(
            write("p.csv", "id,duration,predecessors,start\na,1d,c,2026-01-05\nb,1d,a,\nc,1d,b,\n"), dates="links"
        )
    with pytest.raises(DocumentError):
        read_plan(write("p.csv", "id,duration,predecessors,start\na,1d,c,2026-01-05\nb,1d,a,\nc,1d,b,\n"))


def test_dates_are_told_by_any_of_them() -> None:
    assert Dates.of(["03/04/2026", "31/01/2026"]).moment("03/04/2026", "") == dt.datetime(2026, 4, 3)
    assert Dates.of(["03/04/2026", "01/31/2026"]).moment("03/04/2026", "") == dt.datetime(2026, 3, 4)
    with pytest.raises(SourceError, match="both day first and month first"):
        Dates.of(["31/01/2026", "01/31/2026"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("05/Jan/26 9:30 PM", dt.datetime(2026, 1, 5, 21, 30)),
        ("Jan 5, 2026", dt.datetime(2026, 1, 5)),
        ("Mon 31.01.26", dt.datetime(2026, 1, 31)),
        ("2026-01-05T09:30:00Z", dt.datetime(2026, 1, 5, 9, 30)),
        ("NA", None),
        ("12/Jan/26 12:05 AM", dt.datetime(2026, 1, 12, 0, 5)),
    ],
)
def test_dates_as_tools_write_them(words: str, expected: dt.datetime | None) -> None:
    assert Dates.of([words]).moment(words, "here") == expected


HAUS = """
    Nr;Vorgangsname;Dauer;Vorgänger;Anfang;Kosten;% Abgeschlossen;Statusdatum
    1;Entwurf;10 Tage;;05.01.2026;1.234,50;12,5;09.01.2026
    2;Bau;2,5 Tage;1EA+2 Tage;;1.234;0;
    3;Test;1 Woche;2AA+1,5 Tage;;12.500;0;
"""


def test_a_table_in_german(write: Write) -> None:
    read = read_plan(write("haus.csv", HAUS))
    assert [str(each.duration) for each in read.plan.activities] == ["10d", "2.5d", "5d"]
    assert [str(link) for each in read.plan.activities for link in each.after] == ["1 FS+2d", "2 SS+1.5d"]
    assert [each.cost for each in read.plan.activities] == [Decimal("1234.50"), 1234, 12500]
    assert [row["percent"] for row in read.progress] == [12.5]


def test_a_comma_of_a_lag_parts_no_predecessors(write: Write) -> None:
    table = "id;durée;prédécesseurs;début\n1;2 jours;;2026-01-05\n2;3j;1FD+2,5 j\n3;1s;1,2\n"
    with pytest.raises(SourceError, match="'1s' is no duration"):
        read_plan(write("fr.csv", table))
    read = read_plan(write("fr.csv", table.replace("1s", "1 semaine")))
    assert [str(link) for each in read.plan.activities for link in each.after] == ["1 FS+2.5d", "1", "2"]


def test_a_table_whose_durations_stand_nowhere_says_which_columns_it_has(write: Write) -> None:
    with pytest.raises(SourceError, match="--column duration=NAME; columns: id, largo, start"):
        read_plan(write("plan.csv", "id,largo,start\n1,5d,2026-01-05\n"))


def test_what_is_done_at_an_unknown_day_is_said(write: Write) -> None:
    read = read_plan(write("done.csv", "id,duration,start,percent,status date\nA,5d,2026-01-05,100%,2026-01-12\n"))
    assert [str(note) for note in read.report.notes if "nothing says when" in note.what] == [
        "activity A: it is done, and nothing says when: its status date 2026-01-12 will be taken (missing)"
    ]
