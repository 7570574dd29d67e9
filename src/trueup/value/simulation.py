"""The draws behind a judgement: every input of an improvement, and the net benefit of each option in each draw.

Every input has draws of its own, seeded by its name, so that neither the order of options nor one more of them changes
the draws of another.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.decision.choose import Item
from trueup.stats.decision.copula import Correlated, correlated
from trueup.stats.decision.shapes import Shape
from trueup.value.benefit import Terms, net_benefit, shapes_of, spend
from trueup.value.improvement import Improvement, Option


@dataclass(frozen=True)
class Simulated:
    """An improvement with draws of its inputs; `options` are those that can be chosen still, in their order."""

    document: Improvement
    terms: Terms
    options: tuple[Option, ...]
    shapes: Mapping[str, Shape]
    correlated: Correlated
    inputs: Mapping[str, Floats]
    seed: int

    @property
    def draws(self) -> int:
        """How many."""
        return len(next(iter(self.inputs.values())))

    @property
    def uncertain(self) -> tuple[str, ...]:
        """The inputs that are not known exactly."""
        return tuple(name for name, shape in self.shapes.items() if not shape.is_fixed)

    @cached_property
    def net(self) -> Floats:
        """Net benefit, (options, draws)."""
        return np.stack([net_benefit(option, self.inputs, self.terms) for option in self.options])

    @cached_property
    def spent(self) -> Floats:
        """What each costs, (options,): the mean over the draws."""
        return np.array([spend(option, self.inputs, self.terms).mean() for option in self.options])

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The options to choose from: what each brings and costs on average, and what links them."""
        place = {option.id: at for at, option in enumerate(self.options)}
        means = self.net.mean(axis=1)
        return tuple(
            Item(
                value=float(means[at]),
                cost=float(self.spent[at]),
                excludes=frozenset(place[other] for other in option.excludes if other in place),
                needs=frozenset(place[other] for other in option.needs if other in place),
            )
            for at, option in enumerate(self.options)
        )

    def of(self, places: Sequence[int]) -> Floats:
        """The net benefit of a set of options, (draws,)."""
        return np.asarray(self.net[list(places)].sum(axis=0)) if len(places) else np.zeros(self.draws)

    def generator(self, what: str) -> np.random.Generator:
        """Random numbers of their own for each purpose."""
        return generator(self.seed, self.document.id, what)


def generator(seed: int, *names: str) -> np.random.Generator:
    """Random numbers by a seed and names: other names, other numbers."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def simulate(document: Improvement, terms: Terms, factors: Mapping[str, Shape], *, seed: int, draws: int) -> Simulated:
    """Draw every input of the options that can still be chosen; `factors` are what the past says of predictions."""
    shapes = shapes_of(document, terms, factors)
    names = sorted(shapes)
    places = {name: at for at, name in enumerate(names)}
    pairs = {
        (places[first], places[second]): float(together.rank)
        for together in document.correlations
        for first, second in [together.between]
        if first in places and second in places
    }
    joint = correlated(len(names), pairs)
    own = np.stack([generator(seed, document.id, name).standard_normal(draws) for name in names])
    scores = joint.join(own)
    inputs = {name: shapes[name].quantiles(scores[places[name]]) for name in shapes}
    return Simulated(document, terms, choosable(document), shapes, joint, inputs, seed)


def choosable(document: Improvement) -> tuple[Option, ...]:
    """The options that are not done, nor ruled out by one that is."""
    done = {option.id for option in document.options if option.done is not None}
    against = {other for option in document.options if option.done is not None for other in option.excludes}
    return tuple(option for option in document.open if option.id not in against and done.isdisjoint(option.excludes))
