"""One step of a chain as a sentence: what the activity waits for, by which link, and what its calendar adds."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

from trueup.delivery import words
from trueup.delivery.documents import Activity
from trueup.delivery.driven import asked_by
from trueup.delivery.link import Link
from trueup.delivery.logic import calendar_of, in_words
from trueup.delivery.results import Why
from trueup.delivery.schedule import NONE_LEFT, Schedule
from trueup.stats.network.model import FF
from trueup.vocabulary import Said, joined, listed, said

_VERBS = {
    "FS": ("starts", "finishes"),
    "SS": ("starts", "starts"),
    "FF": ("finishes", "finishes"),
    "SF": ("finishes", "starts"),
}
_BECAUSE = {
    ("starts", "finishes"): said("starts on {day} because {other} finishes on {then}"),
    ("starts", "starts"): said("starts on {day} because {other} starts on {then}"),
    ("goes on", "finishes"): said("goes on on {day} because {other} finishes on {then}"),
    ("goes on", "starts"): said("goes on on {day} because {other} starts on {then}"),
    ("finishes", "finishes"): said("finishes on {day} because {other} finishes on {then}"),
    ("finishes", "starts"): said("finishes on {day} because {other} starts on {then}"),
}


class Teller:
    """Tells steps of chains through one schedule. A party without one of the `names` is called by its id."""

    def __init__(self, planned: Schedule, names: Mapping[str, str]) -> None:
        self.planned, self.plan, self.names = planned, planned.compiled.plan, names

    def step(self, at: int, link: int | None) -> Why:
        """The step at one activity, driven by a link or by something else."""
        activity = self.plan.activities[at]
        written = self.planned.compiled.links[link] if link is not None else None
        reason = self._by_link(at, link, written) if link is not None and written is not None else self._by_itself(at)
        return Why(
            activity=activity.id,
            name=_name(activity),
            party=activity.party,
            start=self.planned.start_day(at),
            finish=self.planned.finish_day(at),
            link=written.kind if written else None,
            lag=str(written.lag) if written and written.lag.amount else None,
            words=joined((self._sentence(activity, reason), *self._length(at)), " "),
        )

    def _sentence(self, activity: Activity, reason: str) -> str:
        return said("{subject} {reason}.", subject=self._subject(activity), reason=reason)

    def end(self, at: int) -> str:
        """What the last step of a chain means for the plan."""
        left, own = float(self.planned.total_float[at]), float(self.planned.early.finish[at])
        last = words.day(self.planned.last_day)
        if own >= self.planned.finish - NONE_LEFT:
            found = said("With it the plan ends, on {day}.", day=last)
        elif self.planned.compiled.network.done[at]:
            return said("What is done moves nothing any more.")
        elif left > NONE_LEFT:
            slack = words.counted(left, "working day")
            found = said("It can slip by {slack} before it moves the plan's end, {day}.", slack=slack, day=last)
        else:
            found = said("What comes after it has room.")
        return found if left >= -NONE_LEFT else joined((found, self._behind(left)), " ")

    def _behind(self, left: float) -> str:
        return said("It is {days} behind what its latest date asks.", days=words.counted(-left, "working day"))

    def _subject(self, activity: Activity) -> str:
        if activity.party is None:
            return _name(activity)
        return said("{name} ({party})", name=_name(activity), party=self.names.get(activity.party, activity.party))

    def _by_link(self, at: int, link: int, written: Link) -> str:
        before = int(self.planned.compiled.network.before[link])
        does, did = _VERBS[written.kind]
        day = self.planned.finish_day(at) if does == "finishes" else self._begin_day(at)
        then = self.planned.finish_day(before) if did == "finishes" else self.planned.start_day(before)
        verb = "goes on" if does == "starts" and self._is_under_way(at) else does
        found: str = Said(
            _BECAUSE[verb, did].template,
            {"day": words.day(day), "other": _name(self.plan.activities[before]), "then": words.day(then)},
        )
        if written.lag.amount:
            found = said("{reason}, and {lag}", reason=found, lag=_lag(written))
        rest = self._rest(at, link)
        return found if rest is None else said("{reason} ({rest})", reason=found, rest=rest)

    def _rest(self, at: int, link: int) -> str | None:
        """The days that its calendar adds: from when the link would let it, to when somebody works again."""
        network = self.planned.compiled.network
        if network.kind[link] >= FF:
            return None
        begin, asked = float(self.planned.early.begin[at]), asked_by(self.planned, link)
        first, last = math.ceil(asked - NONE_LEFT), math.floor(begin + NONE_LEFT)
        return self._not_worked(at, first, last) if last > first else None

    def _not_worked(self, at: int, first: int, last: int) -> str:
        calendar = calendar_of(self.plan, self.plan.activities[at])
        days = [self.plan.start + dt.timedelta(days=day) for day in range(first, last)]
        free = said("the day between is not worked")
        if len(days) > 1:
            free = said("{n} days between are not worked", n=len(days))
        holidays = [said("{day}", day=words.day(day)) for day in days if day in calendar.holidays]
        if not holidays:
            return free
        if len(holidays) == 1:
            return said("{free}, {day} as a holiday", free=free, day=holidays[0])
        return said("{free}, {days} as holidays", free=free, days=listed(holidays))

    def _by_itself(self, at: int) -> str:
        """What drives an activity that no link drives: progress, a date, or the plan's start."""
        network = self.planned.compiled.network
        activity, begin = self.plan.activities[at], self._begin_day(at)
        status = self.planned.compiled.progress.of(activity.id)
        if status is not None and status.state == "done":
            return said("was done on {day}", day=words.day(self.planned.finish_day(at)))
        if status is not None and status.state == "under_way":
            since = words.day(self.planned.start_day(at))
            return said("has been under way since {since} and goes on from {day}", since=since, day=words.day(begin))
        moment = float(self.planned.early.begin[at])
        if activity.constraint is not None and self._is_held(at):
            date = in_words(activity.constraint)
            return said("starts on {day} because of its date: {date}", day=words.day(begin), date=date)
        if network.resume > 0 and self.planned.compiled.time_of(at).next(network.resume) >= moment - NONE_LEFT:
            return said(
                "has not started: nothing before {day}, the first working day after the last report",
                day=words.day(begin),
            )
        return said("starts on {day}, with the plan", day=words.day(begin))

    def _is_held(self, at: int) -> bool:
        """Whether a date keeps the activity from beginning before it does."""
        network, own = self.planned.compiled.network, self.planned.compiled.time_of(at)
        begin, finish = float(self.planned.early.begin[at]), float(self.planned.early.finish[at])
        activity = self.plan.activities[at]
        late = activity.constraint is not None and activity.constraint.kind == "as_late_as_possible"
        starts = own.next(float(network.earliest[at])) >= begin - NONE_LEFT and network.earliest[at] > network.resume
        return late or starts or float(network.floor_finish[at]) >= finish - NONE_LEFT

    def _is_under_way(self, at: int) -> bool:
        return bool(self.planned.compiled.network.under_way[at])

    def _begin_day(self, at: int) -> dt.date:
        """The day on which the work that is left begins."""
        if self._is_under_way(at):
            return self.planned.compiled.axis.day_of_start(float(self.planned.early.begin[at]))
        return self.planned.start_day(at)

    def _length(self, at: int) -> tuple[str, ...]:
        left = float(self.planned.compiled.duration[at])
        if self.planned.compiled.network.done[at] or left <= 0:
            return ()
        noun = "day" if self.plan.activities[at].duration.elapsed else "working day"
        length, day = words.counted(left, noun), words.day(self.planned.finish_day(at))
        if self._is_under_way(at):
            return (said("It has {length} left, to {day}.", length=length, day=day),)
        return (said("It takes {length}, to {day}.", length=length, day=day),)


def _name(activity: Activity) -> str:
    return activity.name or activity.id


def _lag(link: Link) -> str:
    """2 working days later, 5 days before that."""
    unit = {"h": "working hour", "d": "working day", "w": "working week", "ed": "day", "eh": "hour"}[link.lag.unit]
    count = words.counted(float(abs(link.lag.amount)), unit)
    if link.lag.amount > 0:
        return said("the link asks for {lag} after that", lag=count)
    return said("the link lets it {lag} before that", lag=count)
