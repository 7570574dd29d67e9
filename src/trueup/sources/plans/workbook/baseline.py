"""The sheet of the baseline: activities, what comes before them, when they were planned, what they cost."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from trueup.delivery.link import NO_LAG, LinkKind
from trueup.sources.plans.cells import moment, number, text
from trueup.sources.plans.draft import Draft, DraftActivity, DraftBaseline, DraftLink, DraftPlanned
from trueup.sources.plans.lengths import Lengths
from trueup.sources.plans.workbook.resources import Uses
from trueup.sources.plans.workbook.sheets import Table
from trueup.vocabulary import SourceError

COLUMNS = {
    "id": ("id", "activity id", "task id", "nr", "no"),
    "name": ("name", "activity", "activity name", "task name"),
    "wbs": ("wbs", "wbs code", "outline"),
    "predecessors": ("predecessors", "predecessor", "relations predecessors"),
    "successors": ("successors", "successor"),
    "start": ("baseline start", "start", "start date"),
    "finish": ("baseline end", "baseline finish", "end", "finish", "end date"),
    "duration": ("duration", "baseline duration"),
    "demand": ("resource demand", "resources", "resource"),
    "resource_cost": ("resource cost",),
    "fixed_cost": ("fixed cost",),
    "total_cost": ("total cost", "cost", "budget"),
}
NEEDED = ("id", "name", "start", "finish", "duration")
_LINK = re.compile(r"^(?P<id>[^\s;,]+?)\s*(?P<kind>FS|SS|FF|SF)?\s*(?:(?P<sign>[+-])\s*(?P<lag>\d[\w\s.,]*))?$", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the baseline."""

    line: int
    id: str
    name: str
    wbs: str
    start: dt.datetime
    finish: dt.datetime
    cells: Sequence[Any]


def read_baseline(table: Table, lengths: Lengths, uses: Uses, draft: Draft) -> None:
    """Fill the draft with groups, activities, links and the baseline."""
    rows = list(_rows(table, draft))
    parents = _groups(table, rows)
    draft.groups = {row.id: row.name for row in rows if row.id in parents and not _is_project(row, rows)}
    draft.title = next((row.name for row in rows if _is_project(row, rows)), draft.title)
    activities = [row for row in rows if row.id not in parents]
    if not activities:
        raise SourceError("the baseline has no activity", where=table.sheet, do="look whether it is the right sheet")
    by_wbs = {row.wbs: row.id for row in rows if row.id in draft.groups}
    reader = _Reader(table, lengths, uses, draft)
    draft.activities = [reader.activity(row, _above(row.wbs, by_wbs)) for row in activities]
    draft.start = min(row.start for row in activities).date()
    _baseline(table, dict(zip((row.id for row in activities), activities, strict=True)), draft)
    for row in rows:
        if row.id in draft.groups:
            draft.group_links += [(row.id, link) for link in reader.links(row)]


def _rows(table: Table, draft: Draft) -> Iterator[Row]:
    for line, cells in table.rows:
        name = text(table.get(cells, "id"))
        if not name:
            if any(text(cell) for cell in cells):
                draft.note("dropped", f"{table.sheet} row {line}", "a row without an id")
            continue
        start, finish = moment(table.get(cells, "start")), moment(table.get(cells, "finish"))
        if start is None or finish is None:
            draft.note("dropped", f"{table.sheet} row {line}", f"{name} has no baseline start and end")
            continue
        title = text(table.get(cells, "name")) or name
        yield Row(line, name, title, text(table.get(cells, "wbs")), start, finish, cells)


def _groups(table: Table, rows: Sequence[Row]) -> set[str]:
    """Rows that others lie under, by WBS; and those without cost of resources where all activities have one."""
    above = {row.wbs[:at] for row in rows for at, sign in enumerate(row.wbs) if sign == "."}
    return {row.id for row in rows if row.wbs and row.wbs in above}


def _is_project(row: Row, rows: Sequence[Row]) -> bool:
    """The row around all others: the project itself."""
    inside = f"{row.wbs}."
    return bool(row.wbs) and len(rows) > 1 and all(one is row or one.wbs.startswith(inside) for one in rows)


