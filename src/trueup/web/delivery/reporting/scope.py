"""What a seat may report of a plan: a customer anything, a provider its own portion, an observer what is in dispute."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trueup.book.rules.names import stake_in
from trueup.delivery.documents import Activity, Plan
from trueup.web.delivery.queries import today_in
from trueup.web.delivery.why import assessment
from trueup.web.documents.access import Place, plan_place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.parties.access import Actor, NotFound, Refused


@dataclass(frozen=True, slots=True)
class Scope:
    """Who reports (`seat` and its `part`), as of which day at the latest, on which activities (`only`; None: all).

    A provider reports on its own portion, an observer where reports contradict each other: that is its answer.
    """

    place: Place
    plan: Plan
    seat: str
    part: str
    only: frozenset[str] | None
    today: dt.date

    @property
    def book(self) -> Book:
        """The book."""
        return self.place.book

    @property
    def seat_name(self) -> str:
        """What people call who reports."""
        found = open_book(self.book.slug).book.parties.get(self.seat)
        return found.name if found else self.seat

    @property
    def activities(self) -> tuple[Activity, ...]:
        """The activities that the seat may report on."""
        return tuple(each for each in self.plan.activities if self.may(each))

    def may(self, activity: Activity) -> bool:
        """Whether the seat may report on an activity."""
        return self.only is None or activity.id in self.only


def scope_of(actor: Actor | None, book: str, plan: str) -> Scope:
    """What the actor may report of a plan in force. Raises NotFound, and Refused as for an observer with a stake."""
    place = plan_place(actor, book, plan, "progress.report")
    documents, seat = open_book(book).book, place.seat_for("progress.report")
    versions = documents.plans.get(plan)
    if versions is None:
        raise NotFound(f"no version of the plan {plan!r} is in force yet")
    part, agreement = place.seats[seat], documents.agreements.get(versions.latest.agreement or "")
    if part == "observer" and agreement is not None:
        stake = stake_in(documents.party(seat), agreement.latest)
        if stake is not None:
            said = {"test": _(stake.test), "what": stake.what}
            raise Refused(
                _("you have declared a %(test)s stake in this, and cannot report as its observer: %(what)s") % said
            )
    return Scope(place, versions.latest, seat, part, _only(place, versions.latest, part), today_in(place))


def _only(place: Place, plan: Plan, part: str) -> frozenset[str] | None:
    if part == "customer":
        return None
    if part == "provider":
        return frozenset(each.id for each in plan.activities if each.party in place.seats)
    conflicts = assessment(place.book.slug, plan.id).progress.conflicts
    return frozenset(each.activity for each in conflicts)
