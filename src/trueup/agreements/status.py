"""The status of an objective, with reasons that a sponsor understands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

import numpy as np

from trueup.agreements import words
from trueup.agreements.attainment import promised_for
from trueup.agreements.errors import standard_errors
from trueup.agreements.outlook import Outlook
from trueup.agreements.path import Path
from trueup.agreements.promise import ONE_DAY, Promise
from trueup.agreements.reached import Outcome, actual_at, outcome, passed
from trueup.agreements.results import Status
from trueup.agreements.running import running_sum
from trueup.kpis.series import Series
from trueup.vocabulary import Direction, Grade, Period

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


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an objective stands.

    `probability` of being hit: 1 when met, 0 when missed, None without a forecast. `period` is that of the actual it
    rests on. `contested`: an open dispute decides between met and missed. `would_change` says what would change it.
    """

    status: Status
    reasons: tuple[str, ...]
    probability: float | None
    would_change: str
    period: Period | None = None
    contested: bool = False


def standing(
    promise: Promise, path: Path | None, series: Series, outlook: Outlook | None, as_of: dt.date, limits: Thresholds
) -> Standing:
    """Judge one objective on the actuals given (all, or those of a grade): docs/explanation/methods/verdict.md.

    `as_of` is the beginning of that day; `outlook` comes from the same actuals, None where none was computed.
    """
    found = _decided(promise, series, as_of)
    if found is None:
        found = _by_chance(promise, path, series, outlook, limits)
    return _with_dispute(promise, series, as_of, found) if series.disputed.any() else found


def not_yet(promise: Promise, grade: Grade, everything: Standing) -> Standing:
    """Where an objective stands at a grade that its evidence has not reached: open, whatever all the evidence says."""
    when = f" for {words.label(everything.period)}" if everything.period is not None else ""
    now = everything.status.replace("_", " ")
    said = f"not yet at grade {grade}; on all evidence it is {now}: {everything.reasons[0]}"
    return Standing("unmeasured", (said,), None, f"{words.evidence(grade)} of {promise.title}{when}", everything.period)


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
    said = f"{result.said} against {target_words(promise)}{_when(promise)}{_support(promise, series, result.index)}"
    return Standing("met", (said,), 1.0, _correction(promise, series, result.index), _period(series, result.index))


def _missed(promise: Promise, series: Series, result: Outcome) -> Standing:
    said = f"{result.said}, not {target_words(promise)}{_when(promise)}{_support(promise, series, result.index)}"
    return Standing("missed", (said,), 0.0, _correction(promise, series, result.index), _period(series, result.index))


def _unmeasured(promise: Promise, series: Series, as_of: dt.date) -> Standing | None:
    """No actual ever, or none for the last two whole periods before the moment (or before the end of the due day)."""
    if not len(series):
        wanted = promise.decided_by(min(promise.start, promise.due or promise.start))
        return _without(promise, "no actual is known", words.label(wanted))
    last = series.period(len(series) - 1)
    moment = as_of if promise.due is None else min(as_of, promise.due + ONE_DAY)
    first = promise.decided_by(last.end)
    second = promise.decided_by(first.end)
    if second.end > moment:
        return None
    known = actual_at(series, len(series) - 1, promise.unit)
    said = f"no actual for two {promise.kpi.grain}s or more: the last is {known}"
    return _without(promise, said, words.label(promise.decided_by(moment - ONE_DAY)))


def _without(promise: Promise, said: str, wanted: str) -> Standing:
    return Standing("unmeasured", (said,), None, f"an actual of {promise.title} for {wanted}")


def _unknown(promise: Promise, result: Outcome) -> Standing:
    assert promise.due is not None, "the due date has passed"
    return _without(promise, result.said, words.label(promise.decided_by(promise.due)))


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
    now = f"now {actual_at(series, len(series) - 1, promise.unit)}{_support(promise, series, len(series) - 1)}"
    return Standing(
        status, (_forecast(promise, outlook), now), chance, _wanted(promise), _period(series, len(series) - 1)
    )


