"""From the cube's rows to the cells of a heat map: rules, no queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from trueup.report import words
from trueup.report.charts import Cell
from trueup.vocabulary import Grain
from trueup.web.explore.asked import Asked

UNASSIGNED = "-"
"""How an address names what belongs to no stage, project or provider."""
Row = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """What one cell adds up: actuals, those with a target in force, and those that kept it."""

    actuals: int = 0
    judged: int = 0
    kept: int = 0
    kpis: set[str] = field(default_factory=set)
    only: Row | None = None

    def add(self, row: Row) -> None:
        """Count one row of the cube."""
        if row["actual"] is None:
            return
        self.actuals += 1
        self.kpis.add(row["kpi"])
        self.only = row if self.actuals == 1 else None
        if row["attainment"] is not None:
            self.judged += 1
            self.kept += row["attainment"] >= 1

    @property
    def share(self) -> float | None:
        """How often the targets in force were kept; None where none was."""
        return self.kept / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its place and its tally."""

    down: str
    across: str
    tally: Tally
    href: str


def recent(rows: Sequence[Row], asked: Asked) -> list[Row]:
    """The rows of the last periods that anything is known of."""
    grain = asked.grain
    days = sorted({row[grain] for row in rows if row["actual"] is not None})
    first = days[-asked.last] if len(days) > asked.last else dt.date.min
    return [row for row in rows if row[grain] >= first]


def placed(rows: Iterable[Row], asked: Asked, book: str) -> list[Placed]:
    """Each cell of which anything is known, by row and column."""
    tallies: dict[tuple[Any, Any], Tally] = defaultdict(Tally)
    for row in rows:
        tallies[row[asked.down], row[asked.across]].add(row)
    found = sorted(tallies.items(), key=lambda pair: tuple((key is None, str(key)) for key in pair[0]))
    return [
        Placed(_raw(down), _raw(across), tally, _facts(book, asked, down, across))
        for (down, across), tally in found
        if tally.actuals
    ]


def cells(found: Iterable[Placed], asked: Asked, names: Mapping[str, Mapping[str, str]]) -> list[Cell]:
    """What the picture shows: the actual where a cell holds one, else how often targets were kept."""
    return [_cell(each, asked, names) for each in found]


def named(dimension: str, value: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """What people call a place on an axis."""
    if value == UNASSIGNED:
        return _("unassigned")
    if dimension in Grain.__members__:
        return words.period(Grain(dimension).period_of(dt.date.fromisoformat(value)))
    return names.get(dimension, {}).get(value) or words.plain(value)


def label_of(tally: Tally) -> str:
    """The figure in a cell."""
    if tally.only is not None:
        return words.number(tally.only["actual"])
    return words.share(tally.share) if tally.share is not None else _("no target")


def _cell(each: Placed, asked: Asked, names: Mapping[str, Mapping[str, str]]) -> Cell:
    down, across = named(asked.down, each.down, names), named(asked.across, each.across, names)
    tally = each.tally
    told = _("%(actuals)d actuals of %(kpis)d KPIs, %(judged)d with a target, %(kept)d kept it") % {
        "actuals": tally.actuals,
        "kpis": len(tally.kpis),
        "judged": tally.judged,
        "kept": tally.kept,
    }
    return Cell(down, across, tally.share, label_of(tally), f"{down}, {across}: {told}", each.href)


def _raw(value: Any) -> str:
    return UNASSIGNED if value is None else str(value)


def _facts(book: str, asked: Asked, down: Any, across: Any) -> str:
    """The address of the facts behind a cell."""
    place = {**asked.where, asked.down: _raw(down), asked.across: _raw(across)}
    if asked.kpi:
        place["kpi"] = asked.kpi
    return f"/explore/{book}/facts?{urlencode(place)}"
