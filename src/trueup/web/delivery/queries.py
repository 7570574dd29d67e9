"""What pages and the API read of plans: only those in which the actor's party has a part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils import timezone

from trueup.book import Book as Documents
from trueup.delivery.documents import Plan
from trueup.scorecard.model import Delivery
from trueup.vocabulary import Grade, TrueupError
from trueup.web.assessments.state import today
from trueup.web.assessments.stored import Freshness, Stored, standing, standing_as_of, stored
from trueup.web.delivery.models import AssessedPlan
from trueup.web.delivery.summary import PlanSummary
from trueup.web.documents.access import Place, plan_place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import PlanSeat
from trueup.web.documents.proposals import proposals
from trueup.web.documents.signers import required
from trueup.web.documents.sittings import sittings
from trueup.web.documents.versions import document_of
from trueup.web.parties.access import Actor

RIGHTS = ("version.propose", "version.sign", "progress.report", "book.edit")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One plan in a list; `parts` are those of the actor's party in it, `names` what the book calls its parties."""

    book: str
    book_name: str
    id: str
    parts: tuple[str, ...]
    summary: PlanSummary
    freshness: Freshness
    names: Mapping[str, str]
    currency: str

    @property
    def title(self) -> str:
        """What people call it."""
        return self.summary.title

    @property
    def address(self) -> str:
        """Its page."""
        return f"/plans/{self.book}/{self.id}"

    @property
    def stale(self) -> bool:
        """Whether its status is stale."""
        return self.summary.is_stale(self.freshness.as_of)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version of a plan or containment that is proposed: who has still to sign it, and whether the actor does."""

    kind: str
    id: str
    title: str
    number: int
    state: str
    waits_for: tuple[str, ...]
    mine: bool


@dataclass(frozen=True)
class Seen:
    """A plan as assessed, and how the actor stands to it; `result` None while no version is in force and known."""

    place: Place
    id: str
    title: str
    result: Delivery | None
    plan: Plan | None
    grade: str
    currency: str
    names: Mapping[str, str]
    freshness: Freshness
    may: frozenset[str]
    waiting: tuple[Waiting, ...]

    @property
    def book(self) -> str:
        """The slug of its book."""
        return self.place.book.slug

    @property
    def address(self) -> str:
        """Its page."""
        return f"/plans/{self.book}/{self.id}"

    @property
    def agreement_title(self) -> str:
        """What people call its agreement."""
        name = (self.result.agreement if self.result else None) or ""
        versions = open_book(self.book).book.agreements.get(name)
        return versions.latest.title if versions else name

    def name(self, party: str | None) -> str:
        """What people call a party."""
        return self.names.get(party or "", party or "")


def grade_of(text: Grade | str) -> Grade:
    """The grade asked for. Raises TrueupError for one that does not exist."""
    try:
        return text if isinstance(text, Grade) else Grade.parse(text)
    except ValueError as wrong:
        raise TrueupError(str(wrong)) from None


def plans(actor: Actor | None, grade: Grade | str = Grade.reported) -> tuple[PlanRow, ...]:
    """Every plan in which the actor's party has a part, over all books, as last assessed: in a handful of queries."""
    parts = {
        (each.book.pk, plan): tuple(sorted(mine.values()))
        for each in sittings(actor)
        for plan, mine in each.plans.items()
    }
    if not parts:
        return ()
    found = stored({book for book, _ in parts}, grade_of(grade))
    kept = {each.kept.pk: each for each in found.values()}
    rows = AssessedPlan.objects.filter(assessment__in=list(kept), plan__in={plan for _, plan in parts})
    made = [
        _row(kept[assessment], plan, parts[kept[assessment].book.pk, plan], summary)
        for assessment, plan, summary in rows.values_list("assessment_id", "plan", "summary")
        if (kept[assessment].book.pk, plan) in parts
    ]
    return tuple(sorted(made, key=lambda row: (row.title, row.book, row.id)))


def _names(documents: Documents) -> dict[str, str]:
    """What a book calls its parties."""
    return {party.id: party.name for party in documents.parties.values()}


def _row(found: Stored, plan: str, parts: tuple[str, ...], summary: str) -> PlanRow:
    slug = found.book.slug
    documents = open_book(slug).book
    return PlanRow(
        book=slug,
        book_name=found.book.name,
        id=plan,
        parts=parts,
        summary=PlanSummary.model_validate_json(summary),
        freshness=found.freshness,
        names=_names(documents),
        currency=documents.definition.currency,
    )


def of_agreement(actor: Actor | None, book: str, agreement: str) -> tuple[PlanRow, ...]:
    """The plans of one agreement that the actor sees."""
    return tuple(row for row in plans(actor) if (row.book, row.summary.agreement) == (book, agreement))


def plan(
    actor: Actor | None, book: str, id: str, grade: Grade | str = Grade.reported, as_of: dt.date | None = None
) -> Seen:
    """One plan as assessed. Raises NotFound where there is none or the actor has no part in it."""
    return seen(plan_place(actor, book, id), id, grade, as_of)


def seen(place: Place, id: str, grade: Grade | str = Grade.reported, as_of: dt.date | None = None) -> Seen:
    """The same, for who stands at the plan already."""
    asked, slug = grade_of(grade), place.book.slug
    found = standing(place.book, asked) if as_of is None else standing_as_of(place.book, asked, as_of)
    row = AssessedPlan.objects.filter(assessment=found.kept, plan=id).values_list("body", flat=True).first()
    result = Delivery.model_validate_json(row) if row else None
    documents = open_book(slug).book
    versions = documents.plans.get(id)
    current = versions.latest if versions else None
    return Seen(
        place=place,
        id=id,
        title=(result.title if result else None) or (current.title if current else None) or id,
        result=result,
        plan=current,
        grade=asked.name,
        currency=documents.definition.currency,
        names=_names(documents),
        freshness=found.freshness,
        may=frozenset(right for right in RIGHTS if place.may(right)),
        waiting=waiting(place, id),
    )


def waiting(place: Place, plan: str) -> tuple[Waiting, ...]:
    """The proposed versions of a plan and of its containments."""
    found = []
    versions = [each for each in proposals(place.book.slug) if each.kind in ("plan", "containment")]
    prefetch_related_objects(versions, "signatures__seat")
    for version in versions:
        document = document_of(version)
        if plan not in (document.id if version.kind == "plan" else None, getattr(document, "plan", None)):
            continue
        done = {each.seat.local_id for each in version.signatures.all()}
        needed = required(open_book(place.book.slug).book, document)
        left = tuple(party for party in needed if party not in done)
        mine = place.may("version.sign") and bool(place.seats.keys() & set(left))
        title = str(getattr(document, "title", None) or document.id)
        state = str(getattr(document, "state", ""))
        found.append(Waiting(version.kind, document.id, title, version.number, state, left, mine))
    return tuple(found)


def parties(place: Place, plan: str) -> dict[str, str]:
    """The parties of a plan by id, each with its name."""
    rows = PlanSeat.objects.filter(book=place.book, plan=plan).values_list("seat__local_id", "seat__name")
    return dict(rows)


def today_in(place: Place) -> dt.date:
    """The day it is where the book is."""
    zone = open_book(place.book.slug).book.definition.time_zone
    return today(zone, timezone.now())
