"""Earned value and earned schedule of a plan, of each party's portion and of each scope item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from trueup.delivery import words
from trueup.delivery.credit import earned_value
from trueup.delivery.documents import Activity, Day, Plan, Planned
from trueup.delivery.earned_schedule import Timing, timing
from trueup.delivery.indices import Figures, Indices, indices
from trueup.delivery.phased import Phased, phased
from trueup.delivery.results import EarnedValue
from trueup.delivery.status import Progress
from trueup.vocabulary import Grade, Money, said, to_decimal

FARTHEST = 50_000.0
"""Working days, two centuries: no calendar day is given for what lies beyond."""
UNOWNED = "unowned"
"""The portion of the activities that no party owns."""


@dataclass(frozen=True, slots=True)
class Portion:
    """Some activities of a plan, by id, in the order of the plan; those that only a baseline has come last."""

    of: Literal["plan", "party", "scope"]
    id: str
    activities: tuple[str, ...]


def portions(plan: Plan, baseline: Mapping[str, Planned]) -> Iterator[Portion]:
    """The plan, each party's portion (they add up to the plan), and each scope item."""
    known = {activity.id: activity for activity in plan.activities}
    everything = (*known, *(name for name in baseline if name not in known))
    yield Portion("plan", plan.id, everything)
    owners: dict[str, list[str]] = {}
    for name in everything:
        party = known[name].party if name in known else None
        owners.setdefault(party or UNOWNED, []).append(name)
    for party in sorted(owners, key=lambda owner: (owner == UNOWNED, owner)):
        yield Portion("party", party, tuple(owners[party]))
    for item in plan.scope:
        if item.activities:
            yield Portion("scope", item.id, item.activities)


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What was planned, earned and spent, activity by activity, at a moment of the baseline's axis."""

    activities: Mapping[str, Activity]
    baseline: Mapping[str, Planned]
    phased: Phased
    progress: Progress
    moment: float

    @classmethod
    def of(cls, plan: Plan, baseline: Mapping[str, Planned], progress: Progress, status: Day) -> Measured:
        """At the end of `status`. Raises InputError for a baseline in which something finishes before it starts."""
        over_time = phased(plan, baseline, status)
        activities = {activity.id: activity for activity in plan.activities}
        return cls(activities, baseline, over_time, progress, over_time.axis.end_of(status))

    def at(self, progress: Progress, status: Day) -> Measured:
        """The same at the end of another day, by what was known then."""
        return replace(self, progress=progress, moment=self.phased.axis.end_of(status))

    def figures(self, activities: Sequence[str]) -> Figures:
        """BAC, PV, EV and AC of some activities."""
        return Figures(
            self.phased.cost(activities),
            self.phased.value(activities, self.moment),
            sum((self.earned(name) for name in activities), Fraction(0)),
            self.spent(activities),
        )

    def earned(self, name: str) -> Fraction:
        """What an activity has earned; 0 for what the baseline or the plan does not have."""
        activity, planned = self.activities.get(name), self.baseline.get(name)
        if activity is None or planned is None:
            return Fraction(0)
        return earned_value(planned, activity, self.progress.of(name))

    def spent(self, activities: Sequence[str]) -> Fraction | None:
        """Actual cost to date; None where the cost of something with a budget that has begun is not reported."""
        if self.silent(activities):
            return None
        found = (self.progress.of(name) for name in activities)
        return sum((Fraction(each.cost) for each in found if each is not None and each.cost is not None), Fraction(0))

    def silent(self, activities: Sequence[str]) -> list[str]:
        """The activities that have begun and have a budget, of which nobody has reported the cost."""
        return [name for name in activities if self._begun_without_cost(name)]

    def _begun_without_cost(self, name: str) -> bool:
        status, planned = self.progress.of(name), self.baseline.get(name)
        begun = status is not None and status.state != "to_do" and status.cost is None
        return begun and planned is not None and planned.cost > 0

    def grade(self, activities: Sequence[str]) -> Grade | None:
        """The least grade of the reports that some activities' value rests on."""
        found = (self.progress.of(name) for name in activities)
        return min((each.grade for each in found if each is not None), default=None)

    def timing(self, activities: Sequence[str], ev: Fraction) -> tuple[Timing, dt.date | None] | None:
        """Earned schedule of some activities, counted from their planned start, and the day that IEAC(t) falls on.

        In working days of the plan's calendar. Time stops when they are all done. None where nothing was planned for
        them, in time or in money; no day where there is no IEAC(t), or it lies beyond two centuries.
        """
        spreads, axis = self.phased.of(activities), self.phased.axis
        if not spreads or not self.phased.cost(activities):
            return None
        begin = min(spread.begin for spread in spreads)
        end = max(spread.end for spread in spreads)
        now = max(self._until(activities), begin)
        es = axis.work_between(begin, self.phased.curve(activities).reached(float(ev), now))
        found = timing(es, axis.work_between(begin, now), axis.work_between(begin, end))
        if found.ieac_t is None or found.ieac_t > FARTHEST:
            return found, None
        return found, axis.day_of_finish(axis.moment_after(begin, found.ieac_t))

    def _until(self, activities: Sequence[str]) -> float:
        finishes = [self._finish(name) for name in activities if name in self.activities]
        if finishes and all(finish is not None for finish in finishes):
            return max(self.phased.axis.end_of(finish) for finish in finishes if finish is not None)
        return self.moment

    def _finish(self, name: str) -> dt.date | None:
        status = self.progress.of(name)
        return None if status is None else status.finish


