"""The simulated futures of a plan from its status date on: when it finishes, what it costs, who and what drives it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from trueup.delivery.axis import Axis
from trueup.delivery.documents import Plan, Planned
from trueup.delivery.futures import CENT, MOMENT, Futures, probability
from trueup.delivery.network import PlanNetwork
from trueup.delivery.pace import HELD, PACE, paced, spread_of
from trueup.delivery.results import Bin, Paced, Probability, Quantiles, Sensitivity, Simulation, Spread
from trueup.delivery.slip import slip_of
from trueup.delivery.uncertainty import Uncertain, uncertain
from trueup.stats.arrays import Bools, Floats
from trueup.stats.network.indices import Indices
from trueup.stats.network.simulate import Ask, simulate
from trueup.stats.network.simulate import Futures as Simulated
from trueup.vocabulary import Figure, Money, said

MOST_BINS = 36
DIGITS = 6
"""Decimals of indices: far below their Monte Carlo error, and the same on every machine."""


def simulate_plan(
    compiled: PlanNetwork,
    *,
    seed: int,
    currency: str,
    iterations: int | None = None,
    baseline: Mapping[str, Planned] | None = None,
    met: Ask | None = None,
    streams: Mapping[str, int] | None = None,
) -> tuple[Simulation, Futures]:
    """Play the rest of a plan; the same seed gives the same bytes. Probabilities, days and amounts as in Simulation.

    `iterations` None plays until the estimates stand still (stats/network/converge.py). With a `baseline`, says how
    much of the slip each party's portion explains (slip.py). `met` says in which futures the whole is met, given when
    it is over (elapsed days) and what it costs; by default `commitment_met`. `streams`: see uncertainty.py.
    """
    plan = compiled.plan
    given = uncertain(compiled, streams)
    asks = _asks(plan, compiled.axis, met, costs=given.costs)
    found = simulate(given.experiment, seed=seed, iterations=iterations, asks=asks)
    slip = None if baseline is None else slip_of(given, found, baseline)
    return Simulation(
        iterations=found.iterations,
        converged=found.converged,
        seed=seed,
        distributions=given.distributions,
        correlation=_correlation(plan),
        finish=_days(found.finish, compiled.axis),
        finish_bins=finish_bins(found.finish),
        cost=_spread(found.cost, currency) if given.costs else None,
        cost_bins=cost_bins(found.cost) if given.costs else (),
        on_time=_chance(found.holds, "on_time"),
        in_budget=_chance(found.holds, "in_budget"),
        both=_chance(found.holds, "both"),
        met=_chance(found.holds, "met"),
        sensitivity=_sensitivities(given, found.indices),
        slip=None if slip is None else slip.days,
        shares=() if slip is None else slip.shares,
        paced=_paced(found, asks, compiled),
    ), Futures(given, found)


def _paced(found: Simulated, asks: Mapping[str, Ask], compiled: PlanNetwork) -> Paced:
    """The same futures, and what is asked of them, at the pace of real projects."""
    resume = compiled.network.resume
    finish = paced(found.finish, resume, found.seed)
    holds = {name: ask(finish, found.cost) for name, ask in asks.items()}
    return Paced(
        finish=_days(finish, compiled.axis),
        on_time=_chance(holds, "on_time"),
        both=_chance(holds, "both"),
        met=_chance(holds, "met"),
        spread=round(spread_of(found.finish, resume), DIGITS),
        words=PACE,
        held=HELD,
    )


def commitment_met(plan: Plan, axis: Axis) -> Ask | None:
    """Met: each promise that may not be missed is kept, each other within the tolerance; None: nothing is promised.

    The tolerance of the finish is a share of the calendar days from the plan's start to the promised end.
    """
    promised, asks = plan.commitment, list[Ask]()
    if promised.finish is not None:
        days = axis.end_of(promised.finish)
        latest = days * _allowed(plan, "finish") + MOMENT
        asks.append(lambda finish, _: finish <= latest)
    if promised.budget is not None:
        most = float(promised.budget) * _allowed(plan, "budget") + CENT
        asks.append(lambda _, cost: cost <= most)
    return _all(asks) if asks else None


def _allowed(plan: Plan, what: str) -> float:
    return 1.0 if what in plan.commitment.must else 1.0 + float(plan.commitment.tolerance)


def _all(asks: list[Ask]) -> Ask:
    return lambda finish, cost: np.logical_and.reduce([ask(finish, cost) for ask in asks])


def _asks(plan: Plan, axis: Axis, met: Ask | None, *, costs: bool) -> dict[str, Ask]:
    """What is asked of each future, as far as it was promised."""
    promised, asks = plan.commitment, dict[str, Ask]()
    if promised.finish is not None:
        end = axis.end_of(promised.finish) + MOMENT
        asks["on_time"] = lambda finish, _: finish <= end
    if promised.budget is not None and costs:
        budget = float(promised.budget) + CENT
        asks["in_budget"] = lambda _, cost: cost <= budget
    if len(asks) == 2:
        asks["both"] = _all(list(asks.values()))
    whole = met or commitment_met(plan, axis)
    return asks if whole is None else {**asks, "met": whole}


def _chance(holds: Mapping[str, Bools], name: str) -> Probability | None:
    return probability(holds[name]) if name in holds else None


def _correlation(plan: Plan) -> str:
    """How durations move together, in words."""
    party, overall = plan.correlation.party, plan.correlation.overall
    if not party:
        return said("durations are independent of each other, but for the risks they share")
    return said(
        "rank correlation {party} between activities of one party, {overall} between any others (Gaussian copula)",
        party=Figure(party),
        overall=Figure(overall),
    )


def _days(finish: Floats, axis: Axis) -> Quantiles:
    points = np.quantile(finish, (0.05, 0.2, 0.5, 0.8, 0.95), method="inverted_cdf")
    p05, p20, p50, p80, p95 = (axis.day_of_finish(float(each)) for each in points)
    mean = axis.day_of_finish(float(finish.mean()))
    return Quantiles(mean=mean, p05=p05, p20=p20, p50=p50, p80=p80, p95=p95)


def _spread(cost: Floats, currency: str) -> Spread:
    points = np.quantile(cost, (0.05, 0.5, 0.8, 0.95), method="inverted_cdf")
    mean, p05, p50, p80, p95 = (amount(float(each), currency) for each in (cost.mean(), *points))
    return Spread(mean=mean, p05=p05, p50=p50, p80=p80, p95=p95)


def amount(value: float, currency: str) -> Decimal:
    """A simulated amount in the minor unit of the currency."""
    return Money(Decimal(repr(value)), currency).rounded().amount


def finish_bins(finish: Floats) -> tuple[Bin, ...]:
    """At most 36 bars of whole days, each without its low and with its high edge: the end of its last day."""
    low = max(math.ceil(float(finish.min()) - MOMENT) - 1, 0)
    days = max(math.ceil(float(finish.max()) - MOMENT) - low, 1)
    width = math.ceil(days / MOST_BINS)
    edges = low + width * np.arange(math.ceil(days / width) + 1, dtype=np.float64)
    return _bins(finish, edges)


def cost_bins(cost: Floats) -> tuple[Bin, ...]:
    """36 bars of equal width, or one where all futures cost the same."""
    low, high = float(cost.min()), float(cost.max())
    count = MOST_BINS if high - low > CENT else 1
    return _bins(cost, np.linspace(low, high if count > 1 else low + 1, count + 1))


def _bins(values: Floats, edges: Floats) -> tuple[Bin, ...]:
    at = np.clip(np.searchsorted(edges, values - MOMENT, side="left") - 1, 0, len(edges) - 2)
    shares = np.bincount(at, minlength=len(edges) - 1) / len(values)
    return tuple(
        Bin(low=round(float(low), DIGITS), high=round(float(high), DIGITS), share=round(float(share), DIGITS))
        for low, high, share in zip(edges[:-1], edges[1:], shares, strict=True)
    )


def _sensitivities(given: Uncertain, indices: Indices) -> tuple[Sensitivity, ...]:
    left = np.flatnonzero(~given.compiled.network.done)
    order = sorted(
        left.tolist(), key=lambda at: (-float(indices.criticality[at]), -_or_zero(float(indices.sensitivity[at])), at)
    )
    return tuple(_sensitivity(given.compiled.ids[at], indices, at) for at in order)


def _sensitivity(activity: str, indices: Indices, at: int) -> Sensitivity:
    return Sensitivity(
        activity=activity,
        ci=round(float(indices.criticality[at]), DIGITS),
        cri=_known(indices.cruciality[at]),
        cri_rank=_known(indices.cruciality_rank[at]),
        si=_known(indices.significance[at]),
        ssi=_known(indices.sensitivity[at]),
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), DIGITS)


def _or_zero(value: float) -> float:
    return 0.0 if math.isnan(value) else float(value)
