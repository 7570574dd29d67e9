"""The status of an objective, with reasons that a sponsor understands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Protocol

import numpy as np

from trueup.agreements import words
from trueup.agreements.attainment import promised_for
from trueup.agreements.errors import standard_errors
from trueup.agreements.outlook import Outlook, Sides
from trueup.agreements.path import Path
from trueup.agreements.promise import ONE_DAY, Promise
from trueup.agreements.reached import Outcome, actual_at, outcome, passed
from trueup.agreements.results import Status
from trueup.agreements.running import running_sum
from trueup.kpis.series import Series
from trueup.vocabulary import Direction, Figure, Grade, Period, Said, joined, said

Z95 = 1.959963984540054


class Thresholds(Protocol):
    """Where probabilities become words: keys of the book (`trueup.book.documents.Thresholds`)."""

    @property
    def on_track(self) -> float:
        """P(hit) from which an objective is on track."""

    @property
    def off_track(self) -> float:
        """P(hit) below which an objective is off track."""

    @property
    def succeeding(self) -> float:
        """Joint probability from which an agreement is succeeding."""

    @property
    def failing(self) -> float:
        """Joint probability below which an agreement is failing."""

    @property
    def evidence(self) -> float:
        """Share of the must-haves that evidence has to cover."""


Words = tuple[tuple[str, ...], str]
"""Why an objective stands where it does, the decisive reason first, and what would change that."""


@dataclass(frozen=True)
class Standing:
    """Where an objective stands.

    `probability` of being hit: 1 when met, 0 when missed, None without a forecast. `period` is that of the actual it
    rests on. `sides`: where it stands by the lower, and by the higher figure of every open dispute. `tell` finds the
    words when they are read: at most grades of evidence nobody reads them.
    """

    status: Status
    probability: float | None
    tell: Callable[[], Words]
    period: Period | None = None
    sides: tuple[Standing, ...] = ()

    @property
    def contested(self) -> bool:
        """Whether an open dispute decides the status."""
        return len({side.status for side in self.sides}) > 1

    @property
    def between(self) -> tuple[float, float] | None:
        """The least and the greatest probability over both sides of open disputes; None without one."""
        found = [each.probability for each in (self, *self.sides) if each.probability is not None]
        return (min(found), max(found)) if self.sides and len(found) > len(self.sides) else None

    @cached_property
    def _told(self) -> Words:
        return self.tell()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it stands there, the decisive reason first."""
        return self._told[0]

    @property
    def would_change(self) -> str:
        """What would change it."""
        return self._told[1]


def standing(
    promise: Promise,
    path: Path | None,
    series: Series,
    outlook: Outlook | None,
    as_of: dt.date,
    limits: Thresholds,
    sides: Sides | None = None,
) -> Standing:
    """Judge one objective on the actuals given (all, or those of a grade): docs/explanation/methods/verdict.md.

    `as_of` is the beginning of that day; `outlook` comes from the same actuals, None where none was computed, and
    `sides` from those of both sides where a dispute is open.
    """
    found = _undisputed(promise, path, series, outlook, as_of, limits)
    if not series.disputed.any():
        return found
    by = tuple(
        _undisputed(promise, path, side, expected, as_of, limits)
        for side, expected in zip(series.sides, sides or (outlook, outlook), strict=True)
    )
    return _with_dispute(promise, series, replace(found, sides=by))


def _undisputed(
    promise: Promise, path: Path | None, series: Series, outlook: Outlook | None, as_of: dt.date, limits: Thresholds
) -> Standing:
    return _decided(promise, series, as_of) or _by_chance(promise, path, series, outlook, limits)


def not_yet(promise: Promise, grade: Grade, everything: Standing) -> Standing:
    """Where an objective stands at a grade that its evidence has not reached: open, whatever all the evidence says."""

    def tell() -> Words:
        found = said(
            "not yet at grade {grade}; on all evidence it is {status}: {reason}",
            grade=said(grade.name),
            status=words.named(everything.status),
            reason=everything.reasons[0],
        )
        return (found,), asked(promise, grade, everything.period)

    return Standing("unmeasured", None, tell, everything.period)


def asked(promise: Promise, grade: Grade, period: Period | None) -> Said:
    """The evidence that is wanted: "attestation of Claim cycle time for 2026-12"."""
    what = said("{evidence} of {title}", evidence=words.evidence(grade), title=promise.title)
    return what if period is None else said("{what} for {period}", what=what, period=period)


def _decided(promise: Promise, series: Series, as_of: dt.date) -> Standing | None:
    """Met, unmeasured or missed; None while it is open."""
    result = outcome(promise, series, as_of)
    if result.met:
        return _met(promise, series, result)
    absent = _unmeasured(promise, series, as_of)
    if absent is not None:
        return absent
    if result.met is False:
        return _missed(promise, series, result)
    return _unknown(promise, result) if passed(promise, as_of) else None


def _met(promise: Promise, series: Series, result: Outcome) -> Standing:
    def tell() -> Words:
        against = said("{actual} against {target}", actual=result.said, target=_due_target(promise))
        found = _supported(against, promise, series, result.index)
        return (found,), _correction(promise, series, result.index)

    return Standing("met", 1.0, tell, _period(series, result.index))


