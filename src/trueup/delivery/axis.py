"""Days of a plan as numbers and back: elapsed time since its first day begins."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from trueup.delivery.calendar import WorkingTime
from trueup.delivery.documents import Calendar, Day
from trueup.delivery.shifts import share_of_day
from trueup.vocabulary import InputError

# Sums of fractions of days end a little beside the whole day they mean: less than a tenth of a second is none.
_NOTHING = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """Elapsed days since `origin` begins. `work` is the plan's calendar, `calendar` what it was made of."""

    origin: dt.date
    work: WorkingTime
    calendar: Calendar

    def begin_of(self, day: Day) -> float:
        """The moment at which a day begins; of an hour, that hour's share of the working day."""
        return self._days(day) + self._share(day, 0.0)

    def end_of(self, day: Day) -> float:
        """The moment at which a day ends; of an hour, that hour's share of the working day."""
        return self._days(day) + self._share(day, 1.0)

    def _days(self, day: Day) -> int:
        date = day.date() if isinstance(day, dt.datetime) else day
        return (date - self.origin).days

    def _share(self, day: Day, whole: float) -> float:
        return share_of_day(self.calendar, day.time()) if isinstance(day, dt.datetime) else whole

    def day_of_finish(self, moment: float) -> dt.date:
        """The last day that something works on which is done at `moment`; what is done at 0 falls on day 0."""
        days = math.ceil(_finite(moment) - _NOTHING) - 1
        return self._date(0 if abs(moment) <= _NOTHING else days)

    def day_of_start(self, moment: float) -> dt.date:
        """The day on which something starts at `moment`."""
        return self._date(math.floor(_finite(moment) + _NOTHING))

    def _date(self, days: int) -> dt.date:
        try:
            return self.origin + dt.timedelta(days=days)
        except OverflowError:
            years = round(days / 365.2425)
            raise InputError(
                f"the schedule reaches {years} years beyond {self.origin}, which no calendar holds",
                do="look for a duration or lag in the wrong unit: 40d is days, 12h hours, 2w weeks",
            ) from None

    def work_between(self, begin: float, end: float) -> float:
        """Working days of the plan's calendar between two moments; negative where `end` lies before `begin`."""
        return self.work.before(end) - self.work.before(begin)

    def moment_after(self, begin: float, days: float) -> float:
        """The earliest moment by which so many working days of the plan's calendar have passed since `begin`."""
        return self.work.done(self.work.before(begin) + days)


def _finite(moment: float) -> float:
    if not math.isfinite(moment):
        raise InputError(f"{moment} is no moment of a schedule", do="give a finite number of days")
    return moment
