"""What the objectives of an agreement were worth in a settlement period, as its terms count them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Literal

from trueup.agreements.amounts import Sum
from trueup.agreements.calendar import day_number
from trueup.agreements.path import path_of
from trueup.agreements.promise import Promise
from trueup.agreements.terms import Pricing
from trueup.agreements.value import measurable, missing_periods, potentials, realised, value_end
from trueup.agreements.words import evidence
from trueup.scorecard.value_basis import Basis, basis_of, caused_in, uncovered
from trueup.scorecard.values import Values
from trueup.value.settlement import Counted
from trueup.value.settling import Due
from trueup.vocabulary import Grade, Period, Said, said

Bases = dict[str, Basis]
"""What settles each objective, by its id: finding out what was caused takes long."""


def counted_of(values: Values, due: Due, bases: Bases) -> tuple[Counted, ...]:
    """Each objective that has a worth, in the order of the agreement, at the grade and end of the interval agreed.

    `bases` keeps what settles each, for the other periods of the agreement.
    """
    priced = [each for each in terms_promises(values, due) if each.objective.value is not None]
    for promise in priced:
        if promise.id not in bases:
            bases[promise.id] = basis_of(values, due.agreement.id, promise.id)
    return tuple(_counted(values, promise, due, bases[promise.id]) for promise in priced)


def terms_promises(values: Values, due: Due) -> tuple[Promise, ...]:
    """The objectives by whose terms a period is settled, with what has happened since: go-live is no promise."""
    current = values.agreement(due.agreement.id)
    agreement = due.agreement.model_copy(update={"go_live": current.go_live})
    return values.promises(agreement)


def grade_of(pricing: Pricing, promise: Promise) -> Grade:
    """The grade at which an objective settles: what the pricing says, else its own rule of evidence."""
    return promise.objective.evidence if pricing.grade is None else pricing.grade


def _counted(values: Values, promise: Promise, due: Due, basis: Basis) -> Counted:
    grade, period = grade_of(due.pricing, promise), due.period
    if not measurable(promise):
        return _nothing(promise, grade, said("no baseline is agreed, so its worth cannot be computed"))
    if _counting_days(promise, period) is None:
        return _not_counting(promise, grade, basis)
    if basis.lacks is not None:
        return _nothing(promise, grade, basis.lacks)
    found = _sum(values, promise, period, grade, basis)
    low, high = _sides(found, due.pricing)
    note = found.note()
    return Counted(
        objective=promise.id,
        title=promise.title,
        basis="realised" if basis.attributed is None else "attributed",
        grade=grade,
        promised=promised_in(promise, period),
        low=low,
        high=high,
        words=note if basis.note is None else said("{note}; {basis}", note=note, basis=basis.note),
        lacks=(*_lacking(values, promise, period, grade), *_not_caused_yet(promise, period, grade, basis)),
    )


def _nothing(promise: Promise, grade: Grade, reason: Said) -> Counted:
    zero, lacks = Fraction(0), said("{title}: {reason}", title=promise.title, reason=reason)
    return Counted(promise.id, promise.title, "realised", grade, zero, zero, zero, lacks, (lacks,))


def _not_counting(promise: Promise, grade: Grade, basis: Basis) -> Counted:
    """Before improvement counts, and after it has no worth any more, a period is worth nothing and lacks nothing."""
    zero, words = Fraction(0), said("improvement does not count in this period")
    kind: Literal["realised", "attributed"] = "realised" if basis.attributed is None else "attributed"
    return Counted(promise.id, promise.title, kind, grade, zero, zero, zero, words)


def _not_caused_yet(promise: Promise, period: Period, grade: Grade, basis: Basis) -> tuple[Said, ...]:
    """What was caused is known only where the slices it is compared with are."""
    days = _counting_days(promise, period)
    if basis.attributed is None or days is None or not uncovered(basis.attributed, days, grade):
        return ()
    return (said("{title}, {period}: what was caused is not yet at the grade", title=promise.title, period=period),)


def _counting_days(promise: Promise, period: Period) -> Period | None:
    """The days of a period on which improvement counts; None where there are none."""
    start, stop = max(promise.start, period.start), min(value_end(promise, period.end), period.end)
    return Period(start, stop) if stop > start else None


def _sum(values: Values, promise: Promise, period: Period, grade: Grade, basis: Basis) -> Sum:
    """The value of the days of a period, over the evidence of at least a grade."""
    inside = replace(promise, start=max(promise.start, period.start))
    if basis.attributed is not None:
        return caused_in(basis.attributed, inside, period, grade)
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
    days = _counting_days(promise, period)
    if days is None:
        return ()
    start, stop = days.start, days.end
    graded = values.series_of(promise, grade=grade)
    found = missing_periods(promise, graded, day_number(start), day_number(stop))
    known = values.series_of(promise, grade=Grade.reported)
    unknown = {each for each, _ in missing_periods(promise, known, day_number(start), day_number(stop))}
    return tuple(_waits(promise, each, Grade.reported if each in unknown else grade) for each, _ in found)


def _waits(promise: Promise, period: Period, grade: Grade) -> Said:
    return said("{title}, {period}: waits for {what}", title=promise.title, period=period, what=evidence(grade))
