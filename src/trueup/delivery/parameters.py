"""Each committed parameter against what happened: met, within tolerance, missed, or still open.

A finish is measured against the time from the plan's start to the committed day, a cost against the committed cost:
better = (committed - actual) / committed, negative where it is worse.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from trueup.delivery import words
from trueup.delivery.case import Case
from trueup.delivery.documents import PlanScopeItem
from trueup.delivery.results import Parameter
from trueup.vocabulary import Day, Figure, said, to_decimal

What = Literal["finish", "cost", "scope"]
Status = Literal["met", "within_tolerance", "missed", "open"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose parameter it is: `id` for the result, the rest for sentences.

    An `actor` finishes `name` ("Acme", "Build"); without one `name` finishes ("the whole"). `title` is what costs.
    """

    id: str
    actor: str | None
    name: str
    title: str
    activities: tuple[str, ...]

    @property
    def finished(self) -> str:
        """Acme finished Build; the whole finished."""
        if self.actor is None:
            return said("{what} finished", what=self.name)
        return said("{party} finished {what}", party=self.actor, what=self.name)

    @property
    def unfinished(self) -> str:
        """Acme had not finished Build; the whole had not finished."""
        if self.actor is None:
            return said("{what} had not finished", what=self.name)
        return said("{party} had not finished {what}", party=self.actor, what=self.name)

    @property
    def expected(self) -> str:
        """Acme is expected to finish Build; the whole is expected to finish."""
        if self.actor is None:
            return said("{what} is expected to finish", what=self.name)
        return said("{party} is expected to finish {what}", party=self.actor, what=self.name)


@dataclass(frozen=True, slots=True)
class Judged:
    """One parameter, judged. `wants` is what keeps it: "the whole done by 30 June".

    `last` and `most` are the day and the amount that still count, `activities` what they are about. `unknown`: it is
    over, yet nobody has reported what it takes to tell. `counts` is False for scope that may be given up. `tail` is
    what a sentence about the finish of the same thing can end with.
    """

    what: What
    of: str
    committed: str
    actual: str | None
    better: Fraction | None
    status: Status
    must: bool
    words: str
    wants: str
    activities: tuple[str, ...] = ()
    last: dt.date | None = None
    most: Fraction | None = None
    unknown: bool = False
    counts: bool = True
    tail: str | None = None

    @property
    def kept(self) -> bool:
        """Whether it is met, or close enough to count as met."""
        return self.status in ("met", "within_tolerance")

    @property
    def result(self) -> Parameter:
        """As the assessment shows it."""
        return Parameter(
            what=self.what,
            of=self.of,
            committed=self.committed,
            actual=self.actual,
            better=None if self.better is None else float(self.better),
            status=self.status,
            must=self.must,
            words=words.whole(self.words),
        )


@dataclass(frozen=True, slots=True)
class Allowed:
    """How much worse than committed still counts, as a share; nothing for what may not be missed at all."""

    tolerance: Fraction = Fraction(0)
    must: bool = False

    def status(self, better: Fraction) -> Status:
        """Met, within tolerance or missed."""
        if better >= 0:
            return "met"
        return "within_tolerance" if better >= -self.worst else "missed"

    @property
    def worst(self) -> Fraction:
        """The share by which it may be worse."""
        return Fraction(0) if self.must else self.tolerance

    def last_day(self, start: dt.date, committed: dt.date) -> dt.date:
        """The last day on which a finish still counts."""
        return start + dt.timedelta(days=int(_length(start, committed) * (1 + self.worst)) - 1)


def _length(start: dt.date, finish: dt.date) -> int:
    """Days from the plan's start to the end of a day, at least one."""
    return max((finish - start).days + 1, 1)


def judge_finish(case: Case, subject: Subject, committed: dt.date, allowed: Allowed) -> Judged:
    """A committed day against the day on which the last activity was done.

    Before that it is missed only once somebody reports for a day on which it should have been done that it is not:
    silence proves nothing.
    """
    start, finish = case.plan.start, case.finish(subject.activities)
    last, expected = allowed.last_day(start, committed), case.expected_finish(subject.activities)
    judged = Judged(
        what="finish",
        of=subject.id,
        committed=committed.isoformat(),
        actual=None if expected is None else expected.isoformat(),
        better=None,
        status="open",
        must=allowed.must,
        words=_waits(case, subject, committed, expected),
        wants=said("{what} done by {day}", what=subject.title, day=_day(case, last)),
        activities=subject.activities,
        last=last,
    )
    if finish is not None:
        better = Fraction((committed - finish).days, _length(start, committed))
        found = said(
            "{finished} on {day}, {beside}",
            finished=subject.finished,
            day=_day(case, finish),
            beside=_beside(case, finish, committed),
        )
        return replace(judged, better=better, status=allowed.status(better), words=found)
    seen = case.seen_unfinished(subject.activities)
    if seen is not None and seen >= last:
        late = said(
            "{unfinished} on {seen}: committed for {day}",
            unfinished=subject.unfinished,
            seen=_day(case, seen),
            day=_day(case, committed),
        )
        return replace(judged, status="missed", words=late)
    return judged


