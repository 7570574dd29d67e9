"""What parties signed: the target of each objective, and the steps of its path where they were agreed.

A target counts as one promise of "the whole improvement, from the baseline to the target": what came is the attainment
at its due day. Every version is a promise of its own, so a weakened target does not hide the first. Ranges to keep, and
objectives without a baseline, promise no improvement of so and so much, and are judged by P(hit) alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from trueup.agreements.attainment import against_path
from trueup.agreements.documents import Agreement
from trueup.agreements.objective import attainment_now
from trueup.agreements.path import path_of
from trueup.agreements.promise import ONE_DAY, Promise
from trueup.agreements.reached import decisive, outcome
from trueup.kpis.series import Series
from trueup.scorecard.calibration.actuals import actual_of, hit_of
from trueup.scorecard.calibration.sight import Sight
from trueup.value.calibration.issued import Came, Issued, Subject, Told
from trueup.vocabulary import Direction, day_of, said

METHOD = said("target as signed")
STEP = said("step of the path as signed")


def promised(sight: Sight) -> Iterator[Told]:
    """Every target of every version of every agreement, and every step of a path."""
    values, zone = sight.values, sight.values.book.definition.zone
    for name in values.known:
        told: set[object] = set()
        for version in values.versions(name):
            on = signed_on(version, zone)
            for promise in values.promises(version):
                if _promises_something(promise) and (promise.id, promise.target, promise.due) not in told:
                    told.add((promise.id, promise.target, promise.due))
                    series = values.series_of(promise)
                    yield _target(promise, version, on), _came(promise, series, sight.as_of)
                    yield from _steps(promise, version, on, series, sight.as_of)


def _promises_something(promise: Promise) -> bool:
    return (
        promise.due is not None
        and promise.direction is not Direction.maintain
        and promise.baseline is not None
        and promise.target != promise.baseline
    )


def signed_on(version: Agreement, zone: dt.tzinfo) -> dt.date:
    """When a version was agreed; without the moment, when it takes effect."""
    return version.effective if version.agreed_at is None else day_of(version.agreed_at, zone)


def who(version: Agreement, promise: Promise) -> tuple[str, ...]:
    """Who answers for it: the accountable parties, else the providers."""
    return tuple(promise.objective.accountable or version.providers)


def _target(promise: Promise, version: Agreement, on: dt.date) -> Issued:
    assert promise.due is not None, "callers check that it is due"
    return _issued(promise, version, on, promise.due, METHOD, f"{version.id}/{promise.id}@{version.version}")


def _issued(promise: Promise, version: Agreement, on: dt.date, day: dt.date, method: str, label: str) -> Issued:
    return Issued(
        kind="promise",
        who=" + ".join(who(version, promise)),
        parties=who(version, promise),
        method=method,
        subject=Subject(
            cluster=version.id,
            label=label,
            agreements=(version.id,),
            kpi=promise.objective.kpi,
            unit=said("share of the promised improvement"),
            providers=tuple(version.providers),
        ),
        issued_on=on,
        for_date=day,
        basis="signed",
        point=1.0,
    )


def _came(promise: Promise, series: Series, as_of: dt.date) -> Came | None:
    """The attainment by which the target was judged; None while it is open."""
    hit = hit_of(promise, series, as_of)
    if hit is None:
        return None
    upto = _upto_decision(promise, series, as_of)
    reached = attainment_now(promise, upto, as_of).value
    if reached is None:
        return None
    return Came(max(reached, 1.0) if hit.value else reached, hit.on, hit.grade, hit.disputed)


def _upto_decision(promise: Promise, series: Series, as_of: dt.date) -> Series:
    """The actuals up to the one that decides: what came later is another story."""
    found = outcome(promise, series, as_of)
    index = found.index if found.index is not None else decisive(promise, series)
    return series if index is None else series.where(series.start <= series.start[index])


def _steps(promise: Promise, version: Agreement, on: dt.date, series: Series, as_of: dt.date) -> Iterator[Told]:
    """The steps of an agreed path, short of the target itself."""
    path = path_of(promise)
    if path is None or promise.objective.type not in ("at", "by", "sustained"):
        return
    for day, _ in path.vertices():
        if promise.due is None or not promise.start < day < promise.due:
            continue
        period = promise.decided_by(day)
        actual = actual_of(series, period)
        label = f"{version.id}/{promise.id}@{version.version} {day}"
        issued = _issued(promise, version, on, period.end - ONE_DAY, STEP, label)
        share = None if actual is None else against_path(promise, path, _exact(actual.value), period).value
        came = None if actual is None or share is None else Came(share, actual.on, actual.grade, actual.disputed)
        yield issued, came


def _exact(value: float) -> Decimal:
    return Decimal(repr(value))
