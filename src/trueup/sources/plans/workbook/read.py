"""A workbook into a draft: baseline, agenda, resources and risk, then the tracking periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from trueup.delivery.axis import Axis
from trueup.delivery.calendar import WorkingTime
from trueup.delivery.calendar import table as table_of
from trueup.sources.plans.cells import moment, text
from trueup.sources.plans.draft import Draft
from trueup.sources.plans.lengths import Lengths
from trueup.sources.plans.options import Options
from trueup.sources.plans.workbook import baseline, resources, risk, tracking
from trueup.sources.plans.workbook.agenda import read_agenda
from trueup.sources.plans.workbook.sheets import Cells, Table, beside, find_table, open_sheets
from trueup.vocabulary import SourceError

_SPARE = 366


def read_workbook(path: Path, options: Options) -> Draft:
    """The draft of a workbook. SourceError when no sheet holds a baseline, or a cell of it cannot be read."""
    sheets = open_sheets(path)
    found = _find(sheets, "baseline", baseline.COLUMNS, baseline.NEEDED)
    if found is None:
        do = f"it needs a sheet with the columns {', '.join(baseline.NEEDED)}; it has the sheets {', '.join(sheets)}"
        raise SourceError("the workbook has no baseline schedule", where=path.name, do=do)
    draft = Draft("dslib", title=path.stem)
    name = next((name for name in sheets if "agenda" in name.casefold() or "calendar" in name.casefold()), "")
    draft.calendar = read_agenda(sheets.get(name, ()), name, draft)
    lengths = Lengths.of(draft.calendar)
    uses = resources.read_resources(_find(sheets, "resource", resources.COLUMNS, resources.NEEDED), draft)
    baseline.read_baseline(found, lengths, uses, draft)
    risk.read_risk(_find(sheets, "risk", risk.COLUMNS, risk.NEEDED), draft)
    _track(sheets, lengths, draft)
    return draft


def _find(
    sheets: Mapping[str, Cells], word: str, known: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> Table | None:
    """The table on the sheet that is called after `word`, else on any sheet that is no tracking period."""
    named = [name for name in sheets if word in name.casefold()]
    for name in (*named, *(name for name in sheets if name not in named and not _is_period(sheets[name]))):
        found = find_table(name, sheets[name], known, needed)
        if found is not None:
            return found
    return None


def _is_period(cells: Cells) -> bool:
    return any(tracking.STATUS in text(cell).casefold() for row in cells[:3] for cell in row)


def _track(sheets: Mapping[str, Cells], lengths: Lengths, draft: Draft) -> None:
    periods = dict(_periods(sheets, draft))
    if not periods:
        draft.note("missing", "workbook", "no tracking period: there is no progress")
        return
    last = max(status for _, status in periods.values()).date()
    reader = tracking.Tracking(draft, _axis(draft, last), lengths)
    for table, status in tracking.in_order(periods):
        reader.read(table, status)


def _periods(sheets: Mapping[str, Cells], draft: Draft) -> Iterator[tuple[str, tuple[Table, dt.datetime]]]:
    for name, cells in sheets.items():
        table = find_table(name, cells, tracking.COLUMNS, tracking.NEEDED)
        if table is None:
            continue
        status = moment(beside(cells, tracking.STATUS))
        if status is None:
            draft.note("dropped", name, "a tracking period without a status date")
        else:
            yield name, (table, status)


def _axis(draft: Draft, last: dt.date) -> Axis:
    """Working time from the first day to well after the last status date."""
    assert draft.start is not None
    days = max((last - draft.start).days, 0) + _SPARE
    return Axis(draft.start, WorkingTime.of(table_of(draft.calendar, draft.start, days)), draft.calendar)