def _missed(promise: Promise, series: Series, result: Outcome) -> Standing:
    def tell() -> Words:
        against = said("{actual}, not {target}", actual=result.said, target=_due_target(promise))
        found = _supported(against, promise, series, result.index)
        return (found,), _correction(promise, series, result.index)

    return Standing("missed", 0.0, tell, _period(series, result.index))


def _unmeasured(promise: Promise, series: Series, as_of: dt.date) -> Standing | None:
    """No actual ever, or none for the last two whole periods before the moment (or before the end of the due day)."""
    if not len(series):
        return _without(promise, lambda: (said("no actual is known"), min(promise.start, promise.due or promise.start)))
    last = series.period(len(series) - 1)
    moment = as_of if promise.due is None else min(as_of, promise.due + ONE_DAY)
    first = promise.decided_by(last.end)
    second = promise.decided_by(first.end)
    if second.end > moment:
        return None

    def lack() -> tuple[str, dt.date]:
        found = said(
            "no actual for two {periods} or more: the last is {actual}",
            periods=words.several(promise.kpi.grain),
            actual=actual_at(series, len(series) - 1, promise.unit),
        )
        return found, moment - ONE_DAY

    return _without(promise, lack)


def _without(promise: Promise, lack: Callable[[], tuple[str, dt.date]]) -> Standing:
    """Unmeasured; `lack` says why, and for which day an actual is wanted."""

    def tell() -> Words:
        found, wanted = lack()
        return (found,), asked(promise, Grade.reported, promise.decided_by(wanted))

    return Standing("unmeasured", None, tell)


def _unknown(promise: Promise, result: Outcome) -> Standing:
    due = promise.due
    assert due is not None, "the due date has passed"
    return _without(promise, lambda: (result.said, due))


def _by_chance(
    promise: Promise, path: Path | None, series: Series, outlook: Outlook | None, limits: Thresholds
) -> Standing:
    """On track, at risk or off track: by P(hit), or by the promised path where there is no forecast."""
    if outlook is None or outlook.p_hit is None:
        return _by_path(promise, path, series, outlook)
    chance = outlook.p_hit
    status: Status = (
        "on_track" if chance >= limits.on_track else "off_track" if chance < limits.off_track else "at_risk"
    )
    last = len(series) - 1

    def tell() -> Words:
        now = said("now {actual}", actual=actual_at(series, last, promise.unit))
        return (_forecast(promise, outlook), _supported(now, promise, series, last)), _wanted(promise)

    return Standing(status, chance, tell, _period(series, last))


def _forecast(promise: Promise, outlook: Outlook) -> str:
    chance: str = words.chance(outlook.p_hit or 0.0)
    if outlook.p_hit_se:
        chance = said("{chance} ± {error}", chance=chance, error=words.number(Z95 * outlook.p_hit_se))
    found = said("P(hit) is {chance} for {target}", chance=chance, target=_due_target(promise))
    forecast = outlook.forecast
    if forecast is None:
        return found
    return said(
        "{chance}; forecast {expected} ({low} to {high}) at {day} by {method}",
        chance=found,
        expected=words.number(forecast.expected),
        low=words.number(forecast.low),
        high=words.quantity(forecast.high, promise.unit),
        day=forecast.at,
        method=forecast.method,
    )


def _by_path(promise: Promise, path: Path | None, series: Series, outlook: Outlook | None) -> Standing:
    def tell() -> Words:
        found = joined((_against_path(promise, path, series), _no_forecast(promise, outlook)), "; ")
        return (found,), _wanted(promise)

    return Standing(on_path(promise, path, series), None, tell, series.period(len(series) - 1))


def _no_forecast(promise: Promise, outlook: Outlook | None) -> str:
    if promise.due is None:
        return said("no due date is agreed: judged by the latest actual")
    if outlook is None or outlook.needs is None:
        return said("no forecast yet: judged by the promised path")
    return words.no_forecast(outlook.needs)


def on_path(promise: Promise, path: Path | None, series: Series) -> Status:
    """Status by the promised path, on the latest actual and the promise for its own period.

    At least what was promised for then (within tolerance): on track. Less, but better than the baseline: at risk. No
    better than the baseline although improvement was promised, or outside what is to be held: off track.
    """
    figure, period = _figure(promise, series)
    if promise.objective.type == "cumulative":
        return _on_running_path(promise, path, figure, period)
    if promise.reached(figure):
        return "on_track"
    if path is None or promise.baseline is None:
        return "off_track" if promise.direction is Direction.maintain or promise.due is None else "at_risk"
    promised, origin = promised_for(promise, path, period), Fraction(promise.baseline)
    side = _side(promise)
    if (figure - promised) * side >= -Fraction(promise.objective.tolerance):
        return "on_track"
    return "at_risk" if promised == origin or (figure - origin) * side > 0 else "off_track"


