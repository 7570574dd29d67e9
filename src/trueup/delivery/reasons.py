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

_VERBS = {
    "FS": ("starts", "finishes"),
    "SS": ("starts", "starts"),
    "FF": ("finishes", "finishes"),
    "SF": ("finishes", "starts"),
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
            words=f"{self._subject(activity)} {reason}.{self._length(at)}",
        )

    def end(self, at: int) -> str:
        """What the last step of a chain means for the plan."""
        left, own = float(self.planned.total_float[at]), float(self.planned.early.finish[at])
        last = words.day(self.planned.last_day)
        if own >= self.planned.finish - NONE_LEFT:
            said = f"With it the plan ends, on {last}."
        elif self.planned.compiled.network.done[at]:
            return "What is done moves nothing any more."
        else:
            said = f"It can slip by {words.counted(left, 'working day')} before it moves the plan's end, {last}."
            said = said if left > NONE_LEFT else "What comes after it has room."
        return said if left >= -NONE_LEFT else f"{said} {self._behind(left)}"

    def _behind(self, left: float) -> str:
        return f"It is {words.counted(-left, 'working day')} behind what its latest date asks."

    def _subject(self, activity: Activity) -> str:
        if activity.party is None:
            return _name(activity)
        return f"{_name(activity)} ({self.names.get(activity.party, activity.party)})"

    def _by_link(self, at: int, link: int, written: Link) -> str:
        before = int(self.planned.compiled.network.before[link])
        does, did = _VERBS[written.kind]
        day = self.planned.finish_day(at) if does == "finishes" else self._begin_day(at)
        then = self.planned.finish_day(before) if did == "finishes" else self.planned.start_day(before)
        verb = "goes on" if does == "starts" and self._is_under_way(at) else does
        other = _name(self.plan.activities[before])
        lag = f", and {_lag(written)}" if written.lag.amount else ""
        return f"{verb} on {words.day(day)} because {other} {did} on {words.day(then)}{lag}{self._rest(at, link)}"

    def _rest(self, at: int, link: int) -> str:
        """The days that its calendar adds: from when the link would let it, to when somebody works again."""
        network = self.planned.compiled.network
        if network.kind[link] >= FF:
            return ""
        begin, asked = float(self.planned.early.begin[at]), asked_by(self.planned, link)
        first, last = math.ceil(asked - NONE_LEFT), math.floor(begin + NONE_LEFT)
        return self._not_worked(at, first, last) if last > first else ""

    def _not_worked(self, at: int, first: int, last: int) -> str:
        calendar = calendar_of(self.plan, self.plan.activities[at])
        days = [self.plan.start + dt.timedelta(days=day) for day in range(first, last)]
        holidays = [words.day(day) for day in days if day in calendar.holidays]
        count = f"{len(days)} days between are" if len(days) > 1 else "the day between is"
        which = "as a holiday" if len(holidays) == 1 else "as holidays"
        also = f", {words.listed(holidays)} {which}" if holidays else ""
        return f" ({count} not worked{also})"

    def _by_itself(self, at: int) -> str:
        """What drives an activity that no link drives: progress, a date, or the plan's start."""
        network = self.planned.compiled.network
        activity, begin = self.plan.activities[at], self._begin_day(at)
        status = self.planned.compiled.progress.of(activity.id)
        if status is not None and status.state == "done":
            return f"was done on {words.day(self.planned.finish_day(at))}"
        if status is not None and status.state == "under_way":
            since = words.day(self.planned.start_day(at))
            return f"has been under way since {since} and goes on from {words.day(begin)}"
        moment = float(self.planned.early.begin[at])
        if activity.constraint is not None and self._is_held(at):
            return f"starts on {words.day(begin)} because of its date: {in_words(activity.constraint)}"
        if network.resume > 0 and self.planned.compiled.time_of(at).next(network.resume) >= moment - NONE_LEFT:
            return f"has not started: nothing before {words.day(begin)}, the first working day after the last report"
        return f"starts on {words.day(begin)}, with the plan"

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

    def _length(self, at: int) -> str:
        left = float(self.planned.compiled.duration[at])
        if self.planned.compiled.network.done[at] or left <= 0:
            return ""
        noun = "day" if self.plan.activities[at].duration.elapsed else "working day"
        still = "has" if self._is_under_way(at) else "takes"
        rest = " left" if self._is_under_way(at) else ""
        return f" It {still} {words.counted(left, noun)}{rest}, to {words.day(self.planned.finish_day(at))}."


def _name(activity: Activity) -> str:
    return activity.name or activity.id


def _lag(link: Link) -> str:
    """2 working days later, 5 days before that."""
    unit = {"h": "working hour", "d": "working day", "w": "working week", "ed": "day", "eh": "hour"}[link.lag.unit]
    count = words.counted(float(abs(link.lag.amount)), unit)
    return f"the link asks for {count} after that" if link.lag.amount > 0 else f"the link lets it {count} before that"
