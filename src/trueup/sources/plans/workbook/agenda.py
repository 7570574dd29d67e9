"""The sheet Agenda: the hours of a day, the days of a week and the days off that the project works by."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from trueup.delivery.documents import WEEKDAYS, Calendar, Weekday
from trueup.sources.plans.cells import moment, text, yes
from trueup.sources.plans.draft import Draft
from trueup.sources.plans.workbook.sheets import Cells, folded

_HOUR = re.compile(r"^(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)$")


def read_agenda(cells: Cells, sheet: str, draft: Draft) -> Calendar:
    """The calendar of the sheet; five days of eight hours, with a note, where it does not say."""
    hours = list(_hours(cells))
    week = tuple(_week(cells))
    if not hours or not week:
        draft.note("missing", sheet or "workbook", "no working hours and days: five days of eight hours are taken")
        return Calendar(holidays=tuple(_holidays(cells, sheet, draft)))
    shifts = tuple(_shifts(hours))
    length = sum((Decimal(end - begin) / 60 for begin, end in hours), Decimal(0))
    return Calendar(week=week, hours=length, shifts=shifts, holidays=tuple(_holidays(cells, sheet, draft)))


def _column(cells: Cells, label: str) -> int | None:
    for row in cells[:10]:
        for at, cell in enumerate(row):
            if folded(cell).startswith(label):
                return at
    return None


def _flagged(cells: Cells, label: str) -> Iterator[tuple[str, bool]]:
    """The texts under a column and whether the cell beside each says yes."""
    at = _column(cells, label)
    if at is None:
        return
    for row in cells:
        if len(row) > at + 1 and text(row[at]):
            yield text(row[at]), yes(row[at + 1])


def _hours(cells: Cells) -> Iterator[tuple[int, int]]:
    """The hours that are worked, as minutes of the day."""
    for words, works in _flagged(cells, "working hours"):
        found = _HOUR.match(words)
        if found and works:
            begin, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
            yield begin, end or 24 * 60


def _shifts(hours: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Hours that follow each other as one shift."""
    begin, end = hours[0]
    for start, stop in hours[1:]:
        if start != end:
            yield _shift(begin, end)
            begin = start
        end = stop
    yield _shift(begin, end)


def _shift(begin: int, end: int) -> str:
    return f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}"


def _week(cells: Cells) -> Iterator[Weekday]:
    """Days that are worked. The rows stand in the order of the week, whatever language names them."""
    days = list(_flagged(cells, "working days"))
    named = [(words, works) for words, works in days if not folded(words).startswith("working")]
    for day, (_, works) in zip(WEEKDAYS, named, strict=False):
        if works:
            yield day


def _holidays(cells: Cells, sheet: str, draft: Draft) -> Iterator[dt.date]:
    at = _column(cells, "holidays")
    if at is None:
        return
    seen: set[dt.date] = set()
    for line, row in enumerate(cells, 1):
        value: Any = row[at] if len(row) > at else ""
        day = moment(value)
        if day is not None and day.date() not in seen:
            seen.add(day.date())
            yield day.date()
        elif day is None and text(value) and not folded(value).startswith("holidays"):
            draft.note("dropped", f"{sheet} row {line}", f"{text(value)!r} is no day off: not a date")
