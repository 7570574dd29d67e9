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
from trueup.vocabulary import to_decimal

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
        return f"{self.actor} finished {self.name}" if self.actor else f"{self.name} finished"

    @property
    def unfinished(self) -> str:
        """Acme had not finished Build; the whole had not finished."""
        return f"{self.actor} had not finished {self.name}" if self.actor else f"{self.name} had not finished"

    @property
    def expected(self) -> str:
        """Acme is expected to finish Build; the whole is expected to finish."""
        whole = f"{self.name} is expected to finish"
        return f"{self.actor} is expected to finish {self.name}" if self.actor else whole


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
            words=words.upper_first(self.words) + ".",
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
        wants=f"{subject.title} done by {_day(case, last)}",
        activities=subject.activities,
        last=last,
    )
    if finish is not None:
        better = Fraction((committed - finish).days, _length(start, committed))
        said = f"{subject.finished} on {_day(case, finish)}, {_beside(case, finish, committed)}"
        return replace(judged, better=better, status=allowed.status(better), words=said)
    seen = case.seen_unfinished(subject.activities)
    if seen is not None and seen >= last:
        late = f"{subject.unfinished} on {_day(case, seen)}: committed for {_day(case, committed)}"
        return replace(judged, status="missed", words=late)
    return judged


def _waits(case: Case, subject: Subject, committed: dt.date, expected: dt.date | None) -> str:
    if expected is None:
        return f"{subject.title} is not finished: committed for {_day(case, committed)}"
    return f"{subject.expected} on {_day(case, expected)}, {_beside(case, expected, committed)}"


def _beside(case: Case, finish: dt.date, committed: dt.date) -> str:
    """3 working days before its commitment of 6 March."""
    if finish == committed:
        return "the day of its commitment"
    side = "before" if finish < committed else "after"
    worked = round(abs(case.axis.work_between(case.axis.end_of(finish), case.axis.end_of(committed))))
    gap = words.counted(worked, "working day") if worked else words.counted(abs((committed - finish).days), "day")
    return f"{gap} {side} its commitment of {_day(case, committed)}"


def _day(case: Case, date: dt.date) -> str:
    return words.day(date, case.plan.start.year)


def judge_cost(case: Case, subject: Subject, committed: Decimal, allowed: Allowed, also: Sequence[str] = ()) -> Judged:
    """A committed cost against what was spent on the activities, and on `also` (scope that was given up).

    What is spent already is never earned back: more than is allowed is missed before the end. Where everything is done
    and a cost is not reported it stays open, and `unknown`.
    """
    activities = (*subject.activities, *also)
    spent, silent = case.spent(activities), case.silent(activities)
    done = case.finish(subject.activities) is not None
    of, most = f"{words.amount(spent)} of {_money(case, committed)}", Fraction(committed) * (1 + allowed.worst)
    judged = Judged(
        what="cost",
        of=subject.id,
        committed=_money(case, committed),
        actual=None if silent else _money(case, spent),
        better=None,
        status="open",
        must=allowed.must,
        words=_so_far(case, subject.title, of, silent),
        wants=f"{subject.title} for at most {_money(case, to_decimal(most))}",
        activities=activities,
        most=most,
    )
    if spent > most or (done and not silent):
        better = 1 - Fraction(spent) / Fraction(committed) if committed else None
        said = f"{subject.title} {'cost' if done else 'has already cost'} {of}"
        status, tail = _cost_status(spent, committed, allowed), f"for {of}" if done else None
        return replace(judged, actual=_money(case, spent), better=better, status=status, words=said, tail=tail)
    if done:
        missing = f"nobody has reported what {words.some([case.called(name) for name in silent])} cost"
        return replace(judged, unknown=True, words=f"{missing}: {judged.committed} is committed")
    return judged


def _so_far(case: Case, title: str, of: str, silent: Sequence[str]) -> str:
    if not silent:
        return f"{title} has cost {of} so far"
    some = words.some([case.called(name) for name in silent])
    return f"{title} has cost at least {of} so far: nobody has reported what {some} cost"


def _cost_status(spent: Decimal, committed: Decimal, allowed: Allowed) -> Status:
    if spent <= committed:
        return "met"
    return allowed.status(1 - Fraction(spent) / Fraction(committed)) if committed else "missed"


def _money(case: Case, value: Decimal) -> str:
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
        wants=f"{item.title} delivered",
        activities=activities,
        counts=item.must,
    )


def _scope_words(
    case: Case, item: PlanScopeItem, now: PlanScopeItem | None, left: Sequence[str], status: Status
) -> str:
    if status == "met":
        return f"delivered: {item.title}"
    if status == "open":
        return f"not delivered yet: {item.title} (left: {words.some([case.called(name) for name in left])})"
    if now is None or now.descoped is None:
        return f"{item.title} was taken out of the plan"
    return f"{item.title} was given up on {_day(case, now.descoped)}"
