"""What an agreement caused of one objective: promise + series + what was declared -> the effect, and its worth."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.attribution import Attribution
from trueup.agreements.promise import Promise
from trueup.kpis.series import Series
from trueup.stats.causal.effect import Check, Effect
from trueup.value.assumptions import Around
from trueup.value.attributed import Attributed, Caused
from trueup.value.comparison import Comparison, Unit, compare
from trueup.value.declared import Declaration, Declared
from trueup.value.estimators import estimate, placebo
from trueup.value.rollout import shared
from trueup.vocabulary import Insufficient, Moment, Said, Slice, said

Floats = NDArray[np.float64]
Reading = Callable[[Sequence[Slice]], Mapping[Slice, Series]]
"""Gives the actuals of the objective's KPI in some slices, as known at the moment."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One objective whose effect is asked for. `season` is how many periods make a year, where that is known."""

    promise: Promise
    declared: Declared
    around: Around
    read: Reading
    moment: Moment
    season: int | None
    seed: int

    @property
    def own(self) -> Slice:
        """The slice that the promise is about."""
        return self.promise.objective.slice

    def rng(self, method: str, purpose: str) -> np.random.Generator:
        """Random numbers of this objective, method and purpose alone: adding another objective changes none."""
        names = (self.around.agreement.id, self.promise.id, method, purpose)
        return np.random.default_rng([self.seed, *(zlib.crc32(name.encode()) for name in names)])


@dataclass(frozen=True, slots=True)
class Answer:
    """The effect by one declaration; without `effect`, `lacks` says what it would take."""

    declaration: Declaration
    comparison: Comparison | None
    effect: Effect | None
    attributed: Attributed | None
    placebo: Check | None
    lacks: Said | None
    left_out: tuple[Said, ...]


def answer(matter: Matter, declaration: Declaration, *, counts: bool = True) -> Answer:
    """The effect of the agreement on one objective, by what one declaration says.

    Controls in which the provider works are left out, whoever declared them. Raises InputError where the method needs
    an extra that is not installed.
    """
    units, refused = units_of(matter, declaration)
    found = _compared(matter, declaration, units)
    if isinstance(found, Insufficient):
        return _lacking(declaration, None, found, refused)
    left_out = (*refused, *found.left_out)
    effect = _estimate(matter, declaration, found, found.values)
    if isinstance(effect, Insufficient):
        return _lacking(declaration, found, effect, left_out)
    method = declaration.said.method
    tried = placebo(method, found, declaration.said, matter.season, matter.rng(method, "placebo"))
    worth = attributed_of(matter, declaration, found, effect, counts=counts)
    return Answer(declaration, found, effect, worth, tried, None, left_out)


def _lacking(
    declaration: Declaration, found: Comparison | None, lack: Insufficient, left_out: tuple[Said, ...]
) -> Answer:
    return Answer(declaration, found, None, None, None, lack.words, left_out)


def units_of(matter: Matter, declaration: Declaration) -> tuple[list[Unit], tuple[Said, ...]]:
    """Treated and controls with their series, and the controls that are refused, in words."""
    said_ = declaration.said
    treated = dict.fromkeys(said_.reached(matter.own), declaration.since)
    treated |= {unit.slice: unit.since for unit in said_.units}
    controls, refused = _controls(matter, said_)
    series = matter.read([*treated, *controls])
    units = [Unit(each, series[each], since) for each, since in treated.items()]
    return [*units, *(Unit(each, series[each]) for each in controls)], refused


def _controls(matter: Matter, said_: Attribution) -> tuple[list[Slice], tuple[Said, ...]]:
    if not said_.compares:
        return [], ()
    objective = matter.promise.objective.model_copy(update={"attribution": said_})
    unfit = {each.slice: each.why for each in shared(matter.around.agreement, objective, matter.around.others)}
    unfit |= _mixed(matter, said_, [each for each in said_.controls if each not in unfit])
    refused = tuple(said("{slice} cannot be a control: {why}", slice=each, why=why) for each, why in unfit.items())
    return [each for each in said_.controls if each not in unfit], refused


def _mixed(matter: Matter, said_: Attribution, controls: Sequence[Slice]) -> dict[Slice, Said]:
    """Controls that share actuals with what is treated, where the two are cut along different dimensions."""
    reached = said_.reached(matter.own)
    both = {each: [found for one in reached if (found := _crossed(one, each)) is not None] for each in controls}
    series = matter.read([found for crossed in both.values() for found in crossed])
    return {
        each: said("it shares actuals with {slice}, in which the agreement works", slice=found)
        for each, crossed in both.items()
        for found in crossed
        if len(series[found])
    }


def _crossed(one: Slice, other: Slice) -> Slice | None:
    """Where two slices meet; None where they cannot."""
    first, second = one.bound, other.bound
    if any(first[name] != second[name] for name in first.keys() & second.keys()):
        return None
    return Slice.of({**first, **second})


def _compared(matter: Matter, declaration: Declaration, units: Sequence[Unit]) -> Comparison | Insufficient:
    if any(not len(unit.series) for unit in units if unit.since is not None):
        return Insufficient(said("attribution: actuals of what is treated"), 0, 8)
    own = matter.read([matter.own])[matter.own]
    return compare(own, units, declaration.said)


def _estimate(matter: Matter, declaration: Declaration, found: Comparison, values: Floats) -> Effect | Insufficient:
    method = declaration.said.method
    return estimate(method, found, values, declaration.said, matter.season, matter.rng(method, "effect"))


def attributed_of(
    matter: Matter, declaration: Declaration, found: Comparison, effect: Effect, *, counts: bool = True
) -> Attributed:
    """The effect on the objective's own KPI, on the figures that stand and on each side of open disputes."""
    at = slice(found.t0, found.t0 + effect.n_post)
    sides = [_caused(matter.promise, found, effect, found.own[at])]
    for values in _disputed(found):
        other = _estimate(matter, declaration, found, values)
        if not isinstance(other, Insufficient):
            own = values[0][at] if found.treated == 1 else found.own[at]
            sides.append(_caused(matter.promise, found, other, own))
    return Attributed(
        promise=matter.promise,
        method=declaration.said.method,
        starts=found.starts[at],
        ends=found.ends[at],
        grade=found.least_grade(effect.n_post),
        sides=tuple(sides),
        counts=counts,
    )


def _caused(promise: Promise, found: Comparison, effect: Effect, own: Floats) -> Caused:
    """From the effect on a treated unit to the effect on the objective: the sum of units, or their mean."""
    reach = effect.exposed if promise.kpi.aggregate.how == "sum" else effect.exposed / found.treated
    if found.treated == 1:
        reach = np.ones(effect.n_post)
    return Caused(effect.post.point * reach, effect.draws * reach, own)


def _disputed(found: Comparison) -> list[Floats]:
    """The values with open disputes taken on either side, of treated and controls independently; none without any."""
    if (found.low == found.high).all():
        return []
    both = (found.low, found.high)
    cut = found.treated
    return [np.concatenate([treated[:cut], controls[cut:]]) for treated in both for controls in both]


def before_after(matter: Matter) -> Answer:
    """Before against after on the objective's own slice: shown beside everything, and not causal."""
    since = (matter.declared.counting or matter.declared.current).since
    plain = replace(matter.declared.current, said=Attribution(), since=since)
    return answer(matter, plain)
