"""The best set of options, within one improvement or over all of a party's, and what each budget buys."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from trueup.stats.decision.choose import Cap, Chosen, Item, choose, frontier
from trueup.value.improvement import Improvement
from trueup.value.results_worth import BestSet, BudgetStep, ImprovementWorth
from trueup.value.worth_words import money
from trueup.vocabulary import Said, minor_digits, said


def best_set(
    chosen: Chosen, steps: Sequence[Chosen], ids: Sequence[str], budget: Decimal | None, currency: str
) -> BestSet:
    """What was chosen, by the ids of the options."""

    def named(found: Chosen) -> tuple[str, ...]:
        return tuple(ids[place] for place in found.places)

    return BestSet(
        budget=budget,
        options=named(chosen),
        expected=amount(chosen.value, currency),
        spend=amount(chosen.cost, currency),
        proven=chosen.proven,
        proof=_proof(chosen, len(ids), currency),
        frontier=tuple(
            BudgetStep(budget=amount(each.cost, currency), expected=amount(each.value, currency), options=named(each))
            for each in steps
        ),
    )


def _proof(chosen: Chosen, count: int, currency: str) -> Said:
    if chosen.proven:
        return said(
            "Of all sets of {count} options every other was ruled out: none brings more (branch and bound, {nodes} "
            "branches).",
            count=count,
            nodes=chosen.nodes,
        )
    return said(
        "The search was stopped after {nodes} branches: no set brings more than {bound}.",
        nodes=chosen.nodes,
        bound=money(amount(chosen.bound, currency), currency),
    )


@dataclass(frozen=True, slots=True)
class Lot:
    """The options of one improvement to choose from: what they bring and cost, its id, and its own budget."""

    improvement: str
    options: tuple[str, ...]
    items: tuple[Item, ...]
    budget: float


def lot_of(found: ImprovementWorth, document: Improvement) -> Lot:
    """The options of an improvement that was judged before."""
    place = {option.id: at for at, option in enumerate(found.options)}
    stated = {option.id: option for option in document.options}
    items = tuple(
        Item(
            value=float(each.net.expected),
            cost=float(each.spend),
            excludes=frozenset(place[other] for other in stated[each.id].excludes if other in place),
            needs=frozenset(place[other] for other in stated[each.id].needs if other in place),
        )
        for each in found.options
    )
    budget = math.inf if document.budget is None else float(document.budget)
    return Lot(found.id, tuple(place), items, budget)


def over_all(lots: Sequence[Lot], budget: Decimal | None, currency: str) -> BestSet | None:
    """The best set over several improvements, each within its own budget too. None where there is nothing to choose."""
    items: list[Item] = []
    caps: list[Cap] = []
    for lot in lots:
        begin = len(items)
        items += [_moved(item, begin) for item in lot.items]
        if math.isfinite(lot.budget):
            caps.append(Cap(frozenset(range(begin, len(items))), lot.budget))
    if not items:
        return None
    ids = [f"{lot.improvement}/{option}" for lot in lots for option in lot.options]
    limit = math.inf if budget is None else float(budget)
    return best_set(choose(items, limit, caps), frontier(items, limit, caps), ids, budget, currency)


def _moved(item: Item, by: int) -> Item:
    """The item with its links numbered from `by` on."""
    excludes, needs = (frozenset(place + by for place in places) for places in (item.excludes, item.needs))
    return Item(item.value, item.cost, excludes, needs)


def amount(value: float, currency: str) -> Decimal:
    """A figure of a simulation as money, rounded to the minor unit."""
    step = Decimal(1).scaleb(-minor_digits(currency))
    return Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_EVEN) + Decimal(0)
