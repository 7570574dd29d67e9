"""Plans drawn at random for properties, and an oracle that schedules them day by day, slowly and without tables.

Durations and lags are whole days, so that every moment of the oracle lies on the edge of a day.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from trueup.delivery.documents import WEEKDAYS, Activity, Calendar, Plan
from trueup.delivery.link import Link
from trueup.delivery.logic import calendar_of

START = dt.date(2026, 1, 7)


def plan_of(activities: list[dict[str, Any]], **more: Any) -> Plan:
    """A plan that begins on a Wednesday."""
    body: dict[str, Any] = {"id": "p", "start": START, "activities": activities}
    return Plan.model_validate(body | more)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A week of one to seven days, with days off and extra days."""
    week = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True))
    days = st.integers(-3, 60).map(lambda offset: START + dt.timedelta(days=offset))
    holidays = draw(st.sets(days, max_size=3))
    working = draw(st.sets(days, max_size=4)) - holidays
    return Calendar(week=tuple(week), holidays=tuple(holidays), working=tuple(working))


@st.composite
def plans(draw: st.DrawFn, *, kinds: tuple[str, ...] = ("FS", "SS", "FF", "SF"), constrained: bool = False) -> Plan:
    """Up to eight activities with links of all kinds, two calendars, leads and elapsed lags."""
    size = draw(st.integers(1, 8))
    activities: list[dict[str, Any]] = []
    for at in range(size):
        befores = draw(st.sets(st.integers(0, at - 1), max_size=3)) if at else set()
        links = [draw(_links(f"a{before}", kinds)) for before in sorted(befores)]
        elapsed = draw(st.sampled_from(("d", "d", "d", "ed")))
        body: dict[str, Any] = {"id": f"a{at}", "duration": f"{draw(st.integers(0, 9))}{elapsed}", "after": links}
        body["calendar"] = draw(st.sampled_from((None, "other")))
        if constrained:
            body["constraint"] = draw(_constraints())
        activities.append(body)
    order = draw(st.permutations(activities))
    return plan_of(list(order), calendar=draw(calendars()), calendars={"other": draw(calendars())})


@st.composite
def _links(draw: st.DrawFn, before: str, kinds: tuple[str, ...]) -> str:
    kind, lag = draw(st.sampled_from(kinds)), draw(st.integers(-3, 4))
    unit = draw(st.sampled_from(("d", "ed")))
    return f"{before} {kind}" + (f"{lag:+d}{unit}" if lag else "")


@st.composite
def _constraints(draw: st.DrawFn) -> dict[str, Any] | None:
    if draw(st.booleans()):
        return None
    kind = draw(st.sampled_from(("start_no_earlier_than", "finish_no_earlier_than")))
    return {"kind": kind, "date": START + dt.timedelta(days=draw(st.integers(0, 40)))}


def works(calendar: Calendar, day: int) -> bool:
    """Whether anyone works on a day, counted from START."""
    date = START + dt.timedelta(days=day)
    if date in calendar.working:
        return True
    return WEEKDAYS[date.weekday()] in calendar.week and date not in calendar.holidays


class Oracle:
    """Schedules activity by activity with nothing but walks from day to day. Days before START count as worked."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.start: dict[str, int] = {}
        self.finish: dict[str, int] = {}
        left = list(plan.activities)
        while left:
            ready = next(each for each in left if all(link.before in self.start for link in each.after))
            self._place(ready)
            left.remove(ready)

    @property
    def end(self) -> int:
        """The day on whose begin everything is over."""
        return max(self.finish.values())

    def _place(self, activity: Activity) -> None:
        """The first day from which the work, done without a stop, starts and finishes no earlier than anything asks."""
        length = int(activity.duration.amount)
        begin = max([0, *(self.asked(activity, link) for link in activity.after if link.kind in ("FS", "SS"))])
        floor = max([-(10**6), *(self.asked(activity, link) for link in activity.after if link.kind in ("FF", "SF"))])
        constraint = activity.constraint
        if constraint is not None and constraint.date is not None:
            day = (constraint.date - START).days
            if constraint.kind == "start_no_earlier_than":
                begin = max(begin, day)
            else:
                floor = max(floor, day + 1)
        self.start[activity.id], self.finish[activity.id] = self._fit(activity, length, begin, floor)

    def _fit(self, activity: Activity, length: int, begin: int, floor: int) -> tuple[int, int]:
        if length == 0:
            return max(begin, floor), max(begin, floor)
        while True:
            begin = self.next(activity, begin)
            finish = self.walked(activity, begin, length)
            # What is done on Friday evening is still just done on Sunday evening: nobody has worked in between.
            if not any(self.works(activity, day) for day in range(finish, floor)):
                return begin, max(finish, floor)
            begin += 1

    def works(self, activity: Activity, day: int) -> bool:
        """Whether the activity is worked on that day."""
        return activity.duration.elapsed or day < 0 or works(calendar_of(self.plan, activity), day)

    def next(self, activity: Activity, day: int) -> int:
        """The next day on which the activity is worked on."""
        while not self.works(activity, day):
            day += 1
        return day

    def walked(self, activity: Activity, begin: int, length: int) -> int:
        """The day on whose begin so many working days are done."""
        while length > 0:
            length -= self.works(activity, begin)
            begin += 1
        return begin

    def asked(self, activity: Activity, link: Link) -> int:
        """The day on whose begin the link lets its activity start or finish."""
        source = self.start[link.before] if link.kind in ("SS", "SF") else self.finish[link.before]
        lag = int(link.lag.amount)
        if link.lag.elapsed or lag == 0:
            return source + lag
        return lagged(calendar_of(self.plan, activity), source, lag)


def lagged(calendar: Calendar, source: int, lag: int) -> int:
    """So many working days of a calendar after (or before) a day's begin, at the first moment that has them."""
    wanted, seen, day = sum(works(calendar, before) for before in range(source)) + lag, 0, 0
    if wanted <= 0:
        return min(wanted, 0)
    while seen < wanted:
        seen += works(calendar, day)
        day += 1
    return day
