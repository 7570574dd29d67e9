"""Loading: everything that was read is accounted for, what is new lands, and loading twice changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.sources.conftest import Desk
from trueup.book.book import Book
from trueup.sources.load import load
from trueup.sources.report import LoadReport
from trueup.vocabulary import SourceError, UnknownName

CYCLE = """
read: {csv: data/cycle.csv, null: {not measured: ["-", "n/a"]}}
facts:
  observations:
    kpi: {value: cycle}
    period: {date: Month, format: "%m/%Y", grain: month}
    actual: "Days (mean)"
    n: claims
    provider: handler
    reported_by: {value: fable}
    claim: status
"""
HEAD = "Month,Handler,Days (mean),Claims,Status\n"
Table = Callable[[Any, str], Any]


def test_rows_become_facts_and_refused_rows_say_why(desk: Desk, table: Table) -> None:
    rows = "01/2026,acme,12.5,40,Met\n02/2026,acme,-,0,\n13/2026,acme,9,1,Met\n03/2026,acme,nine,1,Met\n"
    desk.write("data/cycle.csv", HEAD + rows)
    desk.source(CYCLE)
    report = desk.load()
    assert desk.actuals() == [
        ("cycle", "2026-01-01", "2026-02-01", 12.5),
        ("cycle", "2026-02-01", "2026-03-01", None),
    ]
    kept = desk.rows("observations").to_pylist()
    assert [(row["n"], row["claim"], row["missing_reason"]) for row in kept] == [
        (40, "Met", None),
        (0, None, "not measured"),
    ]
    assert [row["source_ref"] for row in kept] == ["cycle.csv:2", "cycle.csv:3"]
    told = table(report, "observations")
    assert (told.read, told.mapped, told.refused, told.landed, told.missing) == (4, 2, 2, 2, 1)
    assert [(refusal.line, refusal.column, refusal.value) for refusal in report.refusals] == [
        (4, "period", "13/2026"),
        (5, "actual", "nine"),
    ]


def test_loading_twice_changes_nothing(desk: Desk, table: Table) -> None:
    desk.write("data/cycle.csv", HEAD + "01/2026,acme,12.5,40,Met\n02/2026,acme,9,30,Met\n")
    desk.source(CYCLE)
    first, before = desk.load(), desk.rows("observations", latest=False)
    second = desk.load()
    assert first.landed == 2
    assert (second.landed, second.batch, table(second, "observations").unchanged) == (0, None, 2)
    assert desk.rows("observations", latest=False).equals(before)


def test_a_load_that_came_second_by_a_moment_says_so(desk: Desk) -> None:
    desk.write("data/cycle.csv", HEAD + "01/2026,acme,12.5,40,Met\n")
    desk.source(CYCLE)
    others: list[LoadReport] = []

    def meanwhile(what: str, done: int, total: int | None) -> None:
        if not others:
            others.append(desk.load())

    told = desk.load(progress=meanwhile)
    said = "another load landed the same while this one was under way; it is there once"
    assert said in told.notices
    assert said not in others[0].notices
    assert told.batch == others[0].batch
    assert desk.rows("observations", latest=False).num_rows == 1


def test_a_grown_file_lands_only_what_is_new_or_changed(desk: Desk, table: Table) -> None:
    desk.source(CYCLE)
    desk.write("data/cycle.csv", HEAD + "01/2026,acme,12.5,40,Met\n02/2026,acme,9,30,Met\n")
    desk.load()
    desk.write("data/cycle.csv", HEAD + "03/2026,acme,7,20,Met\n01/2026,acme,12.5,40,Met\n02/2026,acme,10,30,Met\n")
    told = table(desk.load(), "observations")
    assert (told.landed, told.unchanged) == (2, 1)
    assert sorted(actual for *_, actual in desk.actuals() if actual) == [7, 10, 12.5]
    assert desk.rows("observations", latest=False).num_rows == 4


def test_a_value_that_goes_back_lands_again(desk: Desk) -> None:
    desk.source(CYCLE)
    for days in ("9", "10", "9"):
        desk.write("data/cycle.csv", HEAD + f"02/2026,acme,{days},30,Met\n")
        assert desk.load().landed == 1
    assert desk.actuals() == [("cycle", "2026-02-01", "2026-03-01", 9.0)]


def test_a_correction_by_somebody_else_is_not_overwritten_by_the_same_old_file(desk: Desk) -> None:
    import pyarrow as pa

    desk.source(CYCLE)
    desk.write("data/cycle.csv", HEAD + "02/2026,acme,9,30,Met\n")
    desk.load()
    row = desk.rows("observations").select(["kpi", "period_start", "period_end", "provider", "reported_by"])
    corrected = row.append_column("actual", pa.array([11.0]))
    desk.clock += dt.timedelta(minutes=1)
    desk.store.append({"observations": corrected}, key="by hand", source="hand")
    assert desk.load().landed == 0
    assert desk.actuals() == [("cycle", "2026-02-01", "2026-03-01", 11.0)]


def test_the_same_fact_twice_in_a_file_counts_once_and_the_later_line_stands(desk: Desk, table: Table) -> None:
    desk.source(CYCLE)
    rows = ["02/2026,acme,9,30,Met", "02/2026,acme,9,30,Met", "02/2026,acme,10,30,Met", "02/2026,sint,1,1,Met"]
    desk.write("data/cycle.csv", HEAD + "\n".join(rows))
    report = desk.load()
    told = table(report, "observations")
    assert (told.read, told.mapped, told.repeated, told.superseded, told.landed) == (4, 4, 1, 1, 2)
    assert any("is a column missing from the mapping" in notice for notice in report.notices)
    assert {actual for *_, actual in desk.actuals()} == {10.0, 1.0}


def test_the_publishers_time_decides_whatever_arrives_first(desk: Desk) -> None:
    mapping = CYCLE + '    recorded_at: {time: told, format: "%d.%m.%Y"}\n'
    desk.source(mapping)
    head = HEAD.strip() + ",Told\n"
    later = head + "02/2026,acme,10,30,Met,05.03.2026\n"
    earlier = head + "02/2026,acme,9,30,Met,02.03.2026\n"
    for text in (later, earlier, later, earlier):
        desk.write("data/cycle.csv", text)
        desk.load()
    assert desk.actuals() == [("cycle", "2026-02-01", "2026-03-01", 10.0)]
    known = desk.rows("observations", latest=False)["recorded_at"].to_pylist()
    assert known == [dt.datetime(2026, 3, 4, 23, tzinfo=dt.UTC), dt.datetime(2026, 3, 1, 23, tzinfo=dt.UTC)]


def test_a_number_of_their_own_keeps_rows_apart(desk: Desk, table: Table) -> None:
    desk.source(CYCLE + "    ref: id\n")
    head = HEAD.strip() + ",Id\n"
    desk.write("data/cycle.csv", head + "02/2026,acme,9,30,Met,a1\n02/2026,acme,10,30,Not met,a2\n")
    told = table(desk.load(), "observations")
    assert (told.landed, told.superseded) == (2, 1)
    assert desk.rows("observations", latest=False)["source_ref"].to_pylist() == ["a1", "a2"]
    assert desk.actuals()[0][3] == 10.0
    assert desk.load().landed == 0


def test_strict_and_tolerant_sources(desk: Desk) -> None:
    desk.write("data/cycle.csv", HEAD + "01/2026,acme,1,1,Met\n02/2026,acme,x,1,Met\n")
    desk.source(CYCLE + "strict: true\n")
    with pytest.raises(
        SourceError, match="source files: 1 refused, and the source is strict: nothing was landed"
    ) as bad:
        desk.load()
    assert "line 3, column actual: is not a number (got 'x')" in str(bad.value)
    assert desk.actuals() == []
    desk.source(CYCLE + "max_refused: 0.4\n")
    with pytest.raises(SourceError, match=r"more than 40.0% of 2 rows are"):
        desk.load()
    desk.source(CYCLE + "max_refused: 0.5\n")
    assert desk.load().landed == 1


def test_a_dry_run_lands_nothing_and_says_what_it_would(desk: Desk) -> None:
    desk.write("data/cycle.csv", HEAD + "01/2026,acme,1,1,Met\n")
    desk.source(CYCLE)
    report = desk.load(dry_run=True)
    assert (report.landed, report.batch, report.dry_run) == (1, None, True)
    assert desk.actuals() == []


def test_targets_a_year_a_column(desk: Desk, table: Table) -> None:
    desk.write("data/t.csv", "kpi,Target 2025,Target 2026,sense\na,10,12,Over\nb,,5,Under\nc,x,,Over\n")
    desk.source("""
    read: {csv: data/t.csv}
    facts:
      targets:
        each: {columns: "Target {year}", cell: goal}
        kpi: kpi
        period: {fiscal_year: year}
        target: goal
        direction: {from: sense, over: increase, under: decrease}
    """)
    report = desk.load()
    rows = desk.rows("targets").to_pylist()
    shown = [
        (r["kpi"], str(r["period_start"]), str(r["period_end"]), r["target_low"], r["target_high"], r["direction"])
        for r in rows
    ]
    assert sorted(shown) == [
        ("a", "2024-04-01", "2025-04-01", 10.0, 10.0, "increase"),
        ("a", "2025-04-01", "2026-04-01", 12.0, 12.0, "increase"),
        ("b", "2025-04-01", "2026-04-01", 5.0, 5.0, "decrease"),
    ]
    told = table(report, "targets")
    assert (told.read, told.passed, told.mapped, told.refused) == (6, 2, 3, 1)
    assert str(report.refusals[0]) == "targets: line 4, column target: is not a number (got 'x')"


def test_each_maps_a_row_several_times(desk: Desk) -> None:
    desk.write("data/r.csv", "project,self,observer\np,Green,Red\n")
    desk.source("""
    read: {csv: data/r.csv}
    facts:
      observations:
        each:
          - {actual: {from: self, red: 1, green: 5}, reported_by: {value: acme}}
          - {actual: {from: observer, red: 1, green: 5}, reported_by: {value: fable}}
        kpi: {value: rating}
        period: 2026
        project: project
    """)
    desk.load()
    rows = desk.rows("observations").to_pylist()
    assert [(row["reported_by"], row["actual"], str(row["period_start"])) for row in rows] == [
        ("acme", 5.0, "2025-04-01"),
        ("fable", 1.0, "2025-04-01"),
    ]


def test_several_files_lie_one_under_the_other(desk: Desk) -> None:
    desk.write("data/gm_2024_25.csv", "Id,Cost (in £m) (gross)\np1,£1.5\n")
    desk.write("data/gm_2025_26.csv", "Id,p1\nCost (in £m),£2\nExtra,5\n".encode("cp1252"))
    desk.source("""
    read:
      - {csv: data/gm_2024_25.csv, file_name: "gm_{from}_{to}.csv", columns: {cost: "Cost*", extra: Extra}}
      - csv: data/gm_2025_26.csv
        file_name: "gm_{from}_{to}.csv"
        columns: {cost: "Cost*", extra: Extra}
        transpose: true
    facts:
      observations: {kpi: {value: cost}, period: {period: "{from}/{to}"}, actual: cost, project: id, segment: extra,
                     reported_by: {value: fable}}
    """)
    report = desk.load()
    assert desk.actuals() == [("cost", "2024-04-01", "2025-04-01", 1.5), ("cost", "2025-04-01", "2026-04-01", 2.0)]
    assert [file.file for file in report.files] == ["gm_2024_25.csv", "gm_2025_26.csv"]
    assert [row["segment"] for row in desk.rows("observations").to_pylist()] == [None, "5"]


def test_all_fact_tables(desk: Desk) -> None:
    desk.write("data/x.csv", 'at,who,what,amount,json\n2026-01-05T10:00:00+01:00,ann,ok,"1,250.50","{""a"": 1}"\n')
    desk.source("""
    read: {csv: data/x.csv}
    facts:
      touchpoints: {touchpoint: _line, at: {time: at}, customer: who, result: what}
      responses: {survey: {value: s}, wave: {value: w1}, respondent: who, outcome: {value: o1}, importance: 5,
                  satisfaction: 4, answered_at: {time: at}}
      progress: {plan: {value: p}, activity: {value: a}, status_date: at, percent: 40, actual_cost: amount,
                 reported_by: {value: acme}}
      transactions: {customer: who, at: {time: at}, amount: amount, kind: what}
    """)
    assert desk.load().refused == 0
    (touch,), (answer,) = desk.rows("touchpoints").to_pylist(), desk.rows("responses").to_pylist()
    (step,), (sale,) = desk.rows("progress").to_pylist(), desk.rows("transactions").to_pylist()
    assert (touch["at"], touch["result"]) == (dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), "ok")
    assert (answer["importance"], answer["satisfaction"]) == (5, 4)
    assert (str(step["status_date"]), step["percent"], str(step["actual_cost"])) == ("2026-01-05", 40.0, "1250.5000")
    assert str(sale["amount"]) == "1250.5000"


def test_a_rule_of_the_fact_table_refuses_the_row_not_the_file(desk: Desk, table: Table) -> None:
    desk.write("data/p.csv", "a,pct\nx,40\ny,140\n")
    desk.source("""
    read: {csv: data/p.csv}
    facts:
      progress: {plan: {value: p}, activity: a, status_date: 2026-01-01, percent: pct, reported_by: {value: acme}}
    """)
    report = desk.load()
    assert str(report.refusals[0]) == "progress: line 3, column percent: is a percentage, 0 to 100 (got '140.0')"
    assert table(report, "progress").landed == 1


def test_notices(desk: Desk) -> None:
    desk.write("kpi.yaml", "{kind: kpi, id: cycle_days, name: Cycle, unit: day, direction: decrease, entered: true}")
    desk.write("data/cycle.csv", HEAD + "01/1970,acme,1,1,Met\n01/2100,acme,1,1,Met\n".replace("Met", "Größe"))
    desk.source(CYCLE.replace("value: cycle", "value: cycle_day").replace("value: fable", "value: fabel"))
    notices = " | ".join(desk.load().notices)
    assert "1 periods begin in the future" in notices
    assert "begin on 1970-01-01" in notices
    assert "are no KPI of the book: cycle_day (did you mean 'cycle_days'?)" in notices
    assert "are no party of the book: fabel (did you mean 'fable'?)" in notices


def test_an_unknown_source_is_named(desk: Desk) -> None:
    desk.write("data/cycle.csv", HEAD)
    desk.source(CYCLE)
    with pytest.raises(UnknownName, match="did you mean 'files'"):
        load(Book.load(desk.folder), desk.store, source_id="fils")


def test_progress_is_told(desk: Desk) -> None:
    desk.write("data/cycle.csv", HEAD + "01/2026,acme,1,1,Met\n")
    desk.source(CYCLE)
    told: list[tuple[str, int, int | None]] = []
    desk.load(progress=lambda what, done, total: told.append((what, done, total)))
    assert told == [("cycle.csv", 1, 1)]
