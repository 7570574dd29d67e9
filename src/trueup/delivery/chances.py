"""How likely the whole and each provider's own portion are to be met, from the simulated futures of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from trueup.delivery.case import Case
from trueup.delivery.commitments import own_portion
from trueup.delivery.futures import CENT, MOMENT, Futures
from trueup.delivery.overall import whole
from trueup.delivery.parameters import Judged
from trueup.delivery.results import Probability
from trueup.delivery.uncertainty import costs_of
from trueup.delivery.verdict import Chances
from trueup.stats.arrays import Bools, Floats
from trueup.stats.network.simulate import Ask


def whole_met(case: Case) -> Ask | None:
    """In which futures the whole is met, by the first promise and by the version in force; None: nothing is promised.

    To be asked of a simulation: `simulate_plan(..., met=whole_met(case))`.
    """
    found = whole(case)
    decisive = [each for each in (*found.first, *found.now) if each.counts]
    if not decisive:
        return None
    missed = any(each.status == "missed" for each in decisive)
    latest = min((case.axis.end_of(each.last) for each in decisive if each.last), default=np.inf) + MOMENT
    most = min((float(each.most) for each in decisive if each.most is not None), default=np.inf) + CENT

    def met(finish: Floats, cost: Floats) -> Bools:
        return np.asarray((finish <= latest) & (cost <= most) & (not missed))

    return met


def chances(case: Case, futures: Futures) -> Chances:
    """P(the whole is met) and, for each provider whose portion is still open, P(its own portion is met).

    Finish and cost of portions and of single activities are asked of the same futures, all together.
    """
    met = whole_met(case)
    overall = None if met is None else futures.probability(met(futures.finish, futures.cost))
    own = {party: _own(case, party, futures) for party in case.roles.providers}
    return Chances(overall, {party: p for party, p in own.items() if p is not None})


def _own(case: Case, party: str, futures: Futures) -> Probability | None:
    decisive = [each for each in own_portion(case, party).standing if each.counts]
    waiting = [each for each in decisive if each.status == "open" and each.what != "scope" and not each.unknown]
    if not waiting or any(each.status == "missed" or each.unknown for each in decisive):
        return None
    portion = [each for each in waiting if each.of == party]
    holds = [_kept(each, futures, futures.finish_of(party), futures.cost_of(party)) for each in portion]
    single = [each for each in waiting if each.of != party]
    return futures.probability(np.logical_and.reduce([*holds, *_of_activities(single, futures)]))


def _kept(judged: Judged, futures: Futures, finish: Floats, cost: Floats) -> Bools:
    if judged.last is not None:
        return futures.by(finish, judged.last)
    return futures.within(cost, float(judged.most or 0))


def _of_activities(judged: Sequence[Judged], futures: Futures) -> list[Bools]:
    """What single activities committed to, in the same futures: played again with each activity a group of its own.

    The cost of a risk is its owner's, not that of an activity.
    """
    if not judged:
        return []
    from trueup.stats.network.simulate import simulate

    given, compiled = futures.uncertain.experiment, futures.uncertain.compiled
    names = list(dict.fromkeys(each.of for each in judged))
    group = np.full(given.network.n, -1, dtype=np.int64)
    group[[compiled.index[name] for name in names]] = np.arange(len(names))
    fixed, _ = costs_of(compiled, group, len(names))
    nobodys = replace(given.happenings, group=np.full(len(given.happenings.cost), -1, dtype=np.int64))
    alone = replace(given, group=group, groups=len(names), fixed_cost=fixed, happenings=nobodys)
    played = simulate(alone, seed=futures.simulated.seed, iterations=futures.simulated.iterations)
    rows = {name: at for at, name in enumerate(names)}
    return [
        _kept(each, futures, played.finish_by_group[rows[each.of]], played.cost_by_group[rows[each.of]])
        for each in judged
    ]
