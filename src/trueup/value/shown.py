"""An effect as it is published: positive where better, in the KPI's unit and in money, with everything behind it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.amounts import rounded
from trueup.agreements.promise import ONE_DAY, Promise
from trueup.agreements.results import Span
from trueup.stats.causal.effect import Effect
from trueup.value.assumptions import assumptions, fails_if, named
from trueup.value.attributed import Attributed, gained
from trueup.value.attribution import Answer, Matter
from trueup.value.comparison import Comparison
from trueup.value.results_attribution import Before, EffectIn, Found, WeightOf
from trueup.vocabulary import Grade, Period

Floats = NDArray[np.float64]


def found_of(matter: Matter, answer: Answer, currency: str, grade: Grade) -> Found:
    """What one declaration finds."""
    method = answer.declaration.said.method
    compared = answer.comparison
    controls = named(compared) if compared is not None else [str(each) for each in answer.declaration.said.controls]
    plain = Found(
        method=method,
        causal=answer.declaration.said.agreed,
        since=answer.declaration.since,
        insufficient=answer.lacks,
        fails_if=fails_if(method, controls),
        n_before=compared.n_pre if compared else 0,
        n_after=compared.n_post if compared else 0,
        controls=compared.controls if compared else 0,
        left_out=answer.left_out,
    )
    if answer.effect is None or compared is None or answer.attributed is None:
        return plain
    return plain.model_copy(
        update=_figures(matter, answer, compared, answer.effect, answer.attributed, currency, grade)
    )


def _figures(
    matter: Matter,
    answer: Answer,
    compared: Comparison,
    effect: Effect,
    attributed: Attributed,
    currency: str,
    grade: Grade,
) -> dict[str, object]:
    point, draws = attributed.better()
    placebo = answer.placebo
    return {
        "average": _span(float(point.mean()), draws.mean(axis=1)),
        "total": _span(float(point.sum()), draws.sum(axis=1)),
        "percent": _percent(attributed, point, draws),
        **_money(matter, attributed, currency, grade),
        "p_placebo": effect.p_placebo,
        "placebo_in_time": None if placebo is None else placebo.words,
        "pre_rmse": effect.pre_rmse,
        "weights": tuple(_weights(compared, effect)),
        "before": tuple(_before(compared, effect)),
        "periods": tuple(_periods(matter.promise, compared, attributed)),
        "assumptions": assumptions(answer.declaration.said, compared, effect, placebo, matter.around, matter.declared),
        "grade": Grade(int(attributed.grade.min())),
        "notes": effect.notes,
    }


def to_date(matter: Matter) -> Period:
    """The days on which the objective's improvement has counted so far."""
    as_of = matter.moment.as_of
    return Period(min(matter.promise.start, as_of - ONE_DAY), as_of)


def _money(matter: Matter, attributed: Attributed, currency: str, grade: Grade) -> dict[str, object]:
    if matter.promise.objective.value is None:
        return {}
    days = to_date(matter)
    sums = {each: attributed.sum(days, each) for each in Grade}
    return {
        "money": sums[grade].range(currency),
        "at_grade": {each.name: rounded(found.expected, currency) for each, found in sums.items()},
    }


def _span(point: float, draws: Floats) -> Span:
    low, high = np.quantile(draws, (0.025, 0.975))
    return Span(low=float(low), expected=point, high=float(high))


def _percent(attributed: Attributed, point: Floats, draws: Floats) -> Span | None:
    side = attributed.sides[0]
    without = float((side.actual - side.point).mean())
    if not without:
        return None
    share = 100 / abs(without)
    return _span(float(point.mean()) * share, draws.mean(axis=1) * share)


def _weights(compared: Comparison, effect: Effect) -> Iterator[WeightOf]:
    controls = compared.units[compared.treated :]
    if len(effect.weights) != len(controls):
        return
    pairs = zip(controls, effect.weights, strict=True)
    for unit, weight in sorted(pairs, key=lambda pair: (-pair[1], str(pair[0].slice))):
        if weight > 0.0005:
            yield WeightOf(slice=unit.slice, weight=weight)


def _before(compared: Comparison, effect: Effect) -> Iterator[Before]:
    """The counterfactual before the start, where the method says what it leaves."""
    leads = effect.leads
    told = leads is not None and len(leads.point) == compared.t0 and compared.treated == 1
    for index in range(compared.t0):
        actual = float(compared.own[index])
        fitted = actual - float(leads.point[index]) if told and leads is not None else None
        yield Before(period=compared.period(index), actual=actual, fitted=fitted)


def _periods(promise: Promise, compared: Comparison, attributed: Attributed) -> Iterator[EffectIn]:
    side = attributed.sides[0]
    without = side.actual - side.draws
    low, high = np.quantile(without, (0.025, 0.975), axis=0)
    point = gained(promise, side.actual, side.point)
    worse, better = np.quantile(gained(promise, side.actual, side.draws), (0.025, 0.975), axis=0)
    for index in range(len(side.point)):
        yield EffectIn(
            period=compared.period(compared.t0 + index),
            actual=float(side.actual[index]),
            without=Span(
                low=float(low[index]), expected=float(side.actual[index] - side.point[index]), high=float(high[index])
            ),
            effect=Span(low=float(worse[index]), expected=float(point[index]), high=float(better[index])),
            grade=Grade(int(attributed.grade[index])),
        )