def _waits(case: Case, subject: Subject, committed: dt.date, expected: dt.date | None) -> str:
    if expected is None:
        return said("{what} is not finished: committed for {day}", what=subject.title, day=_day(case, committed))
    return said(
        "{expected} on {day}, {beside}",
        expected=subject.expected,
        day=_day(case, expected),
        beside=_beside(case, expected, committed),
    )


def _beside(case: Case, finish: dt.date, committed: dt.date) -> str:
    """3 working days before its commitment of 6 March."""
    if finish == committed:
        return said("the day of its commitment")
    worked = round(abs(case.axis.work_between(case.axis.end_of(finish), case.axis.end_of(committed))))
    gap = words.counted(worked, "working day") if worked else words.counted(abs((committed - finish).days), "day")
    if finish < committed:
        return said("{gap} before its commitment of {day}", gap=gap, day=_day(case, committed))
    return said("{gap} after its commitment of {day}", gap=gap, day=_day(case, committed))


def _day(case: Case, date: dt.date) -> Day:
    return words.day(date, case.plan.start.year)


def judge_cost(case: Case, subject: Subject, committed: Decimal, allowed: Allowed, also: Sequence[str] = ()) -> Judged:
    """A committed cost against what was spent on the activities, and on `also` (scope that was given up).

    What is spent already is never earned back: more than is allowed is missed before the end. Where everything is done
    and a cost is not reported it stays open, and `unknown`.
    """
    activities = (*subject.activities, *also)
    spent, silent = case.spent(activities), case.silent(activities)
    done = case.finish(subject.activities) is not None
    of = said("{spent} of {committed}", spent=words.amount(spent), committed=_money(case, committed))
    most = Fraction(committed) * (1 + allowed.worst)
    judged = Judged(
        what="cost",
        of=subject.id,
        committed=_money(case, committed),
        actual=None if silent else _money(case, spent),
        better=None,
        status="open",
        must=allowed.must,
        words=_so_far(case, subject.title, of, silent),
        wants=said("{what} for at most {amount}", what=subject.title, amount=_money(case, to_decimal(most))),
        activities=activities,
        most=most,
    )
    if spent > most or (done and not silent):
        better = 1 - Fraction(spent) / Fraction(committed) if committed else None
        found = said("{what} has already cost {cost}", what=subject.title, cost=of)
        if done:
            found = said("{what} cost {cost}", what=subject.title, cost=of)
        status, tail = _cost_status(spent, committed, allowed), said("for {cost}", cost=of) if done else None
        return replace(judged, actual=_money(case, spent), better=better, status=status, words=found, tail=tail)
    return replace(judged, unknown=True, words=_unreported(case, silent, judged.committed)) if done else judged


def _unreported(case: Case, silent: Sequence[str], committed: str) -> str:
    return said(
        "nobody has reported what {activities} cost: {committed} is committed",
        activities=words.some([case.called(name) for name in silent]),
        committed=committed,
    )


def _so_far(case: Case, title: str, of: str, silent: Sequence[str]) -> str:
    if not silent:
        return said("{what} has cost {cost} so far", what=title, cost=of)
    some = words.some([case.called(name) for name in silent])
    return said(
        "{what} has cost at least {cost} so far: nobody has reported what {activities} cost",
        what=title,
        cost=of,
        activities=some,
    )


def _cost_status(spent: Decimal, committed: Decimal, allowed: Allowed) -> Status:
    if spent <= committed:
        return "met"
    return allowed.status(1 - Fraction(spent) / Fraction(committed)) if committed else "missed"


def _money(case: Case, value: Decimal) -> Figure:
    return words.amount(value, case.currency)


def judge_scope(case: Case, item: PlanScopeItem, *, first: bool) -> Judged:
    """A scope item: delivered when all its activities are done.

    By the `first` promise what was given up later is missed.
    """
    now = case.item(item.id)
    activities = () if now is None else now.activities or case.in_scope
    left = case.undone(activities)
    given_up = now is None or (now.descoped is not None and first)
    status: Status = "missed" if given_up else "open" if left else "met"
    return Judged(
        what="scope",
        of=item.id,
        committed=item.title,
        actual={"met": "delivered", "missed": "given up"}.get(status),
        better=None,
        status=status,
        must=item.must,
        words=_scope_words(case, item, now, left, status),
        wants=said("{what} delivered", what=item.title),
        activities=activities,
        counts=item.must,
    )


def _scope_words(
    case: Case, item: PlanScopeItem, now: PlanScopeItem | None, left: Sequence[str], status: Status
) -> str:
    if status == "met":
        return said("delivered: {what}", what=item.title)
    if status == "open":
        still = words.some([case.called(name) for name in left])
        return said("not delivered yet: {what} (left: {activities})", what=item.title, activities=still)
    if now is None or now.descoped is None:
        return said("{what} was taken out of the plan", what=item.title)
    return said("{what} was given up on {day}", what=item.title, day=_day(case, now.descoped))