def earned(
    plan: Plan, baseline: Mapping[str, Planned], progress: Progress, status: Day, currency: str
) -> tuple[EarnedValue, ...]:
    """Earned value at the end of `status`, a day or an hour: the plan, each party's portion, each scope item.

    Amounts are rounded once, at the end. Raises InputError for a baseline in which something ends before it begins.
    """
    measured = Measured.of(plan, baseline, progress, status)
    return tuple(_result(measured, portion, currency) for portion in portions(plan, baseline))


def _result(measured: Measured, portion: Portion, currency: str) -> EarnedValue:
    figures = measured.figures(portion.activities)
    found = indices(figures)
    timed = measured.timing(portion.activities, figures.ev)
    return EarnedValue(
        of=portion.of,
        id=portion.id,
        **_amounts(figures, found, currency),
        cpi=_ratio(found.cpi),
        spi=_ratio(found.spi),
        tcpi=_ratio(found.tcpi),
        tcpi_eac=_ratio(found.tcpi_eac),
        **_times(timed),
        grade=measured.grade(portion.activities),
        notes=(*found.notes, *_notes(measured, portion, timed)),
    )


_AMOUNTS = ("bac", "pv", "ev", "ac")
_DERIVED = ("cv", "sv", "eac", "eac_remaining_as_planned", "eac_cpi_spi", "vac")


def _amounts(figures: Figures, found: Indices, currency: str) -> dict[str, Decimal | None]:
    given = {name: getattr(figures, name) for name in _AMOUNTS} | {name: getattr(found, name) for name in _DERIVED}
    return {name: None if value is None else money(value, currency) for name, value in given.items()}


def money(value: Fraction, currency: str) -> Decimal:
    """An exact amount in minor units of the currency, rounded half to even."""
    return Money(to_decimal(value), currency).rounded().amount


def _ratio(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _times(timed: tuple[Timing, dt.date | None] | None) -> dict[str, float | dt.date | None]:
    names = ("es", "at", "sv_t", "spi_t", "ieac_t")
    if timed is None:
        return dict.fromkeys((*names, "finish_by_spi_t"))
    found, finish = timed
    return {name: getattr(found, name) for name in names} | {"finish_by_spi_t": finish}


def _notes(measured: Measured, portion: Portion, timed: tuple[Timing, dt.date | None] | None) -> Iterator[str]:
    silent = measured.silent(portion.activities)
    if silent:
        yield said("actual cost is unknown: nobody reported that of {activities}", activities=words.some(silent))
    extra = [name for name in portion.activities if name not in measured.baseline]
    if extra:
        yield said("{activities}: not in the baseline, so nothing is planned or earned", activities=words.some(extra))
    gone = [name for name in portion.activities if name not in measured.activities]
    if gone:
        yield said(
            "{activities}: in the baseline, no longer in the plan: planned, and never earned",
            activities=words.some(gone),
        )
    if timed is None:
        yield said("earned schedule is undefined: nothing was planned")
    elif timed[0].spi_t is None:
        yield said("SPI(t) is undefined: by the baseline it has not begun")
    elif timed[0].ieac_t is None:
        yield said("IEAC(t) is undefined: nothing is earned yet")
    elif timed[1] is None:
        yield said("at this SPI(t) it would take centuries")
