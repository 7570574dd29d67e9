"""Workbooks of the kind, written with openpyxl: not as one tool writes them, but as they turn up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from trueup.delivery.schedule import schedule
from trueup.sources.plans import PlanFile, read_plan
from trueup.vocabulary import SourceError

HEADER = ["ID", "Name", "WBS", "Predecessors", "Baseline Start", "Baseline End", "Duration", "Resource Demand",
          "Resource Cost", "Fixed Cost", "Total Cost"]  # fmt: skip
MONDAY = dt.datetime(2026, 1, 5, 8)
ROWS = [
    [0, "House", "1", "", MONDAY, dt.datetime(2026, 1, 15, 12), "7d 4h", "", "", "", 0],
    [1, "Ground", "1.1", "", MONDAY, dt.datetime(2026, 1, 9, 17), "5d", "", "", "", 0],
    [2, "Dig", "1.1.1", "", MONDAY, dt.datetime(2026, 1, 6, 17), "2d", "Digger[2.00 #3]", 320, 100, 520],
    [3, "Pour", "1.1.2", "2FS", dt.datetime(2026, 1, 7, 8), dt.datetime(2026, 1, 9, 17), "3d", "Crew", 0, 0, 300],
    [4, "Roof", "1.2", "3FS+1d;2SS", dt.datetime(2026, 1, 14, 8), dt.datetime(2026, 1, 15, 12), "1d 4h", "Crew", 0, 0,
     90],
]  # fmt: skip
RESOURCES = [
    ["ID", "Name", "Type", "Availability", "Cost/Use", "Cost/Unit"],
    [1, "Digger", "Renewable", "3 #3", 50, 10],
    [2, "Crew", "Renewable", "1 people", 0, 0],
    [3, "Budget", "Consumable", "-1 €", 0, 0],
]
RISK = [
    ["ID", "Name", "Duration", "Description", "Optimistic", "Most Probable", "Pessimistic"],
    [2, "Dig", "16h", "standard - symmetric", 80, 100, 120],
    [3, "Pour", "24h", "manual - absolute", 20, 24, 40],
    [4, "Roof", "12h", "standard - no risk", 100, 100, 100],
]
TRACKED = ["ID", "Name", "Actual Start", "Actual Duration", "Remaining Duration", "Actual Cost", "Percentage Completed"]
FIRST = [
    [2, "Dig", MONDAY, "2d", "0", 540.5, 1.0],
    [3, "Pour", dt.datetime(2026, 1, 7, 8), "1d", "2d", 100, 0.25],
    [4, "Roof", "", "0", "1d 4h", 0, 0.0],
]


def agenda() -> list[list[Any]]:
    rows: list[list[Any]] = [["Working Hours", "", "", "Working Days", "", "", "Holidays (Optional)"]]
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    for hour in range(24):
        works = 8 <= hour < 17 and hour != 12
        row: list[Any] = [f"{hour}:00 - {hour + 1}:00", "Yes" if works else "No", ""]
        row += [names[hour], "Yes" if hour < 5 else "No", ""] if hour < 7 else ["", "", ""]
        rows.append([*row, dt.date(2026, 1, 12) if hour == 0 else ""])
    return rows


Sheets = dict[str, Sequence[Sequence[Any]]]


def sheets() -> Sheets:
    period = [["", "TP Status Date", dt.datetime(2026, 1, 7, 17)], [], TRACKED, *FIRST]
    return {
        "Baseline Schedule": [["General"], HEADER, *ROWS],
        "Resources": RESOURCES,
        "Risk Analysis": RISK,
        "Agenda": agenda(),
        "Project Control - TP1": period,
    }


@pytest.fixture
def save(tmp_path: Path) -> Callable[[Sheets], Path]:
    def put(content: Sheets) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, rows in content.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / "house.xlsx"
        book.save(path)
        return path

    return put


Save = Callable[[Sheets], Path]


def test_baseline_links_groups_and_costs(save: Save) -> None:
    plan = read_plan(save(sheets())).plan
    dig, pour, roof = plan.activities
    assert plan.title == "House"
    assert [each.group for each in plan.activities] == ["Ground", "Ground", None]
    assert [str(each.duration) for each in plan.activities] == ["2d", "3d", "12h"]
    assert [str(link) for link in roof.after] == ["3 FS+1d", "2 SS"]
    assert (dig.cost, dig.at_start, dig.cost_per_day) == (Decimal(200), Decimal(200), Decimal(160))
    assert dict(pour.needs) == {"crew": 1} or dict(pour.needs) == {"Crew": 1}
    assert dict(dig.needs) == {"Digger": 2}
    assert plan.baselines[0].activities["2"].cost == Decimal(520)
    assert plan.calendar.holidays == (dt.date(2026, 1, 12),)
    assert plan.calendar.shifts == ("08:00-12:00", "13:00-17:00")


def test_the_passes_give_the_baseline_to_the_hour(save: Save) -> None:
    planned = schedule(read_plan(save(sheets())).plan)
    assert planned.early.start.tolist() == [0.0, 2.0, 9.0]
    assert planned.finish == 10.5
    assert planned.last_day == dt.date(2026, 1, 15)


def test_risk_in_percent_and_in_hours(save: Save) -> None:
    dig, pour, roof = read_plan(save(sheets())).plan.activities
    assert [str(point) for point in dig.three_point or ()] == ["1.6d", "2d", "2.4d"]
    assert dig.distribution == "triangular"
    assert [str(point) for point in pour.three_point or ()] == ["20h", "24h", "40h"]
    assert roof.three_point is None


def test_tracking_is_progress(save: Save) -> None:
    dig, pour = read_plan(save(sheets()), reported_by="builder").progress
    assert dig["status_date"] == dt.date(2026, 1, 7)
    assert (dig["actual_start"], dig["actual_finish"], dig["percent"]) == (MONDAY.date(), dt.date(2026, 1, 6), 100.0)
    assert dig["actual_cost"] == Decimal("540.5")
    assert (pour["percent"], pour["remaining_days"], pour["actual_finish"]) == (25.0, 2.0, None)
    assert pour["reported_by"] == "builder"


def test_a_status_before_anyone_works_is_the_evening_before(save: Save) -> None:
    content = sheets()
    content["Project Control - TP1"] = [["", "TP Status Date", dt.datetime(2026, 1, 8, 8)], [], TRACKED, *FIRST]
    assert read_plan(save(content)).progress[0]["status_date"] == dt.date(2026, 1, 7)


def test_a_status_within_the_day_is_taken_at_its_end_and_said_so(save: Save) -> None:
    content = sheets()
    content["Project Control - TP1"] = [["", "TP Status Date", dt.datetime(2026, 1, 7, 16)], [], TRACKED, *FIRST]
    read = read_plan(save(content))
    assert read.progress[0]["status_date"] == dt.date(2026, 1, 7)
    assert any("16:00, within the working day" in note.what for note in read.report.notes)


def test_what_does_not_change_is_said_once(save: Save) -> None:
    content = sheets()
    later = [[2, "Dig", MONDAY, "2d", "0", 540.5, 1.0], [3, "Pour", dt.datetime(2026, 1, 7, 8), "2d", "1d", 200, 0.5]]
    content["TP2"] = [["", "TP Status Date", dt.datetime(2026, 1, 8, 17)], [], TRACKED, *later]
    rows = read_plan(save(content)).progress
    assert [(row["activity"], row["status_date"].day) for row in rows] == [("2", 7), ("3", 7), ("3", 8)]


def _shifted(rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[], ["made by hand"], [], *[["", "", *row] for row in rows]]


def test_headers_stand_anywhere_and_columns_may_be_blank(save: Save) -> None:
    plain, moved = sheets(), {name: _shifted(rows) for name, rows in sheets().items()}
    assert _facts(read_plan(save(moved))) == _facts(read_plan(save(plain)))


def test_dates_numbers_and_ids_may_be_text(save: Save) -> None:
    content = sheets()
    content["Baseline Schedule"] = [
        HEADER,
        *[[str(row[0]), *row[1:4], row[4].strftime("%d/%m/%Y %H:%M"), row[5].strftime("%Y-%m-%d %H:%M:%S"), *row[6:8],
           *[f"{cell:.2f}".replace(".", ",") if isinstance(cell, int) else cell for cell in row[8:]]] for row in ROWS],
    ]  # fmt: skip
    assert _facts(read_plan(save(content))) == _facts(read_plan(save(sheets())))


def _facts(read: PlanFile) -> tuple[Any, ...]:
    activities = [each.model_dump(mode="json") for each in read.plan.activities]
    return activities, read.plan.baselines, read.plan.calendar, read.progress


def test_what_is_dropped_is_noted_with_its_row(save: Save) -> None:
    content = sheets()
    rows = [list(row) for row in ROWS]
    rows[4][3] = "3FS;9FS;later"
    content["Baseline Schedule"] = [["General"], HEADER, *rows]
    notes = [str(note) for note in read_plan(save(content)).report.notes]
    assert any("row 7" in note and "9, which is not in the file" in note for note in notes)
    assert any(("row 7" in note and "'later' is no link" in note) or "later, which is not" in note for note in notes)
    assert any("'Budget' is used up" in note for note in notes)


def test_a_workbook_without_a_baseline_says_what_it_needs(save: Save) -> None:
    with pytest.raises(SourceError, match="no baseline schedule"):
        read_plan(save({"Sheet1": [["a", "b"], [1, 2]]}))


def test_a_duration_that_is_none_names_its_row(save: Save) -> None:
    content = sheets()
    rows = [list(row) for row in ROWS]
    rows[3][6] = "three"
    content["Baseline Schedule"] = [["General"], HEADER, *rows]
    with pytest.raises(SourceError, match=r"row 6: 'three' is no duration"):
        read_plan(save(content))


def test_an_archive_that_unpacks_without_end_is_not_unpacked(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trueup.sources.plans.workbook.sheets.LARGEST_INSIDE", 1000)
    with pytest.raises(SourceError, match="unpacks into"):
        read_plan(save(sheets()))
