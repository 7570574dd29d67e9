"""Series for thousands of (KPI, slice) at once: a constant number of questions to the engine, whatever is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from trueup.book.book import Book
from trueup.facts import Snapshot
from trueup.facts.tables import RAW
from trueup.kpis.cells import Cells, Ints, none, together
from trueup.kpis.documents import Kpi
from trueup.kpis.evidence import Standing, attributed, grades
from trueup.kpis.points import Points, Wanted, merged, quotient, series
from trueup.kpis.rollup import roll
from trueup.kpis.series import Series
from trueup.scorecard.entered import Entered
from trueup.scorecard.standing import standing
from trueup.vocabulary import DIMENSIONS, Grain, InputError, Moment, Slice

Request = tuple[str, Slice]


def read_series(book: Book, snapshot: Snapshot, requests: Sequence[Request], moment: Moment) -> dict[Request, Series]:
    """The actuals of each (KPI, slice) at the KPI's own grain, as of the moment.

    One question to the engine for all entered KPIs (up to two more where reporters rival each other or somebody
    contests an actual), and one for each formula and set of dimensions it is sliced by. Empty series for what has no
    actuals. Raises UnknownName for a KPI that is not in the book, InputError for a snapshot of another moment.
    """
    reader = Reader(book, snapshot, moment)
    asked = list(dict.fromkeys(requests))
    wanted = [reader.wanted(kpi, where) for kpi, where in asked]
    found = series(reader.points(wanted), wanted, reader.fiscal_year_start)
    rulings = reader.standing.rulings
    return dict(zip(asked, [attributed(each, rulings) if rulings else each for each in found], strict=True))


@dataclass(frozen=True)
class Reader:
    """Reads actuals of a book's KPIs as of a moment from one snapshot."""

    book: Book
    snapshot: Snapshot
    moment: Moment

    def __post_init__(self) -> None:
        if self.snapshot.known_at != self.moment.known_at:
            raise InputError(
                f"the snapshot knows what was known at {self.snapshot.known_at or 'this time'}, "
                f"the moment asks for {self.moment.known_at or 'this time'}",
                do="take the snapshot with the moment's known_at",
            )

    @property
    def fiscal_year_start(self) -> int:
        """The month in which the book's years and quarters begin."""
        return self.book.definition.fiscal_year_start

    @cached_property
    def standing(self) -> Standing:
        """What is said about the evidence."""
        return standing(self.book, self.moment)

    def kpi(self, id: str) -> Kpi:
        """The definition as known at the moment (before it was known: its first version)."""
        versions = self.book.kpi(id)
        return versions.in_force(self.moment.as_of, self.moment.known_at) or versions.first

    def wanted(self, kpi: str, slice: Slice) -> Wanted:
        """The question about a KPI at its own grain."""
        return self.wanted_at(kpi, slice, self.kpi(kpi).grain)

    def wanted_at(self, kpi: str, slice: Slice, grain: Grain | None) -> Wanted:
        """The question about a KPI at any grain; None for all time."""
        definition = self.kpi(kpi)
        return Wanted(kpi, slice, grain, definition.aggregate.how if definition.formula is None else "formula")

    def points(self, wanted: Sequence[Wanted], where: Mapping[str, str] | None = None) -> Points:
        """The rolled-up actuals of all questions; what a ratio divides is asked for together with all the rest."""
        plain = [index for index, item in enumerate(wanted) if item.how != "ratio"]
        ratios = [index for index, item in enumerate(wanted) if item.how == "ratio"]
        leaves = [wanted[index] for index in plain]
        leaves += [self._sum(wanted[index], part) for index in ratios for part in self._divided(wanted[index].kpi)]
        found = self._plain(leaves, where or {}, range(len(leaves)))
        parts = [found.answering(np.arange(len(plain)), np.array(plain, dtype=np.int64))]
        for kpi in sorted({wanted[index].kpi for index in ratios}):
            mine = np.array([place for place, index in enumerate(ratios) if wanted[index].kpi == kpi], dtype=np.int64)
            parts.append(self._ratio(kpi, found, len(plain) + 2 * mine, np.array(ratios, dtype=np.int64)[mine]))
        return merged(parts)

    def _divided(self, kpi: str) -> tuple[str, str]:
        """Numerator and denominator of a ratio."""
        aggregate = self.kpi(kpi).aggregate
        assert aggregate.numerator is not None
        assert aggregate.denominator is not None
        return aggregate.numerator, aggregate.denominator

    def _ratio(self, kpi: str, found: Points, above: Ints, places: Ints) -> Points:
        """Sum over sum, at the grain and slice of the question; each denominator was asked for after its numerator."""
        factor = 100.0 if self.kpi(kpi).unit.name == "%" else 1.0
        top, bottom = found.answering(above, places), found.answering(above + 1, places)
        return quotient(top, bottom, factor, self._divided(kpi))

    def _sum(self, item: Wanted, kpi: str) -> Wanted:
        return replace(item, kpi=kpi, how="sum" if self.kpi(kpi).formula is None else "formula")

    def _plain(self, wanted: Sequence[Wanted], where: Mapping[str, str], index: Sequence[int]) -> Points:
        """Questions about entered KPIs and formulas; `index` numbers them among all questions."""
        numbered = np.array(index, dtype=np.int64)
        parts = []
        for mine, cells in self._answers(wanted, where):
            filled = cells.filled("stage", {name: self.kpi(name).stage for name in cells.names["kpi"]})
            points = roll(filled, [wanted[number] for number in mine], grades(filled, self.standing))
            parts.append(replace(points, asked=numbered[mine][points.asked]))
        return merged(parts)

    def _answers(self, wanted: Sequence[Wanted], where: Mapping[str, str]) -> Iterator[tuple[list[int], Cells]]:
        """Cells, and the questions that they answer: all entered KPIs together, each formula by itself."""
        entered = [number for number, item in enumerate(wanted) if item.how != "formula"]
        plans = _plans(wanted[number] for number in entered)
        yield entered, together([self.entered(plan, where) for plan in plans])
        alike: dict[tuple[str, Grain | None, tuple[str, ...]], list[int]] = {}
        for number, item in enumerate(wanted):
            if item.how == "formula":
                alike.setdefault((item.kpi, item.grain, tuple(item.slice.bound)), []).append(number)
        for (kpi, grain, bound), mine in alike.items():
            yield mine, self.computed(kpi, grain, bound, where)

    def computed(self, kpi: str, grain: Grain | None, by: Sequence[str], where: Mapping[str, str]) -> Cells:
        """The cells of a formula KPI at a grain and by dimensions; none before its table has been landed."""
        from trueup.kpis.formulas import Plan

        definition = self.kpi(kpi)
        assert definition.formula is not None
        table = RAW + definition.formula.from_
        elsewhere = [name for name in where if name != "stage" and name not in {*definition.formula.slice}]
        if elsewhere or not self.snapshot.has(table):
            return none()
        frame = self.snapshot.local(table, self.book.definition.time_zone)
        plan = Plan.of(definition, frame)
        fixed: dict[str, str] = {name: value for name, value in where.items() if name in {*definition.formula.slice}}
        return plan.cells(
            self.snapshot.collect(plan.question(frame, grain, by, self.moment.as_of, self.fiscal_year_start, fixed))
        )

    def entered(self, plan: Sequence[Wanted], where: Mapping[str, str], by: Sequence[str] = ()) -> Cells:
        """The cells of entered KPIs, each at one grain and with one roll-up, told apart by what is asked and `by`."""
        kpis = {item.kpi for item in plan}
        bound = {name for item in plan for name in item.slice.bound} | set(self.standing.dimensions(kpis)) | set(by)
        return Entered(
            self.snapshot,
            self.moment.as_of,
            {item.kpi: item.grain for item in plan},
            {item.kpi: item.how for item in plan},
            [name for name in DIMENSIONS if name in bound],
            self.standing,
            self.fiscal_year_start,
            {**_asked_for(plan), **{name: (value,) for name, value in where.items()}},
        ).cells()


def _asked_for(plan: Sequence[Wanted]) -> dict[str, set[str]]:
    """The values of those dimensions that every question fixes; a stage may come from the KPI and is found later."""
    always = set.intersection(*(set(item.slice.bound) for item in plan)) - {"stage"} if plan else set()
    return {name: {item.slice.bound[name] for item in plan} for name in sorted(always)}


def _plans(wanted: Iterable[Wanted]) -> list[list[Wanted]]:
    """Questions sorted so that within a plan each KPI has one grain and one roll-up: usually all in one."""
    plans: list[tuple[dict[str, tuple[Grain | None, str]], list[Wanted]]] = [({}, [])]
    for item in wanted:
        kind = (item.grain, item.how)
        plan = next((plan for plan in plans if plan[0].get(item.kpi, kind) == kind), None)
        if plan is None:
            plan = ({}, [])
            plans.append(plan)
        plan[0][item.kpi] = kind
        plan[1].append(item)
    return [plan[1] for plan in plans]
