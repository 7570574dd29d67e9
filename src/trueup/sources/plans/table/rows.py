"""Rows of a table as activities, groups, links, a baseline and progress."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from trueup.delivery.duration import Duration
from trueup.sources.plans.cells import decimal_mark, number
from trueup.sources.plans.draft import Draft, DraftActivity, DraftBaseline, DraftPlanned
from trueup.sources.plans.lengths import Lengths
from trueup.sources.plans.options import Options
from trueup.sources.plans.table.columns import Columns
from trueup.sources.plans.table.dates import Dates
from trueup.sources.plans.table.links import read_links
from trueup.sources.plans.table.outline import outline
from trueup.sources.plans.working import work_days
from trueup.vocabulary import SourceError

DATED = (
    "start", "finish", "baseline_start", "baseline_finish", "actual_start", "actual_finish", "deadline", "status_date",
)  # fmt: skip
NUMBERED = ("cost", "fixed_cost", "cost_per_day", "actual_cost", "percent")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, and its cells."""

    line: int
    cells: Sequence[str]

    @property
    def where(self) -> str:
        """Its place, for people."""
        return f"line {self.line}"


class Rows:
    """Reads the rows of one table into a draft."""

    def __init__(self, columns: Columns, rows: Sequence[Row], draft: Draft, options: Options) -> None:
        self.columns, self.draft, self.options = columns, draft, options
        self.rows = [row for row in rows if any(cell.strip() for cell in row.cells)]
        self.lengths = Lengths.of(draft.calendar)
        self.dates = Dates.of(self.text(row, name) for row in self.rows for name in DATED)
        self.mark = decimal_mark(self.text(row, name) for row in self.rows for name in NUMBERED)
        self.keys = self._keys()

    def text(self, row: Row, meaning: str) -> str:
        """What a row says of a meaning."""
        return self.columns.get(row.cells, meaning)

    def moment(self, row: Row, meaning: str) -> dt.datetime | None:
        """The date of a meaning; SourceError names line and column."""
        return self.dates.moment(self.text(row, meaning), f"{row.where}, {meaning}")

    def amount(self, row: Row, meaning: str) -> Decimal | None:
        """The number of a meaning; SourceError names line and column."""
        words = self.text(row, meaning)
        if not words or words.casefold() in ("na", "n/a", "-"):
            return None
        found = number(words, self.mark)
        if found is None:
            raise SourceError(f"{words!r} is no number", where=f"{row.where}, {meaning}", do="write it as 1234.50")
        return found

    def read(self) -> list[tuple[str, Row]]:
        """Everything but the progress; returns the activities with their rows."""
        above, groups = outline(self.columns, [row.cells for row in self.rows], self.keys)
        self.draft.groups = {
            key: self._name(row) for key, row in zip(self.keys, self.rows, strict=True) if key in groups
        }
        leaves = [(key, row) for key, row in zip(self.keys, self.rows, strict=True) if key not in groups]
        self.draft.activities = [self._activity(key, row, above[key]) for key, row in leaves]
        self._links()
        self._start(leaves)
        self._baseline(leaves)
        if self.columns.unused:
            what = f"columns that only serve to name a party: {', '.join(self.columns.unused)}"
            self.draft.note("dropped", "header", what)
        return leaves

    def _keys(self) -> list[str]:
        """Ids as the rows state them; the number of the row where there is no column of ids."""
        if not self.columns.has("id"):
            self.draft.note("added", "header", "no column of ids: rows are called by their number, from 1")
            return [str(n) for n in range(1, len(self.rows) + 1)]
        keys = [self.text(row, "id") for row in self.rows]
        for key, row in zip(keys, self.rows, strict=True):
            if not key:
                raise SourceError("the row has no id", where=row.where, do="give it one, or remove the row")
        again = [key for key, count in Counter(keys).items() if count > 1]
        if again:
            line = next(
                row.line for key, row in zip(reversed(keys), reversed(self.rows), strict=True) if key == again[0]
            )
            raise SourceError(f"two rows have the id {again[0]!r}", where=f"line {line}", do="give each its own")
        return keys

    def _name(self, row: Row) -> str:
        return self.text(row, "name") or self.text(row, "id")

    def _activity(self, key: str, row: Row, above: tuple[str, ...]) -> DraftActivity:
        found = DraftActivity(key, self._name(row) or key, row.where, self._duration(row))
        found.groups = above or self._group(row)
        found.fields = {header: cell.strip() for header, cell in zip(self.columns.headers, row.cells, strict=False)}
        found.fields |= {name: self.text(row, name) for name in ("party", "resource") if self.columns.has(name)}
        start, deadline = self.moment(row, "start"), self.moment(row, "deadline")
        found.planned = start if start is None or start.time() != dt.time() else start.date()
        found.deadline = deadline.date() if deadline else None
        self._cost(found, row)
        self._ranges(found, row)
        return found

    def _group(self, row: Row) -> tuple[str, ...]:
        """The group that a column names; its key cannot be that of an activity."""
        name = self.text(row, "group")
        if not name:
            return ()
        self.draft.groups[f"group {name}"] = name
        return (f"group {name}",)

    def _duration(self, row: Row) -> Duration:
        words = self.text(row, "duration")
        found = self.lengths.read(words) if words else self._between(row)
        if found is None or found.amount < 0:
            what = f"{words!r} is no duration" if words else "neither a duration nor start and finish"
            raise SourceError(what, where=f"{row.where}, duration", do=self._how_long())
        return found

    def _how_long(self) -> str:
        if self.columns.has("duration"):
            return "write 10d, 4h or 2w; a bare number is days"
        return f"say which column it is: --column duration=NAME; columns: {', '.join(self.columns.headers)}"

    def _between(self, row: Row) -> Duration | None:
        """The working days from start to finish, both included."""
        start, finish = self.moment(row, "start"), self.moment(row, "finish")
        if start is None or finish is None:
            return None
        if finish < start:
            raise SourceError("finish lies before start", where=row.where, do="mend the dates")
        return Duration(Decimal(work_days(self.draft.calendar, start.date(), finish.date())), "d")

    def _cost(self, found: DraftActivity, row: Row) -> None:
        for name in ("cost", "fixed_cost", "cost_per_day"):
            amount = self.amount(row, name)
            if amount is not None and amount < 0:
                raise SourceError(f"{amount} is below 0", where=f"{row.where}, {name}", do="a cost is 0 or more")
        stated = self.amount(row, "cost")
        found.cost = stated if stated is not None else self.amount(row, "fixed_cost") or Decimal(0)
        found.cost_per_day = self.amount(row, "cost_per_day") or Decimal(0)

    def _ranges(self, found: DraftActivity, row: Row) -> None:
        words = [self.text(row, name) for name in ("optimistic", "likely", "pessimistic")]
        if not words[0] or not words[2]:
            return
        low, likely, high = self.lengths.read(words[0]), self.lengths.read(words[1]), self.lengths.read(words[2])
        if low is None or high is None or (words[1] and likely is None):
            raise SourceError(f"{' / '.join(words)} are no durations", where=row.where, do="write 8d, 10d, 15d")
        found.three_point = (low, likely or found.duration, high)

    def _links(self) -> None:
        names = Counter(self._name(row) for row in self.rows)
        unique = {
            self._name(row): key for key, row in zip(self.keys, self.rows, strict=True) if names[self._name(row)] == 1
        }
        by_key = {activity.key: activity for activity in self.draft.activities}
        for key, row in zip(self.keys, self.rows, strict=True):
            place = f"{row.where}, predecessors"
            links = list(read_links(self.text(row, "predecessors"), self.keys, unique, self.lengths, place))
            if key in by_key:
                by_key[key].links = links
            else:
                self.draft.group_links += [(key, link) for link in links]

    def _start(self, leaves: Sequence[tuple[str, Row]]) -> None:
        names = ("start", "baseline_start", "actual_start")
        days = [found.date() for _, row in leaves for name in names if (found := self.moment(row, name))]
        self.draft.start = self.options.start or min(days, default=None)

    def _baseline(self, leaves: Sequence[tuple[str, Row]]) -> None:
        """Only columns that are called so are a baseline: start and finish may be a forecast by now."""
        rows = {}
        for key, row in leaves:
            start, finish = self.moment(row, "baseline_start"), self.moment(row, "baseline_finish")
            if start and finish:
                rows[key] = DraftPlanned(_day(start), _day(max(start, finish)), self.amount(row, "cost") or Decimal(0))
            elif start or finish:
                self.draft.note("dropped", row.where, "its baseline has only one of start and finish")
        if rows and self.draft.start:
            self.draft.baselines = [DraftBaseline("baseline", self.draft.start, rows)]
            self.draft.note(
                "added", "baseline", "the table does not say when it was set: the plan's first day is taken"
            )


def _day(moment: dt.datetime) -> dt.date | dt.datetime:
    return moment.date() if moment.time() == dt.time() else moment
