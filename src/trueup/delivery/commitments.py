"""What one party has committed to for its own portion, and which of its commitments it is judged by.

A commitment that was amended counts as amended only if the amendment was in force before the fact: by the day that was
committed until then, and before the work was done. So nobody moves a day that has passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from trueup.delivery import words
from trueup.delivery.case import Case
from trueup.delivery.documents import Committed, Plan, PlanScopeItem
from trueup.delivery.parameters import Allowed, Judged, Subject, judge_cost, judge_finish, judge_scope
from trueup.vocabulary import day_of, listed, said

_STRICT = Allowed()


@dataclass(frozen=True, slots=True)
class Own:
    """A party's own portion, judged: by the commitments that stand, and by those it made first.

    `moved` says which commitments were amended, in sentences.
    """

    standing: tuple[Judged, ...]
    first: tuple[Judged, ...]
    moved: tuple[str, ...]


_Key = str | None
"""An activity's id; None: the party's portion as a whole."""


def own_portion(case: Case, party: str) -> Own:
    """Everything that a party committed to, judged. Empty where it committed to nothing."""
    told = [_Told.of(case, party, key) for key in _keys(case, party)]
    made = [each for each in told if each is not None]
    standing = [_judged(case, each, each.now) for each in made]
    first = [
        now if each.first == each.now else _judged(case, each, each.first)
        for each, now in zip(made, standing, strict=True)
    ]
    return Own(
        standing=(*chain(*standing), *_items(case, party, first=False)),
        first=(*chain(*first), *_items(case, party, first=True)),
        moved=tuple(each.moved(case) for each in made if each.now != each.first or each.last != each.now),
    )


def _keys(case: Case, party: str) -> Iterator[_Key]:
    """The portion, and every activity that was the party's in any version: handing one over is an amendment too."""
    yield None
    yield from dict.fromkeys(each.id for plan in case.versions for each in plan.activities if each.party == party)


@dataclass(frozen=True, slots=True)
class _Told:
    """One commitment through the versions: as made first, as it stands, and as the version in force has it."""

    subject: Subject
    first: Committed
    now: Committed | None
    last: Committed | None
    gone: bool

    @classmethod
    def of(cls, case: Case, party: str, key: _Key) -> _Told | None:
        """None where the party never committed to it."""
        told = [(plan, _committed(case, at, party, key)) for at, plan in enumerate(case.versions)]
        while told and told[0][1] is None:
            told.pop(0)
        if not told or told[0][1] is None:
            return None
        subject, gone = _subject(case, party, key), key is not None and not case.is_in_scope(key)
        last = None if gone else told[-1][1]
        return cls(subject, told[0][1], _stands(case, subject, told, gone=gone), last, gone)

    def moved(self, case: Case) -> str:
        """How the commitment changed, and whether that counts."""
        change = said(
            "the commitment for {what} of {before} became {now}",
            what=self.subject.title,
            before=_committed_to(case, self.first),
            now=_committed_to(case, self.last),
        )
        return change if self.now == self.last else said("{change} after the fact: that does not count", change=change)


def _committed(case: Case, version: int, party: str, key: _Key) -> Committed | None:
    if key is None:
        return case.versions[version].commitments.get(party)
    activity = case.by_version[version].get(key)
    return activity.committed if activity is not None and activity.party == party else None


def _subject(case: Case, party: str, key: _Key) -> Subject:
    actor = case.roles.name(party)
    if key is None:
        title = said("{party}'s portion", party=actor)
        return Subject(party, actor, said("its portion"), title, case.portion(party))
    return Subject(key, actor, case.called(key), case.called(key), (key,))


def _stands(
    case: Case, subject: Subject, told: Sequence[tuple[Plan, Committed | None]], *, gone: bool
) -> Committed | None:
    standing, done = told[0][1], case.finish(subject.activities)
    changes = [(_in_force(plan, case.zone), committed) for plan, committed in told[1:]]
    if gone and subject.id in case.activities:
        changes.append((_given_up_on(case, subject.id), None))
    for day, committed in changes:
        if committed != standing and _before_the_fact(day, standing, done):
            standing = committed
    return standing


def _in_force(plan: Plan, zone: dt.tzinfo) -> dt.date | None:
    return plan.effective or (day_of(plan.agreed_at, zone) if plan.agreed_at is not None else None)


def _given_up_on(case: Case, activity: str) -> dt.date | None:
    days = [item.descoped for item in case.plan.scope if activity in item.activities and item.descoped is not None]
    return max(days, default=None)


def _before_the_fact(day: dt.date | None, standing: Committed | None, done: dt.date | None) -> bool:
    facts = [fact for fact in (standing.finish if standing else None, done) if fact is not None]
    return day is None or not facts or day <= min(facts)


def _committed_to(case: Case, committed: Committed | None) -> str:
    if committed is None:
        return said("none")
    day = [] if committed.finish is None else [said("{day}", day=words.day(committed.finish, case.plan.start.year))]
    cost = [] if committed.cost is None else [words.amount(committed.cost, case.currency)]
    return listed([*day, *cost]) or said("none")


def _judged(case: Case, told: _Told, committed: Committed | None) -> list[Judged]:
    judged = []
    if committed is not None and committed.finish is not None:
        judged.append(judge_finish(case, told.subject, committed.finish, _STRICT))
    if committed is not None and committed.cost is not None:
        judged.append(judge_cost(case, told.subject, committed.cost, _STRICT))
    return [_out_of_the_plan(each, told.subject) for each in judged] if told.gone else judged


def _out_of_the_plan(judged: Judged, subject: Subject) -> Judged:
    """What was committed and is no longer to be done can only be missed, unless it was done before."""
    if judged.status != "open":
        return judged
    return replace(
        judged, status="missed", words=said("{what} was left out after it was committed", what=subject.title)
    )


def _items(case: Case, party: str, *, first: bool) -> Iterator[Judged]:
    """The party's scope items: those of the first version that has any, or those of the version in force."""
    mine = [[item for item in plan.scope if item.party == party] for plan in case.versions]
    items: Sequence[PlanScopeItem] = next(filter(None, mine), []) if first else mine[-1]
    for item in items:
        if first or item.descoped is None:
            yield judge_scope(case, item, first=first)
