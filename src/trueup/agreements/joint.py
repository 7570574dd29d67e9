"""The probability that every must-have is hit, and how it was put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trueup.agreements import words
from trueup.agreements.outlook import Outlook
from trueup.agreements.promise import Promise
from trueup.agreements.status import Standing
from trueup.vocabulary import joined, said


@dataclass(frozen=True, slots=True)
class Chance:
    """One must-have's probability; `outlook` where it was simulated."""

    promise: Promise
    standing: Standing
    outlook: Outlook | None


@dataclass(frozen=True, slots=True)
class Joint:
    """`probability` that all are hit, None while one has no forecast; then `at_most` still bounds it.

    `said` states how it was combined and, where that rests on independence, between what it lies without it.
    """

    probability: float | None
    at_most: float
    said: str


def joint(chances: Sequence[Chance]) -> Joint:
    """Combine must-haves: path by path where they were simulated on the same actuals, else as independent."""
    open_ = [chance.promise.title for chance in chances if chance.standing.probability is None]
    groups = _groups([chance for chance in chances if chance.standing.probability is not None])
    product = float(np.prod([_together(group) for group in groups])) if groups else 1.0
    if open_:
        found = said(
            "the chance that every must-have is hit is at most {chance}: no forecast of {titles}",
            chance=words.chance(product),
            titles=joined(open_, ", "),
        )
        return Joint(None, product, found)
    return Joint(product, product, _said(chances, groups, product))


def _groups(chances: Sequence[Chance]) -> list[list[Chance]]:
    found: dict[object, list[Chance]] = {}
    for index, chance in enumerate(chances):
        shared = (
            chance.outlook is not None and chance.outlook.hits is not None and chance.standing.probability not in (0, 1)
        )
        found.setdefault(chance.promise.key if shared else index, []).append(chance)
    return list(found.values())


def _together(group: Sequence[Chance]) -> float:
    """The share of the common paths on which all of the group are hit; a lone must-have keeps its own P(hit)."""
    hits = [chance.outlook.hits for chance in group if chance.outlook is not None and chance.outlook.hits is not None]
    if len(hits) < 2 or len({len(each) for each in hits}) > 1:
        return float(np.prod([chance.standing.probability or 0.0 for chance in group]))
    return float(np.logical_and.reduce(hits).mean())


def _said(chances: Sequence[Chance], groups: Sequence[Sequence[Chance]], product: float) -> str:
    single = [chance.standing.probability or 0.0 for chance in chances]
    if len(single) == 1:
        return said("the chance that its must-have is hit is {chance}", chance=words.chance(product))
    whole = said(
        "the chance that all {count} must-haves are hit is {chance}", count=len(single), chance=words.chance(product)
    )
    uncertain = [probability for probability in single if 0 < probability < 1]
    if len(uncertain) < 2:
        return whole
    combined = said(
        "{chance}, the product of their probabilities: objectives are simulated independently (an assumption; "
        "whatever their dependence it lies between {low} and {high})",
        chance=whole,
        low=words.chance(max(0.0, sum(single) - (len(single) - 1))),
        high=words.chance(min(single)),
    )
    shared = len(groups) < len(single)
    return (
        said("{chance}; must-haves on the same KPI share their simulated paths", chance=combined)
        if shared
        else combined
    )
