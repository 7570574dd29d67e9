"""Milestones that are paid once, and money for each day that something is reached early or late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from trueup.agreements.terms import PerDay, PricedMilestone, Timing
from trueup.agreements.words import counted
from trueup.value.pricing import Added, money
from trueup.vocabulary import Period, Said, said

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether something was reached: the `day`, or None while it was not; `what` names it.

    `lacks` says what its evidence still waits for, where it was reached by evidence below the grade that settles.
    """

    what: str
    day: dt.date | None
    lacks: Said | None = None


def milestone_clause(milestone: PricedMilestone, reached: Reached, period: Period) -> Added | None:
    """What a milestone adds in a period: its amount in the one in which it is reached in time; None: not a word."""
    name, what = f"milestone:{milestone.id}", milestone.title or reached.what
    day, by = reached.day, milestone.by
    if day is not None and period.start <= day < period.end:
        if by is not None and day > by:
            late = said("{what} was reached on {day}, after {by}: nothing is due", what=what, day=day, by=by)
            return Added(name, late, Fraction(0), "", milestone.parts)
        done = said("{what} was reached on {day}", what=what, day=day)
        return Added(name, done, Fraction(milestone.amount), str(money(milestone.amount)), milestone.parts)
    if by is not None and period.start <= by < period.end and (day is None or day >= period.end):
        return Added(name, said("{what} was not reached by {by}", what=what, by=by), Fraction(0), "", milestone.parts)
    return None


def timing_clauses(timing: Timing, reached: Reached, period: Period) -> list[Added]:
    """What a bonus and a malus add in a period: their sum up to its end less that up to its beginning, exact."""
    what = timing.title or reached.what
    clauses = []
    if timing.early is not None and reached.day is not None and period.start <= reached.day < period.end:
        days = (timing.by - reached.day).days
        if days > 0:
            amount = _capped(timing.early, days)
            words = said("{what} was reached {days} before {by}", what=what, days=counted(days, "day"), by=timing.by)
            clauses.append(Added(f"bonus:{timing.id}", words, amount, _figures(timing.early, days), timing.parts))
    if timing.late is not None:
        before, now = (_days_late(timing, reached.day, end) for end in (period.start, period.end))
        if now > before:
            amount = _capped(timing.late, before) - _capped(timing.late, now)
            words = said(
                "{what}: {days} late in this period, {all} since {by}",
                what=what, days=counted(now - before, "day"), all=counted(now, "day"), by=timing.by,
            )  # fmt: skip
            figures = f"−{_figures(timing.late, now - before)}"
            clauses.append(Added(f"malus:{timing.id}", words, amount, figures, timing.parts))
    return clauses


def _days_late(timing: Timing, reached: dt.date | None, end: dt.date) -> int:
    """Days after `by` on which it was not reached yet, up to the day `end` begins."""
    last = end - ONE_DAY if reached is None else min(reached, end - ONE_DAY)
    return max(0, (last - timing.by).days)


def _capped(per_day: PerDay, days: int) -> Fraction:
    whole = Fraction(per_day.per_day) * days
    return whole if per_day.max is None else min(whole, Fraction(per_day.max))


def _figures(per_day: PerDay, days: int) -> str:
    most = "" if per_day.max is None else f", max. {money(per_day.max)}"
    return f"{days} × {money(per_day.per_day)}{most}"


def all_clauses(
    milestones: tuple[PricedMilestone, ...],
    bonuses: tuple[Timing, ...],
    reached: Mapping[str, Reached],
    period: Period,
) -> tuple[Added, ...]:
    """Every milestone, bonus and malus that has something to say in a period, in the order of the agreement."""
    paid = [milestone_clause(each, reached[each.id], period) for each in milestones]
    timed = [clause for each in bonuses for clause in timing_clauses(each, reached[each.id], period)]
    return (*(each for each in paid if each is not None), *timed)