def _on_running_path(promise: Promise, path: Path | None, figure: Fraction, period: Period) -> Status:
    """A sum to be raised must keep up with its path; a sum to be limited is off track once it is above its limit."""
    promised = Fraction(promise.target) if path is None else promised_for(promise, path, period)
    if (figure - promised) * _side(promise) >= -Fraction(promise.objective.tolerance):
        return "on_track"
    if promise.direction is Direction.increase:
        return "at_risk" if figure > 0 else "off_track"
    return "at_risk" if promise.reached(figure) else "off_track"


def _side(promise: Promise) -> int:
    if promise.direction is not Direction.maintain:
        return promise.direction.sign
    return 1 if promise.baseline is None or promise.baseline < promise.target else -1


def _figure(promise: Promise, series: Series) -> tuple[Fraction, Period]:
    period = series.period(len(series) - 1)
    if promise.objective.type == "cumulative":
        return running_sum(promise, series, period.end).total, period
    return Fraction(Decimal(repr(float(series.value[-1])))), period


def _against_path(promise: Promise, path: Path | None, series: Series) -> str:
    figure, period = _figure(promise, series)
    actual = said("{quantity} in {period}", quantity=words.quantity(figure, promise.unit), period=period)
    found = _supported(actual, promise, series, len(series) - 1)
    if path is None:
        return said("{actual}; the target is {target}", actual=found, target=_due_target(promise))
    promised = words.quantity(promised_for(promise, path, period), promise.unit)
    return said("{actual}; promised for then: {promised}", actual=found, promised=promised)


def _with_dispute(promise: Promise, series: Series, found: Standing) -> Standing:
    """Say what an open dispute leaves open. The figure stands meanwhile; nothing averages a dispute away."""
    index = int(np.flatnonzero(series.disputed)[0])
    period = series.period(index)

    def tell() -> Words:
        open_ = said(
            "an open dispute leaves {period} between {low} and {high}",
            period=period,
            low=words.number(float(series.low[index])),
            high=words.quantity(float(series.high[index]), promise.unit),
        )
        reasons, would_change = found.tell()
        if found.contested:
            answer = said("an answer to the dispute about {title} in {period}", title=promise.title, period=period)
            return (_turning(open_, found), *reasons), answer
        same = said("{dispute}; either figure gives the same status", dispute=open_)
        return (*reasons, _with_chances(same, found)), would_change

    return replace(found, tell=tell)


def _turning(open_: str, found: Standing) -> str:
    outcomes = _either(sorted({side.status for side in found.sides}))
    turns = said("{dispute}: {outcomes}, by whose figure is right", dispute=open_, outcomes=outcomes)
    return _with_chances(turns, found)


def _with_chances(reason: str, found: Standing) -> str:
    """With what P(hit) is by either figure, where that differs and is not settled by them."""
    low, high = found.between or (0, 1)
    if low == high or (low, high) == (0, 1):
        return reason
    said_low, said_high = words.chance(low), words.chance(high)
    return said("{reason}; P(hit) is between {low} and {high}", reason=reason, low=said_low, high=said_high)


def target_words(promise: Promise) -> str:
    """The target with its tolerance: "at most 5 days (tolerance 0.5)"."""
    low, high = (None if bound is None else Fraction(bound) for bound in (promise.low, promise.high))
    limit, slack = words.between(low, high, promise.unit), promise.objective.tolerance
    return said("{limit} (tolerance {tolerance})", limit=limit, tolerance=words.number(slack)) if slack else limit


def _due_target(promise: Promise) -> str:
    """The target and when it is due."""
    target = target_words(promise)
    if promise.due is None:
        return target
    if promise.objective.type == "at":
        return said("{target} on {day}", target=target, day=promise.due)
    return said("{target} by {day}", target=target, day=promise.due)


def _either(statuses: Sequence[str]) -> str:
    """One or two statuses: which of them it is depends."""
    *first, last = map(words.named, statuses)
    return said("{first} or {last}", first=joined(first, ", "), last=last) if first else last


def _supported(found: str, promise: Promise, series: Series, index: int | None) -> str:
    """With what stands behind the actual: its interval, n and grade."""
    if index is None:
        return found
    known: list[str] = [said(Grade(int(series.grade[index])).name)]
    if np.isfinite(series.n[index]):
        known.insert(0, Figure(f"n = {int(series.n[index]):,}"))
    error = float(standard_errors(promise, series)[index])
    if np.isfinite(error):
        known.insert(0, Figure(f"± {words.number(Z95 * error)}"))
    return said("{found} ({known})", found=found, known=joined(known, ", "))


def _period(series: Series, index: int | None) -> Period | None:
    return None if index is None else series.period(index)


def _correction(promise: Promise, series: Series, index: int | None) -> str:
    what = said("a correction of {title}", title=promise.title)
    return what if index is None else said("{what} for {period}", what=what, period=series.period(index))


def _wanted(promise: Promise) -> str:
    what = said("{title} of {target}", title=promise.title, target=target_words(promise))
    if promise.due is None:
        return what
    when = promise.decided_by(promise.due)
    if promise.objective.type == "at":
        return said("{what} in {period}", what=what, period=when)
    return said("{what} by {period}", what=what, period=when)
