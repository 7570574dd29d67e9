"""What was really issued: results of agreements that were kept as they were computed, on a server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from trueup.agreements.promise import ONE_DAY, Promise
from trueup.agreements.results import AgreementResult, Fan, ObjectiveResult
from trueup.kpis.series import Series
from trueup.scorecard.calibration.actuals import actual_of, hit_of
from trueup.scorecard.calibration.replay import STEPS, subject_of
from trueup.scorecard.calibration.sight import Sight
from trueup.value.calibration.issued import TRUEUP, Issued, Told
from trueup.vocabulary import Period, said

FAN = (0.05, 0.2, 0.5, 0.8, 0.95)
"""The quantiles of a published fan."""
Results = Iterable[tuple[dt.date, AgreementResult]]


def issued(sight: Sight, results: Results) -> Iterator[Told]:
    """P(hit) and the forecasts of each result that was kept, with the day that it was as of."""
    for day, result in results:
        if result.id not in sight.values.known:
            continue
        promises = _promises(sight, result)
        for each in result.objectives:
            promise = promises.get(each.id)
            if promise is not None and promise.due is not None and each.status not in ("met", "missed"):
                yield from _told(sight, day, result, each, promise)


def _promises(sight: Sight, result: AgreementResult) -> dict[str, Promise]:
    """The objectives of the version that was judged; none where that version is not known any more."""
    versions = [each for each in sight.values.versions(result.id) if each.version == result.version]
    return {each.id: each for each in sight.values.promises(versions[0])} if versions else {}


def _told(
    sight: Sight, day: dt.date, result: AgreementResult, each: ObjectiveResult, promise: Promise
) -> Iterator[Told]:
    series = sight.values.series_of(promise)
    if each.p_hit is not None:
        yield _chance(day, result, each, promise), hit_of(promise, series, sight.as_of)
    if each.forecast is not None:
        for ahead, step in enumerate(each.forecast.fan[:STEPS], start=1):
            period = Period.parse(str(step.period)) if isinstance(step.period, str) else step.period
            yield _step(day, result, each, promise, step, period, ahead, series), actual_of(series, period)


def _chance(day: dt.date, result: AgreementResult, each: ObjectiveResult, promise: Promise) -> Issued:
    assert promise.due is not None, "callers check that it is due"
    return Issued(
        kind="p_hit",
        who=TRUEUP,
        method=_method(each),
        subject=subject_of(promise, [(result.id, result.providers)], f"{result.id}/{promise.id}"),
        issued_on=day,
        for_date=promise.due,
        basis="issued",
        probability=each.p_hit,
    )


def _step(
    day: dt.date,
    result: AgreementResult,
    each: ObjectiveResult,
    promise: Promise,
    step: Fan,
    period: Period,
    ahead: int,
    series: Series,
) -> Issued:
    values = (step.p05, step.p20, step.p50, step.p80, step.p95)
    return Issued(
        kind="forecast",
        who=TRUEUP,
        method=_method(each),
        subject=subject_of(promise, [(result.id, result.providers)], f"{promise.objective.kpi} {period.label}"),
        issued_on=day,
        for_date=period.end - ONE_DAY,
        basis="issued",
        quantiles=tuple(zip(FAN, values, strict=True)),
        naive=each.latest.actual if each.latest is not None else None,
        steps=ahead,
    )


def _method(each: ObjectiveResult) -> str:
    return each.forecast.method if each.forecast is not None else said("promised path")


def unlike(told: Iterable[Told], kept: Iterable[Told]) -> Iterator[Told]:
    """What is replayed, but for what was really issued about the same thing in the same month."""
    there = {_key(one) for one, _ in kept}
    return (each for each in told if _key(each[0]) not in there)


def _key(each: Issued) -> tuple[object, ...]:
    """Replayed as of the first of a month is what was known at the end of the month before."""
    said = each.issued_on if each.basis == "issued" else each.issued_on - ONE_DAY
    about = each.subject
    return each.kind, about.cluster, about.label, each.for_date, said.year, said.month