def _forecast(promise: Promise, outlook: Outlook) -> str:
    error = f" ± {words.number(Z95 * outlook.p_hit_se)}" if outlook.p_hit_se else ""
    said = f"P(hit) is {words.chance(outlook.p_hit or 0.0)}{error} for {target_words(promise)}{_when(promise)}"
    forecast = outlook.forecast
    if forecast is None:
        return said
    fan = f"{words.number(forecast.low)} to {words.quantity(forecast.high, promise.unit)}"
    return f"{said}; forecast {words.number(forecast.expected)} ({fan}) at {forecast.at} by {forecast.method}"


def _by_path(promise: Promise, path: Path | None, series: Series, outlook: Outlook | None) -> Standing:
    index = len(series) - 1
    period, status = series.period(index), on_path(promise, path, series)
    said = f"{_against_path(promise, path, series)}; {_no_forecast(promise, outlook)}"
    return Standing(status, (said,), None, _wanted(promise), period)


def _no_forecast(promise: Promise, outlook: Outlook | None) -> str:
    if promise.due is None:
        return "no due date is agreed: judged by the latest actual"
    if outlook is None or outlook.needs is None:
        return "no forecast yet: judged by the promised path"
    return f"no forecast yet: needs {words.counted(outlook.needs, 'more period')}"


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
    said = (
        f"{words.quantity(figure, promise.unit)} in {words.label(period)}{_support(promise, series, len(series) - 1)}"
    )
    if path is None:
        return f"{said}; the target is {target_words(promise)}{_when(promise)}"
    return f"{said}; promised for then: {words.quantity(promised_for(promise, path, period), promise.unit)}"


def _with_dispute(promise: Promise, series: Series, as_of: dt.date, found: Standing) -> Standing:
    """Judge by each side's figure and show the hull: nothing averages a dispute away."""
    sides = [replace(series, value=side, low=side, high=side) for side in (series.low, series.high)]
    outcomes = {side.status if side else "open" for side in (_decided(promise, each, as_of) for each in sides)}
    index = int(np.flatnonzero(series.disputed)[0])
    low, high = float(series.low[index]), words.quantity(float(series.high[index]), promise.unit)
    said = f"an open dispute leaves {words.label(series.period(index))} between {words.number(low)} and {high}"
    if len(outcomes) == 1:
        return replace(found, reasons=(*found.reasons, f"{said}; either figure gives the same status"))
    reasons = (f"{said}: {' or '.join(sorted(outcomes))}, by whose figure is right", *found.reasons)
    answer = f"an answer to the dispute about {promise.title} in {words.label(series.period(index))}"
    return replace(found, reasons=reasons, contested=True, would_change=answer)


def target_words(promise: Promise) -> str:
    """The target with its tolerance: "at most 5 days (tolerance 0.5)"."""
    low, high = (None if bound is None else Fraction(bound) for bound in (promise.low, promise.high))
    slack = promise.objective.tolerance
    return words.between(low, high, promise.unit) + (f" (tolerance {words.number(slack)})" if slack else "")


def _when(promise: Promise) -> str:
    if promise.due is None:
        return ""
    return f" {'on' if promise.objective.type == 'at' else 'by'} {promise.due}"


def _support(promise: Promise, series: Series, index: int | None) -> str:
    """What stands behind an actual: its interval, n and grade."""
    if index is None:
        return ""
    known = [str(Grade(int(series.grade[index])))]
    if np.isfinite(series.n[index]):
        known.insert(0, f"n = {int(series.n[index]):,}")
    error = float(standard_errors(promise, series)[index])
    if np.isfinite(error):
        known.insert(0, f"± {words.number(Z95 * error)}")
    return f" ({', '.join(known)})"


def _period(series: Series, index: int | None) -> Period | None:
    return None if index is None else series.period(index)


def _correction(promise: Promise, series: Series, index: int | None) -> str:
    about = f" for {words.label(series.period(index))}" if index is not None else ""
    return f"a correction of {promise.title}{about}"


def _wanted(promise: Promise) -> str:
    if promise.due is None:
        return f"{promise.title} of {target_words(promise)}"
    when = words.label(promise.decided_by(promise.due))
    return f"{promise.title} of {target_words(promise)} {'in' if promise.objective.type == 'at' else 'by'} {when}"
