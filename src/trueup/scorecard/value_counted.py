"""What the objectives of an agreement were worth in a settlement period, as its terms count them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from trueup.agreements.amounts import Sum
from trueup.agreements.calendar import day_number
from trueup.agreements.path import path_of
from trueup.agreements.promise import Promise
from trueup.agreements.terms import Pricing
from trueup.agreements.value import measurable, missing_periods, potentials, realised, value_end
from trueup.agreements.words import evidence
from trueup.scorecard.values import Values
from trueup.value.settlement import Counted
from trueup.value.settling import Due
from trueup.vocabulary import Grade, Period, Said, said


def counted_of(values: Values, due: Due) -> tuple[Counted, ...]:
    """Each objective that has a worth, in the order of the agreement, at the grade and end of the interval agreed."""
    priced = [each for each in terms_promises(values, due) if each.objective.value is not None]
    return tuple(_counted(values, promise, due) for promise in priced)


def terms_promises(values: Values, due: Due) -> tuple[Promise, ...]:
    """The objectives by whose terms a period is settled, with what has happened since: go-live is no promise."""
    current = values.agreement(due.agreement.id)
    agreement = due.agreement.model_copy(update={"go_live": current.go_live})
    return values.promises(agreement)


def grade_of(pricing: Pricing, promise: Promise) -> Grade:
    """The grade at which an objective settles: what the pricing says, else its own rule of evidence."""
    return promise.objective.evidence if pricing.grade is None else pricing.grade


def _counted(values: Values, promise: Promise, due: Due) -> Counted:
    grade, period = grade_of(due.pricing, promise), due.period
    if not measurable(promise):
        lacks = said("{title}: no baseline is agreed, so its worth cannot be computed", title=promise.title)
        return _nothing(promise, grade, lacks)
    found = _sum(values, promise, period, grade)
    low, high = _sides(found, due.pricing)
    return Counted(
        objective=promise.id,
        title=promise.title,
        basis="realised",
        grade=grade,
        promised=promised_in(promise, period),
        low=low,
        high=high,
        words=found.note(),
        lacks=_lacking(values, promise, period, grade),
    )


def _nothing(promise: Promise, grade: Grade, lacks: Said) -> Counted:
    zero = Fraction(0)
    return Counted(promise.id, promise.title, "realised", grade, zero, zero, zero, lacks, (lacks,))


def _sum(values: Values, promise: Promise, period: Period, grade: Grade) -> Sum:
    """The realised value of the days of a period, over the evidence of at least a grade."""
    inside = replace(promise, start=max(promise.start, period.start))
    return realised(inside, values.series_of(promise, grade=grade), period.end).at_grade[grade]


def _sides(found: Sum, pricing: Pricing) -> tuple[Fraction, Fraction]:
    """The figure that is shared, on the lower and on the higher side of open disputes."""
    if pricing.use == "expected":
        return found.low, found.high
    error = found.low - found.low_end
    return found.low - error, found.high - error


def promised_in(promise: Promise, period: Period) -> Fraction:
    """Worth of the promised path over the days of a period, exact."""
    end = min(value_end(promise, period.end), period.end)
    until_end, until_start = potentials(promise, path_of(promise), (end, min(period.start, end)))
    return until_end - until_start


def _lacking(values: Values, promise: Promise, period: Period, grade: Grade) -> tuple[Said, ...]:
    """Each period of the KPI that is not yet at the grade, with what it waits for."""
    stop = min(value_end(promise, period.end), period.end)
    start = max(promise.start, period.start)
    if stop <= start:
        return ()
    graded = values.series_of(promise, grade=grade)
    found = missing_periods(promise, graded, day_number(start), day_number(stop))
    known = values.series_of(promise, grade=Grade.reported)
    unknown = {each for each, _ in missing_periods(promise, known, day_number(start), day_number(stop))}
    return tuple(_waits(promise, each, Grade.reported if each in unknown else grade) for each, _ in found)


def _waits(promise: Promise, period: Period, grade: Grade) -> Said:
    return said("{title}, {period}: waits for {what}", title=promise.title, period=period, what=evidence(grade))
