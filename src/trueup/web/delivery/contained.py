"""The containments of a plan as people stand to them: what was agreed, what waits, what may come next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trueup.delivery.containment.states import NEXT, doer
from trueup.delivery.documents import Containment, ContainmentState, Plan
from trueup.delivery.results import ContainmentResult
from trueup.web.delivery.queries import Seen, Waiting
from trueup.web.documents.access import Place
from trueup.web.documents.books import open_book
from trueup.web.documents.proposals import proposed

STATES: Mapping[ContainmentState, str] = {
    "proposed": gettext_noop("proposed"),
    "costed": gettext_noop("costed"),
    "validated": gettext_noop("validated"),
    "in_progress": gettext_noop("in progress"),
    "done": gettext_noop("done"),
    "withdrawn": gettext_noop("withdrawn"),
}
ORDER: tuple[ContainmentState, ...] = ("proposed", "costed", "validated", "in_progress", "done")
CREDIT = {
    "enabled": gettext_noop("credited: it made the difference, and the whole was kept"),
    "coincident": gettext_noop("not credited: the forecast gained too little from it"),
    "not_yet": gettext_noop("not decided yet"),
    "none": gettext_noop("no credit"),
}


@dataclass(frozen=True)
class Contained:
    """One containment: the step that stands, what was computed of it, the step that waits, and what may follow."""

    id: str
    title: str
    by: str
    standing: Containment | None
    waiting: Waiting | None
    proposed: Containment | None
    result: ContainmentResult | None
    next: tuple[ContainmentState, ...]

    @property
    def latest(self) -> Containment:
        """The step that says most: the one that stands, else the one that waits."""
        found = self.standing or self.proposed
        assert found is not None
        return found

    @property
    def state(self) -> str:
        """How far it is, in words."""
        return _(STATES[self.latest.state])

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return {"done": "good", "withdrawn": "open", "in_progress": "warn"}.get(self.latest.state, "open")

    @property
    def steps(self) -> Iterator[tuple[str, str]]:
        """Each state on its way in words, with `done`, `current` or nothing."""
        here = self.latest.state
        at = ORDER.index(here) if here in ORDER else -1
        for number, state in enumerate(ORDER):
            yield _(STATES[state]), "done" if number < at else "current" if number == at else ""

    @property
    def credit(self) -> str:
        """Whether its help earns credit."""
        return _(CREDIT[self.result.credit]) if self.result else ""


def contained(seen: Seen) -> tuple[Contained, ...]:
    """Those of a plan, the latest first."""
    every = open_book(seen.book).book.containments.values()
    standing = {each.id: each.latest for each in every if each.latest.plan == seen.id}
    waits = {each.id: each for each in seen.waiting if each.kind == "containment"}
    proposed = _proposed(seen.place, waits)
    results = {each.id: each for each in seen.result.containments} if seen.result else {}
    found = [
        _one(seen, name, standing.get(name), waits.get(name), proposed.get(name), results.get(name))
        for name in {**standing, **proposed}
    ]
    return tuple(sorted(found, key=lambda each: (each.latest.on, each.id), reverse=True))


def _proposed(place: Place, waits: Mapping[str, Waiting]) -> dict[str, Containment]:
    every = (each for each in proposed(place.book.slug, "containment") if isinstance(each, Containment))
    return {each.id: each for each in every if each.id in waits}


def _one(
    seen: Seen,
    name: str,
    standing: Containment | None,
    waiting: Waiting | None,
    proposed: Containment | None,
    result: ContainmentResult | None,
) -> Contained:
    latest = standing or proposed
    assert latest is not None
    following = () if proposed or standing is None or seen.plan is None else next_steps(seen.place, seen.plan, standing)
    return Contained(
        id=name,
        title=latest.title or name,
        by=seen.name(latest.by),
        standing=standing,
        waiting=waiting,
        proposed=proposed,
        result=result,
        next=following,
    )


def next_steps(place: Place, plan: Plan, standing: Containment) -> tuple[ContainmentState, ...]:
    """The steps that the actor may write next: whose move it is prices it and does it, the customer validates it."""
    if not place.may("version.propose"):
        return ()
    seats = set(place.seats)
    doing = {doer(plan, move) for move in plan.moves if move.id in standing.moves} | {standing.by}
    customer = "customer" in place.parts
    may: Mapping[ContainmentState, bool] = {
        "proposed": False,
        "costed": bool(seats & doing) and standing.state == "proposed",
        "validated": customer and place.may("version.sign"),
        "in_progress": customer or bool(seats & doing),
        "done": customer or bool(seats & doing),
        "withdrawn": (customer or standing.by in seats) and place.may("version.sign"),
    }
    return tuple(state for state in NEXT[standing.state] if may[state])
