"""The issues of a Jira export as activities, groups, links and deliverables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from trueup.delivery.duration import Duration
from trueup.sources.plans.cells import number
from trueup.sources.plans.draft import Draft, DraftActivity, DraftLink, DraftScope
from trueup.sources.plans.jira.fields import DATED, Fields
from trueup.sources.plans.lengths import Lengths
from trueup.sources.plans.options import Options
from trueup.sources.plans.table.dates import Dates
from trueup.sources.plans.table.rows import Row
from trueup.vocabulary import InputError, SourceError

SECONDS = Decimal(3600)


class Issues:
    """Reads the issues of one export."""

    def __init__(self, fields: Fields, rows: list[Row], draft: Draft, options: Options) -> None:
        self.fields, self.draft, self.options = fields, draft, options
        self.rows = {fields.one(row.cells, "key"): row for row in rows if fields.one(row.cells, "key")}
        self.dates = Dates.of(text for row in rows for name in DATED for text in fields.all(row.cells, name))
        self.by_number = {self.one(key, "id"): key for key in self.rows if self.one(key, "id")}
        self.above = {key: self._parent(key) for key in self.rows}
        self.groups = {parent for parent in self.above.values() if parent in self.rows}

    def one(self, key: str, name: str) -> str:
        """The value of a field of an issue."""
        return self.fields.one(self.rows[key].cells, name)

    def day(self, key: str, name: str) -> dt.date | None:
        """The date of a field of an issue."""
        found = self.dates.moment(self.one(key, name), f"{key}, {name}")
        return found.date() if found else None

    def amount(self, key: str, name: str) -> Decimal | None:
        """The number of a field of an issue."""
        words = self.one(key, name)
        found = number(words) if words else None
        if words and (found is None or found < 0):
            raise SourceError(f"{words!r} is no amount", where=f"{key}, {name}", do="export the issue again")
        return found

    def read(self, path: Path) -> None:
        """Everything but the progress."""
        if not self.rows:
            raise SourceError("no column holds issue keys", where=path.name, do="export all fields as CSV from Jira")
        leaves = [key for key in self.rows if key not in self.groups]
        self.draft.groups = {key: self.one(key, "summary") or key for key in self.rows if key in self.groups}
        self.draft.activities = [self._activity(key) for key in leaves]
        self._links()
        self.draft.start = self._start(leaves)
        self.draft.scope = [self._scope(key, leaves) for key in self.rows if self._is_epic(key) and key in self.groups]

    def _parent(self, key: str) -> str:
        """The issue above: the parent, else the epic; stated by key or by number."""
        for name in ("parent", "epic"):
            stated = self.one(key, name)
            found = self.by_number.get(stated, stated)
            if found in self.rows and found != key:
                return found
        return ""

    def _is_epic(self, key: str) -> bool:
        return self.one(key, "type").casefold() == "epic"

    def around(self, key: str) -> tuple[str, ...]:
        """The issues above an issue, outermost first."""
        found: list[str] = []
        while (key := self.above.get(key, "")) and key not in found:
            found.append(key)
        return tuple(reversed(found))

    def _activity(self, key: str) -> DraftActivity:
        found = DraftActivity(key, self.one(key, "summary") or key, key, self._duration(key))
        found.groups = self.around(key)
        found.fields = self.fields.texts(self.rows[key].cells)
        found.planned = self.day(key, "start")
        found.deadline = self.day(key, "due")
        return found

    def _duration(self, key: str) -> Duration:
        """The original estimate, else what was spent and remains, else story points, else the days between dates."""
        seconds = self.amount(key, "estimate") or (self.amount(key, "spent") or 0) + (
            self.amount(key, "remaining") or 0
        )
        if seconds:
            return Duration((Decimal(seconds) / SECONDS).quantize(Decimal("1e-6")).normalize() + 0, "h")
        points = self.amount(key, "points")
        if points and self.options.days_per_point:
            return Duration(points * self.options.days_per_point, "d")
        found = Lengths.of(self.draft.calendar).read(self.options.unestimated)
        if found is None or found.amount < 0:
            raise InputError(f"{self.options.unestimated!r} is no duration", where="unestimated", do="write 1d or 4h")
        why = "story points, and nothing says how many days one is" if points else "no estimate"
        self.draft.note("added", key, f"{why}: {found} is taken")
        return found

    def _links(self) -> None:
        for key, row in self.rows.items():
            for before in self.fields.all(row.cells, "blocked_by"):
                self._link(before, key)
            for after in self.fields.all(row.cells, "blocks"):
                self._link(key, after)

    def _link(self, before: str, after: str) -> None:
        if before not in self.rows or after not in self.rows:
            here, there = (after, before) if after in self.rows else (before, after)
            self.draft.note("dropped", here, f"a link with {there}, which is not in the export")
            return
        if after in self.groups:
            if DraftLink(before) not in [link for key, link in self.draft.group_links if key == after]:
                self.draft.group_links.append((after, DraftLink(before)))
            return
        activity = next(each for each in self.draft.activities if each.key == after)
        if DraftLink(before) not in activity.links:
            activity.links.append(DraftLink(before))

    def _start(self, leaves: list[str]) -> dt.date | None:
        if self.options.start:
            return self.options.start
        starts = [day for key in leaves if (day := self.day(key, "start"))]
        created = [day for key in leaves if (day := self.day(key, "created"))]
        if not starts and created:
            self.draft.note(
                "added", "plan", f"no issue says when it starts: {min(created)}, the first created, is taken"
            )
        return min(starts or created, default=None)

    def _scope(self, key: str, leaves: list[str]) -> DraftScope:
        inside = [leaf for leaf in leaves if key in self.around(leaf)]
        return DraftScope(key, self.one(key, "summary") or key, inside)

    def seen(self) -> Iterator[dt.date]:
        """The days on which issues were made, changed and resolved."""
        for key in self.rows:
            for name in ("updated", "resolved", "created"):
                if day := self.day(key, name):
                    yield day
