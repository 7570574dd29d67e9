"""What Trueup would have issued at the end of each past month, by the same code, from what was known then.

Documents have versions and facts have the moment they became known, so this is exact: "replayed". Where the book held
no actual of its promises at the time (they were loaded later), it is looked at with what is known now, as of that day,
and says so: "reconstructed".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from trueup.agreements.outlook import Question
from trueup.agreements.promise import ONE_DAY, Promise, SeriesKey
from trueup.agreements.reached import outcome
from trueup.agreements.versions import first_promise
from trueup.kpis.ladder import foresee
from trueup.kpis.outlook import Outlook, Step, outlooks
from trueup.scorecard.assess import Assessment
from trueup.scorecard.calibration.actuals import actual_of, hit_of
from trueup.scorecard.calibration.months import earliest, month_ends
from trueup.scorecard.calibration.sight import Known, Sight
from trueup.scorecard.statistics import ask_of
from trueup.value.calibration.issued import TRUEUP, Issued, Subject, Told
from trueup.value.results_calibration import Basis
from trueup.vocabulary import DocumentError, Grade, Moment

QUANTILES = (0.025, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.975)
STEPS = 12
"""Periods ahead that are held against what came."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One promise of an agreement, the question it asked at a moment, and what Trueup would have said."""

    agreement: str
    providers: tuple[str, ...]
    question: Question
    outlook: Outlook


def replayed(sight: Sight) -> Iterator[Told]:
    """Forecasts of KPIs and P(hit) of every promise, at the end of every month since the first agreement."""
    days = moments(sight)
    for done, day in enumerate(days):
        sight.progress("months replayed", done, len(days))
        found, basis = _as_known(sight, day)
        yield from _told(sight, day, found, basis)
    if days:
        sight.progress("months replayed", len(days), len(days))


def moments(sight: Sight) -> tuple[dt.date, ...]:
    """The days that are looked at again."""
    values = sight.values
    begun = earliest(values.versions(name)[0].effective for name in values.known)
    if begun is None:
        return ()
    start = begun if sight.since is None else max(begun, sight.since - ONE_DAY)
    return month_ends(start, sight.as_of)


def _as_known(sight: Sight, day: dt.date) -> tuple[list[Answered], Basis]:
    """What would have been said on a day: by what was known then, else by what is known now."""
    then, known_at = _then(sight, day), sight.values.moment.known_at
    if then is not None:
        return then, "replayed"
    with sight.past(known_at) as known:
        return list(_answered(_asked(sight, known, Moment(day, known_at)))), "reconstructed"


def _then(sight: Sight, day: dt.date) -> list[Answered] | None:
    """What was said from what was known when the day began; None: no actual was, or there was no book yet."""
    midnight = dt.datetime.combine(day, dt.time(), sight.values.book.definition.zone)
    if sight.values.moment.known_at is not None and midnight > sight.values.moment.known_at:
        return None
    try:
        with sight.past(midnight) as known:
            asked = _asked(sight, known, Moment(day, midnight))
            return list(_answered(asked)) if any(len(each.series) for _, each in asked.asked) else None
    except DocumentError:
        return None


def _asked(sight: Sight, known: Known, moment: Moment) -> Assessment:
    book, snapshot = known
    return Assessment(book, snapshot, moment, Grade.reported, sight.values.seed, bare=True)


def _answered(work: Assessment) -> Iterator[Answered]:
    """The outlook of every promise that was in force, on all the evidence; what was settled by then is no forecast."""
    asked = [(name, each) for name, each in work.asked if each.promise.due is not None]
    asks = [ask_of(each) for _, each in asked]
    found = outlooks(asks, work.seed, foresee(asks), QUANTILES)
    for (name, question), outlook in zip(asked, found, strict=True):
        promise = question.promise
        settled = outcome(promise, question.series, work.moment.as_of).met is not None
        if outlook is not None and not settled and question.key[2] is Grade.reported and _in_force(work, name, promise):
            providers = work.book.agreement(name).latest.providers
            yield Answered(name, tuple(providers), question, outlook)


def _in_force(work: Assessment, agreement: str, promise: Promise) -> bool:
    """Whether the promise is of the version that was in force, and that had come into force."""
    last = max(each.version for each in work.promises[agreement])
    first = first_promise(work.book.agreement(agreement).all, work.moment)
    return promise.version == last and first.effective <= work.moment.as_of


def _told(sight: Sight, day: dt.date, found: Sequence[Answered], basis: Basis) -> Iterator[Told]:
    series = sight.values.read([each.question.promise.key for each in found])
    alike: dict[SeriesKey, list[Answered]] = {}
    for each in found:
        promise = each.question.promise
        alike.setdefault(promise.key, []).append(each)
        if each.outlook.p is not None:
            yield _chance(each, day, basis, each.outlook.p), hit_of(promise, series[promise.key], sight.as_of)
    for key, asking in alike.items():
        longest = max(asking, key=lambda each: len(each.outlook.steps))
        for ahead, step in enumerate(longest.outlook.steps[:STEPS], start=1):
            yield _step(longest, asking, day, basis, step, ahead), actual_of(series[key], step.period)


def subject_of(promise: Promise, asking: Sequence[tuple[str, tuple[str, ...]]], label: str) -> Subject:
    """What a forecast of a promise is about; `asking` are the agreements that it concerns, with their providers."""
    slice_ = promise.objective.slice
    where = f" ({slice_})" if slice_.bound else ""
    return Subject(
        cluster=f"{promise.objective.kpi}{where}",
        label=label,
        agreements=tuple(dict.fromkeys(name for name, _ in asking)),
        kpi=promise.objective.kpi,
        unit=promise.unit,
        providers=tuple(dict.fromkeys(name for _, providers in asking for name in providers)),
    )


def _chance(each: Answered, day: dt.date, basis: Basis, p: float) -> Issued:
    promise = each.question.promise
    assert promise.due is not None, "only what is due is forecast"
    return Issued(
        kind="p_hit",
        who=TRUEUP,
        method=each.outlook.method,
        subject=subject_of(promise, [(each.agreement, each.providers)], f"{each.agreement}/{promise.id}"),
        issued_on=day,
        for_date=promise.due,
        basis=basis,
        probability=p,
    )


def _step(each: Answered, asking: Sequence[Answered], day: dt.date, basis: Basis, step: Step, ahead: int) -> Issued:
    last = float(each.question.series.value[-1])
    promise, concerns = each.question.promise, [(one.agreement, one.providers) for one in asking]
    return Issued(
        kind="forecast",
        who=TRUEUP,
        method=each.outlook.method,
        subject=subject_of(promise, concerns, f"{promise.objective.kpi} {step.period.label}"),
        issued_on=day,
        for_date=step.period.end - ONE_DAY,
        basis=basis,
        quantiles=tuple(zip(QUANTILES, np.asarray(step.quantiles).tolist(), strict=True)),
        naive=last,
        steps=ahead,
    )
