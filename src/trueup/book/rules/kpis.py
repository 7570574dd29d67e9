"""Rules about KPIs: where their actuals come from and how they roll up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trueup.vocabulary import Direction, Issue, did_you_mean

if TYPE_CHECKING:
    from trueup.book.draft import Draft, Placed
    from trueup.kpis.documents import Kpi


def kpi_names_exist(draft: Draft) -> Iterator[Issue]:
    """Owners and measurers are parties, the stage is one of the book's."""
    for placed in draft.kpis:
        kpi = placed.document
        yield from draft.no_party(placed, ("owner",), kpi.owner)
        if draft.definition is not None:
            yield from draft.lost(placed, ("stage",), "stage", kpi.stage, draft.definition.stages)
        if kpi.measurement is not None:
            yield from draft.no_party(placed, ("measurement", "by"), kpi.measurement.by)
            yield from draft.no_party(placed, ("measurement", "verified_by"), kpi.measurement.verified_by)
        if kpi.formula is not None:
            yield from draft.no_party(placed, ("formula", "reported_by"), kpi.formula.reported_by)


def measurer_is_not_the_verifier(draft: Draft) -> Iterator[Issue]:
    """Who verifies its own measurement verifies nothing."""
    for placed in draft.kpis:
        plan = placed.document.measurement
        if plan is not None and plan.by is not None and plan.by == plan.verified_by:
            message = f"{plan.by!r} verifies what it measures itself"
            yield placed.issue("hint", ("measurement", "verified_by"), message, "name another party")


def ratio_divides_two_sums(draft: Draft) -> Iterator[Issue]:
    """A ratio rolls up as sum over sum, so its two KPIs must be sums (and no ratios: that is how no cycle arises)."""
    for placed in draft.kpis:
        aggregate = placed.document.aggregate
        for role in (aggregate.numerator, aggregate.denominator) if aggregate.how == "ratio" else ():
            assert role is not None
            yield from draft.lost(placed, ("aggregate",), "KPI", role, draft.kpi_names)
            yield from _not_a_sum(placed, role, draft.kpi_by_id.get(role))


def _not_a_sum(placed: Placed[Kpi], role: str, part: Kpi | None) -> Iterator[Issue]:
    if role == placed.document.id:
        yield placed.issue("error", ("aggregate",), f"{role!r} cannot be a part of its own ratio")
    elif part is not None and part.aggregate.how != "sum":
        message = f"{role!r} is a {part.aggregate}, and a ratio divides sums"
        yield placed.issue("error", ("aggregate",), message, f"give {role!r} aggregate: sum")


def rates_are_not_averaged(draft: Draft) -> Iterator[Issue]:
    """A mean of percentages gives a month of 3 cases the weight of a month of 3,000 (Simpson's paradox)."""
    for placed in draft.kpis:
        kpi = placed.document
        if kpi.unit.name == "%" and kpi.aggregate.how == "mean" and kpi.entered:
            message = "rates are averaged when they roll up, whatever number of cases stands behind each"
            remedy = "use aggregate: ratio(numerator, denominator), or enter n with every actual"
            yield placed.issue("hint", ("aggregate",), message, remedy)


def targets_fit_the_direction(draft: Draft) -> Iterator[Issue]:
    """A KPI to maintain has ranges, the others numbers; a target ends after it begins."""
    for placed in draft.kpis:
        for index, target in enumerate(placed.document.targets):
            path = ("targets", index)
            yield from range_or_number(placed, (*path, "target"), placed.document.direction, target.target)
            if target.from_ and target.until and target.until <= target.from_:
                yield placed.issue("error", (*path, "until"), f"ends on {target.until}, before it begins")


def targets_do_not_contradict(draft: Draft) -> Iterator[Issue]:
    """Of two targets over the very same days only the later stated counts: nobody should have to know that."""
    for placed in draft.kpis:
        stated: dict[object, int] = {}
        for index, target in enumerate(placed.document.targets):
            other = stated.setdefault((target.from_, target.until), index)
            if placed.document.targets[other].target != target.target:
                message = f"another target than targets[{other}] over the same days, and the later stated would count"
                yield placed.issue("soon", ("targets", index), message, "keep one of them, or give each its own days")


def range_or_number(placed: Placed, path: tuple, direction: Direction, target: object) -> Iterator[Issue]:  # type: ignore[type-arg]
    """Whether a target has the shape that its direction needs."""
    if isinstance(target, tuple):
        if direction is not Direction.maintain:
            message = f"a KPI to {direction} has one number as its target, not a range"
            yield placed.issue("error", path, message, "write the number, or direction: maintain")
        elif target[0] >= target[1]:
            yield placed.issue("error", path, f"the range begins at {target[0]} and ends at {target[1]}", "low first")
    elif direction is Direction.maintain:
        yield placed.issue("error", path, "a KPI to maintain needs a range as its target", "write [low, high]")


def bounds_are_in_order(draft: Draft) -> Iterator[Issue]:
    """The lower bound comes first."""
    for placed in draft.kpis:
        low, high = placed.document.bounds or (None, None)
        if low is not None and high is not None and low >= high:
            yield placed.issue("error", ("bounds",), f"the bounds begin at {low} and end at {high}", "low first")


def formula_is_allowed(draft: Draft) -> Iterator[Issue]:
    """The formula language is checked by the KPIs themselves (kpis/formula.py)."""
    formulas = [placed for placed in draft.kpis if placed.document.formula is not None]
    if not formulas:
        return
    from trueup.kpis.formula import check

    for placed in formulas:
        for message in check(placed.document):
            what, _, remedy = message.partition("\n")
            key, _, what = what.partition(": ")
            yield placed.issue("error", ("formula", key), what, remedy.strip() or None)


def formula_reads_a_landed_table(draft: Draft) -> Iterator[Issue]:
    """A formula needs a table; that no source lands it is no error, for it may arrive through the API."""
    tables = {land.table for placed in draft.sources for land in placed.document.land}
    for placed in draft.kpis:
        formula = placed.document.formula
        if formula is not None and formula.from_ not in tables and draft.complete:
            remedy = did_you_mean(formula.from_, tables) or f"add land: {{table: {formula.from_}}} to a source"
            message = f"no source lands a table {formula.from_!r}"
            yield placed.issue("soon", ("formula", "from"), message, remedy)


RULES = (
    kpi_names_exist,
    measurer_is_not_the_verifier,
    ratio_divides_two_sums,
    rates_are_not_averaged,
    targets_fit_the_direction,
    targets_do_not_contradict,
    bounds_are_in_order,
    formula_is_allowed,
    formula_reads_a_landed_table,
)
