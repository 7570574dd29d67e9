"""How far a promise is kept: (actual - baseline) / (target - baseline), 1 when the target is reached."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from trueup.agreements.path import Path
from trueup.agreements.promise import ONE_DAY, Promise
from trueup.agreements.words import quantity
from trueup.kpis.series import Series
from trueup.vocabulary import Direction, InputError, Period, said

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Attainment:
    """`value` 1 means target reached; None with the reason where it has no meaning.

    `missed_by` is the distance from the range of a KPI to maintain, in its unit; None for the other directions.
    """

    value: float | None
    reason: str | None = None
    missed_by: float | None = None


def attainment(actual: Decimal | Fraction, baseline: Decimal | Fraction, target: Decimal | Fraction) -> Fraction:
    """(actual - baseline) / (target - baseline): safe for either direction, because both signs turn together.

    InputError where target and baseline are equal: then nothing was promised.
    """
    if target == baseline:
        raise InputError(
            f"target and baseline are both {target}", do="agree on a target that differs from the baseline"
        )
    return (Fraction(actual) - Fraction(baseline)) / (Fraction(target) - Fraction(baseline))


def attained(promise: Promise, actual: Decimal | None) -> Attainment:
    """Attainment of one actual (for a cumulative objective see `attained_sum`)."""
    if actual is None:
        return Attainment(None, said("no actual yet"))
    if promise.direction is Direction.maintain:
        return _attained_range(promise, actual)
    if promise.baseline is None:
        return Attainment(None, said("no baseline is agreed"))
    if promise.worsens:
        return Attainment(None, said("the target lets the KPI get worse than its baseline: an agreed disbenefit"))
    if promise.target == promise.baseline:
        return Attainment(None, said("target and baseline are equal: nothing was promised"))
    return Attainment(float(attainment(actual, promise.baseline, promise.target)))


def _attained_range(promise: Promise, actual: Decimal) -> Attainment:
    """1 inside the range; outside it, the part of the baseline's own distance that is made up."""
    missed = promise.distance(actual)
    if not missed:
        return Attainment(1.0, missed_by=0.0)
    reason = said("the range is missed by {distance}", distance=quantity(missed, promise.unit))
    start = Decimal(0) if promise.baseline is None else promise.distance(promise.baseline)
    return Attainment(float(1 - Fraction(missed) / Fraction(start)) if start else None, reason, float(missed))


def attained_sum(promise: Promise, total: Fraction, share: Fraction, periods: Fraction) -> Attainment:
    """Attainment of a running sum: what was added to the baseline's own sum, of what was promised to be added.

    `share` of the time from `from` to due has passed, which holds `periods` periods of the KPI in all; at due this is
    (sum - baseline x periods) / (target - baseline x periods).
    """
    if promise.baseline is None:
        return Attainment(None, said("no baseline is agreed"))
    usual = Fraction(promise.baseline) * periods
    if Fraction(promise.target) == usual:
        return Attainment(None, said("target and baseline are equal: nothing was promised"))
    return Attainment(float((total - usual * share) / (Fraction(promise.target) - usual)))


def against_path(
    promise: Promise, path: Path | None, actual: Decimal | Fraction | None, period: Period | None
) -> Attainment:
    """Attainment against what was promised for the period of the actual itself: a late report is not held back."""
    if actual is None or period is None:
        return Attainment(None, said("no actual yet"))
    if path is None or promise.baseline is None:
        return Attainment(None, said("no path is promised: there is no baseline to start from"))
    promised = promised_for(promise, path, period)
    origin = Fraction(0) if promise.objective.type == "cumulative" else Fraction(promise.baseline)
    if promised == origin:
        return Attainment(None, said("nothing is promised yet for this period"))
    return Attainment(float(attainment(actual, origin, promised)))


def promised_for(promise: Promise, path: Path, period: Period) -> Fraction:
    """The mean promise over a period; for a cumulative objective the running sum at its end."""
    if promise.objective.type != "cumulative":
        return path.mean(period.start, period.end)
    return path.on(period.end)


def baseline_note(promise: Promise) -> str | None:
    """The note that a target inside the baseline's 95 % interval cannot be told from noise."""
    baseline = promise.objective.baseline
    if baseline is None or baseline.stderr is None or promise.direction is Direction.maintain:
        return None
    reach = Z95 * float(baseline.stderr)
    if abs(float(promise.target - baseline.actual)) > reach:
        return None
    return said(
        "the target is not distinguishable from noise: the baseline is {baseline} ± {error} (95 %)",
        baseline=quantity(baseline.actual, promise.unit),
        error=quantity(reach, promise.unit),
    )


def elapsed(promise: Promise, last: Period) -> tuple[Fraction, Fraction]:
    """For a cumulative objective: the share of its time that `last` closes, and the periods that it holds in all."""
    if promise.due is None or promise.due < promise.start:
        return Fraction(1), Fraction(1)
    whole = Period(promise.start, promise.due + ONE_DAY)
    passed = (min(last.end, whole.end) - whole.start).days
    periods = promise.kpi.grain.periods(whole, promise.fiscal_year_start)
    count = sum((period.share(whole) for period in periods), Fraction(0))
    return Fraction(max(0, passed), whole.days), count


def latest(series: Series) -> tuple[Decimal, Period] | None:
    """The last actual and its period, or None."""
    if not len(series):
        return None
    return Decimal(repr(float(series.value[-1]))), series.period(len(series) - 1)