def _above(wbs: str, groups: dict[str, str]) -> tuple[str, ...]:
    parts = [wbs[:at] for at, sign in enumerate(wbs) if sign == "."]
    return tuple(groups[part] for part in parts if part in groups)


def _baseline(table: Table, rows: dict[str, Row], draft: Draft) -> None:
    """What was planned. A milestone ends when it starts; the workbook shows the hour before."""
    assert draft.start is not None
    planned: dict[str, DraftPlanned] = {}
    for each in draft.activities:
        row = rows[each.key]
        total = max(number(table.get(row.cells, "total_cost")) or Decimal(0), Decimal(0))
        if row.finish < row.start and each.duration.amount:
            draft.note("changed", f"{table.sheet} row {row.line}", f"{row.id} ends before it starts: the start counts")
        planned[row.id] = DraftPlanned(row.start, max(row.start, row.finish), total, min(each.at_start, total))
    draft.baselines.append(DraftBaseline("baseline", draft.start, planned))
    draft.note("added", table.sheet, "the workbook does not say when the baseline was set: the first day is taken")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rows of activities."""

    table: Table
    lengths: Lengths
    uses: Uses
    draft: Draft

    def activity(self, row: Row, groups: tuple[str, ...]) -> DraftActivity:
        """One activity with its cost: what is spent when it starts, and what each day costs."""
        place = f"{self.table.sheet} row {row.line}"
        words = text(self.table.get(row.cells, "duration"))
        duration = self.lengths.read(words)
        if duration is None or duration.amount < 0:
            raise SourceError(f"{words!r} is no duration", where=place, do="write 43d, 1d 4h or 5h")
        demand = text(self.table.get(row.cells, "demand"))
        fixed, per_day = self._cost(row, demand, self.lengths.days(duration))
        found = DraftActivity(row.id, row.name, place, duration, groups=groups)
        found.cost = found.at_start = fixed
        found.cost_per_day = per_day
        found.links = list(self.links(row))
        found.needs = self.uses.needs(demand, place, self.draft)
        found.fields = {"name": row.name, "wbs": row.wbs, "group": self._group(groups)}
        found.fields["resource"] = "; ".join(self.uses.names(demand))
        found.planned = row.start
        return found

    def _group(self, groups: tuple[str, ...]) -> str:
        return self.draft.groups[groups[0]] if groups else ""

    def _cost(self, row: Row, demand: str, days: Decimal) -> tuple[Decimal, Decimal]:
        """What is spent at the start (fixed cost and cost of each use), and what is left for each day."""
        total = number(self.table.get(row.cells, "total_cost")) or Decimal(0)
        at_start = (number(self.table.get(row.cells, "fixed_cost")) or Decimal(0)) + self.uses.cost_of_use(demand)
        if total < 0 or at_start < 0:
            self.draft.note("changed", f"{self.table.sheet} row {row.line}", f"its cost of {total} became 0")
            return Decimal(0), Decimal(0)
        if days == 0 or at_start >= total:
            return total, Decimal(0)
        return at_start, ((total - at_start) / days).quantize(Decimal("1e-12"))

    def links(self, row: Row) -> Iterator[DraftLink]:
        """`1FS+2d;3SS` as links; a text that is none is dropped with a note."""
        for words in re.split(r"[;\n]", text(self.table.get(row.cells, "predecessors"))):
            if not words.strip():
                continue
            link = self._link(words.strip())
            if link is None:
                what = f"{words.strip()!r} is no link: it is written 3FS+2d"
                self.draft.note("dropped", f"{self.table.sheet} row {row.line}", what)
            else:
                yield link

    def _link(self, words: str) -> DraftLink | None:
        found = _LINK.match(words)
        if found is None:
            return None
        lag = self.lengths.read(f"{found['sign']}{found['lag']}") if found["lag"] else NO_LAG
        kind = cast("LinkKind", (found["kind"] or "FS").upper())
        return DraftLink(found["id"], kind, lag) if lag is not None else None
