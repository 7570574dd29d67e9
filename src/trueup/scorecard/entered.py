"""The cells of entered KPIs: from the maintained aggregates where they can serve, from the rows where not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import narwhals.stable.v2 as nw
import numpy as np

from trueup.facts import Snapshot
from trueup.kpis import queries
from trueup.kpis.cells import Cells, group, integers, none, together
from trueup.kpis.evidence import Standing, believed, hull
from trueup.vocabulary import Grain

ROWS_NEEDED = frozenset({"median", "last"})
"""Roll-ups that need the actuals themselves: no sum of parts answers them."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A question to the observations: which KPIs at which grain (`hows`: their roll-up), told apart by `by`.

    `where` says which values a dimension may have; the engine leaves out all others.
    """

    snapshot: Snapshot
    as_of: dt.date
    grains: Mapping[str, Grain | None]
    hows: Mapping[str, str]
    by: Sequence[str]
    standing: Standing
    fiscal_year_start: int = 1
    where: Mapping[str, Collection[str]] = field(default_factory=dict)

    def cells(self) -> Cells:
        """Every cell that the roll-ups need; rivals resolved, rulings applied, contests beside their values."""
        singly = {kpi for kpi, how in self.hows.items() if how in ROWS_NEEDED}
        rolled = self._rolled(sorted(set(self.grains) - singly))
        spoken = {place.kpi for place in self.standing.spoken_of} & set(self.grains) - singly
        contested = sorted(self._rivalled(rolled) | spoken)
        parts = [self._settled(self._fine(sorted(singly)))] if singly else []
        if contested:
            rolled = rolled.take(~np.isin(rolled["kpi"], _codes(rolled, contested)))
            parts += self._told_apart(contested)
        return together([rolled, *parts])

    def _rivalled(self, rolled: Cells) -> set[str]:
        """KPIs of which two reporters speak of the same actual, perhaps.

        Reporters of different slices that were rolled up together are no rivals: so where a cell has several, the
        finest slices are asked.
        """
        suspects = sorted(_with_several_reporters(rolled, self.by))
        if not suspects:
            return set()
        kept = self.snapshot.cells_by_now()
        finest = self._rows(suspects) if kept is None else queries.visible(kept, suspects, self.as_of, self.where)
        return set(self.snapshot.collect(queries.rivalled(finest)).column("kpi").to_pylist())

    def _rows(self, kpis: Sequence[str]) -> queries.Frame:
        latest = self.snapshot.latest("observations", only={"kpi": sorted(kpis)})
        return queries.visible(latest, kpis, self.as_of, self.where)

    def _rolled(self, kpis: Sequence[str]) -> Cells:
        """Months from the maintained aggregates; days, weeks and whatever is not kept from the rows."""
        kept = self.snapshot.cells_by_now()
        coarse = [kpi for kpi in kpis if self.grains[kpi] in queries.COARSE] if kept is not None else []
        parts = [self._aggregated(self._rows(rest), rest)] if (rest := sorted({*kpis} - {*coarse})) else []
        if kept is not None and coarse:
            parts += self._by_month(queries.visible(kept, coarse, self.as_of, self.where), coarse)
        return together(parts) if parts else none()

    def _by_month(self, kept: queries.Frame, kpis: Sequence[str]) -> list[Cells]:
        """Whole months from the aggregates; those that the moment cuts, seldom more than a few, from the rows."""
        cut = queries.cut(kept, self.as_of)
        months = self.snapshot.collect(cut)
        if not months.num_rows:
            return [self._summed(kept, kpis)]
        numbers = integers(months, "month")
        rows = queries.within(self._rows(kpis), cut, numbers.min().item(), numbers.max().item())
        return [self._summed(queries.whole(kept, cut), kpis), self._aggregated(rows, kpis)]

    def _summed(self, kept: queries.Frame, kpis: Sequence[str]) -> Cells:
        grains = {kpi: self.grains[kpi] for kpi in kpis}
        question = queries.cells_of_cells(kept, grains, self.by, self.fiscal_year_start)
        return Cells.of(self.snapshot.collect(question))

    def _aggregated(self, rows: queries.Frame, kpis: Sequence[str]) -> Cells:
        grains = {kpi: self.grains[kpi] for kpi in kpis}
        return Cells.of(self.snapshot.collect(queries.cells(rows, grains, self.by, self.fiscal_year_start)))

    def _fine(self, kpis: Sequence[str]) -> Cells:
        return self._single(self._rows(kpis))

    def _single(self, rows: queries.Frame) -> Cells:
        table = self.snapshot.collect(queries.fine(rows))
        return Cells.of_rows(table, self.grains, self.fiscal_year_start)

    def _told_apart(self, kpis: Sequence[str]) -> list[Cells]:
        """KPIs with rivals or statements: those rows one by one, the others rolled up by the engine."""
        places = [place for place in self.standing.spoken_of if place.kpi in set(kpis)]
        marked = queries.apart(self._rows(kpis), places)
        alone = self._single(marked.filter(nw.col("apart")))
        return [self._aggregated(marked.filter(~nw.col("apart")), kpis), self._settled(alone)]

    def _settled(self, rows: Cells) -> Cells:
        """Of rivals the one that stands; its value after rulings, and the hull of what is contested."""
        if not len(rows):
            return rows
        stands = believed(rows, self.standing)
        value, low, high = hull(rows, self.standing, self.hows, stands)
        there = rows["actuals"] > 0
        stated = rows.with_columns(
            total=value,
            weighted=value * rows["weight"],
            least=np.where(there, value, np.nan),
            most=np.where(there, value, np.nan),
            low=np.where(there, low, np.nan),
            high=np.where(there, high, np.nan),
        )
        return stated.take(stands)


def _with_several_reporters(cells: Cells, by: Sequence[str]) -> set[str]:
    """KPIs of which a cell has several reporters."""
    if not len(cells) or len(cells.names["reported_by"]) < 2:
        return set()
    number, count = group(cells["kpi"], cells["bucket"], *(cells[name] for name in by))
    least, most = np.full(count, len(cells.names["reported_by"])), np.full(count, -1)
    np.minimum.at(least, number, cells["reported_by"])
    np.maximum.at(most, number, cells["reported_by"])
    rivalled = (least != most)[number]
    return {cells.names["kpi"][code] for code in set(cells["kpi"][rivalled].tolist())}


def _codes(cells: Cells, kpis: Sequence[str]) -> list[int]:
    wanted = set(kpis)
    return [code for code, name in enumerate(cells.names["kpi"]) if name in wanted]
