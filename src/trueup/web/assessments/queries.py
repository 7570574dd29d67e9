"""What pages and the API read of assessments: only what the actor's seats may see, and always how fresh it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from trueup.agreements.results import AgreementResult
from trueup.scorecard.model import Scorecard
from trueup.vocabulary import Grade, TrueupError
from trueup.web.assessments.grades import sentence_on_grades
from trueup.web.assessments.lines import lines
from trueup.web.assessments.models import Assessed
from trueup.web.assessments.portfolio import Filters, Row
from trueup.web.assessments.seen import Seen, Sight, seen
from trueup.web.assessments.stored import Freshness, Stored, standing, standing_as_of, stored
from trueup.web.documents.access import Place, agreement_place, book_place, visible_agreements, visible_books
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.documents.sittings import sittings_of
from trueup.web.parties.access import Actor, NotFound, require
from trueup.web.site.stands import stands
from trueup.web.written import written


@dataclass(frozen=True, slots=True)
class Judged:
    """One agreement as assessed: the whole result, and what the grade of evidence does to the verdict."""

    book: str
    result: AgreementResult
    grade: str
    currency: str
    parties: Mapping[str, str]
    """The names of those who have a part in it, by local id."""
    freshness: Freshness
    on_grades: str | None
    """One sentence, where the verdict changes with the grade."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on an agreement's timeline."""

    as_of: dt.date
    computed_at: dt.datetime
    verdict: str
    p_success: float | None
    realised: float | None
    cost: float | None


def latest(
    actor: Actor | None,
    book: str,
    grade: Grade | str = Grade.reported,
    as_of: dt.date | None = None,
    known_at: dt.datetime | None = None,
) -> Seen:
    """The assessment of a book that stands (or as of a day, or as was known), as far as it is for the actor.

    Computed at once where it never has been, and always where `known_at` asks for what was known then. Raises NotFound
    where the actor has no seat in the book.
    """
    row = _book(actor, book)
    sight = _sight(actor, row)
    if known_at is not None:
        return _as_known(actor, row, sight, graded(grade), as_of, known_at)
    found = _standing(row, grade, as_of)
    mine = _mine(actor, found) if not sight.whole else Assessed.objects.filter(assessment=found.kept)
    results = [AgreementResult.model_validate_json(each.body) for each in mine.order_by("agreement")]
    return seen(row.slug, Scorecard.model_validate_json(found.kept.body), results, sight, _told(found, sight.whole))


def agreement(
    actor: Actor | None,
    book: str,
    id: str,
    grade: Grade | str = Grade.reported,
    as_of: dt.date | None = None,
) -> Judged | None:
    """One agreement as assessed; None while no version of it is in force and known.

    Raises NotFound where the actor has no part in it.
    """
    return judged_at(agreement_place(actor, book, id), grade, as_of)


def judged_at(place: Place, grade: Grade | str = Grade.reported, as_of: dt.date | None = None) -> Judged | None:
    """The same, for who stands at the agreement already."""
    found = _standing(place.book, grade, as_of)
    body = next(iter(_body(found.kept.pk, str(place.agreement))), None)
    if body is None:
        return None
    result = AgreementResult.model_validate_json(body)
    card = Scorecard.model_validate_json(found.kept.body)
    met = {result.customer, result.observer, *result.providers, *_reporters(result)}
    return Judged(
        book=place.book.slug,
        result=result,
        grade=card.grade.name,
        currency=card.currency,
        parties={party.id: party.name for party in card.parties if party.id in met},
        freshness=_told(found, "customer" in place.parts),
        on_grades=sentence_on_grades(result.verdict_at_grade, card.grade, result.depends_on_provider_figures),
    )


@written
def _body(assessment: int, agreement: str) -> QuerySet[Assessed, str]:
    return Assessed.objects.filter(assessment=assessment, agreement=agreement).values_list("body", flat=True)


def portfolio(
    actor: Actor | None, filters: Filters | None = None, grade: Grade | str = Grade.reported
) -> tuple[Row, ...]:
    """Every agreement that the actor's party has a part in, over all books, as it was last assessed.

    A handful of queries however many there are. Books that were never assessed are assessed at once; those that cannot
    be are left out (see `unassessed`).
    """
    every = _portfolio(require(actor).party, graded(grade))
    return every if filters is None else tuple(row for row in every if filters.keeps(row))


@stands
def _portfolio(party: int, grade: Grade) -> tuple[Row, ...]:
    here = [sitting for sitting in sittings_of(party) if sitting.agreements]
    found = _all_stored({sitting.book.pk for sitting in here}, grade)
    rows = [
        Row(line, found[sitting.book.pk], tuple(sitting.agreements[line.agreement].values()))
        for sitting in here
        if sitting.book.pk in found
        for line in lines(found[sitting.book.pk].kept, sitting.agreements)
    ]
    return tuple(sorted(rows, key=lambda row: (row.line.title, row.book, row.line.agreement)))


def unassessed(actor: Actor | None) -> tuple[str, ...]:
    """The actor's books that have no assessment, because theirs could not be computed."""
    books = {row.pk: row.slug for row in visible_books(actor)}
    return tuple(sorted(slug for pk, slug in books.items() if pk not in stored(books, Grade.reported)))


def timeline(actor: Actor | None, book: str, id: str, grade: Grade | str = Grade.reported) -> tuple[Mark, ...]:
    """The verdict of each day on which the book was assessed, the earliest first."""
    place = agreement_place(actor, book, id)
    rows = Assessed.objects.filter(
        agreement=id, assessment__book=place.book, assessment__grade=graded(grade).name, assessment__of_the_day=True
    ).order_by("assessment__as_of", "assessment__computed_at")
    columns = ("assessment__as_of", "assessment__computed_at", "verdict", "p_success", "realised", "cost")
    days: dict[dt.date, Mark] = {}
    for as_of, at, verdict, p_success, realised, cost in rows.values_list(*columns):
        days[as_of] = Mark(as_of, at, verdict, p_success, _number(realised), _number(cost))
    return tuple(days.values())


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def graded(grade: Grade | str) -> Grade:
    """The grade asked for. Raises TrueupError for one that does not exist."""
    if isinstance(grade, Grade):
        return grade
    try:
        return Grade.parse(grade)
    except ValueError as wrong:
        raise TrueupError(str(wrong)) from None


def _book(actor: Actor | None, slug: str) -> Book:
    found = visible_books(actor).filter(slug=slug).first()
    if found is None:
        raise NotFound(f"there is no book {slug!r}")
    return found


def _as_known(
    actor: Actor | None, book: Book, sight: Sight, grade: Grade, as_of: dt.date | None, known_at: dt.datetime
) -> Seen:
    started = timezone.now()
    card = open_book(book.slug, known_at).assess(as_of, known_at=known_at, at_grade=grade)
    own = set(visible_agreements(actor).filter(book=book).values_list("agreement", flat=True))
    results = [each for each in card.agreements if sight.whole or each.id in own]
    now = timezone.now()
    fresh = Freshness(card.as_of, now, (now - started).total_seconds(), False, False, None)
    return seen(book.slug, card, results, sight, fresh)


def _sight(actor: Actor | None, book: Book) -> Sight:
    rows = [(row.seat.local_id, row.part, row.agreement) for row in visible_agreements(actor).filter(book=book)]
    return Sight(
        whole=_is_customer(actor, book),
        providers=frozenset(local for local, part, _ in rows if part == "provider"),
        observed=frozenset(agreement for _, part, agreement in rows if part == "observer"),
    )


def _is_customer(actor: Actor | None, book: Book) -> bool:
    try:
        book_place(actor, book.slug)
    except NotFound:
        return False
    return True


def _standing(book: Book, grade: Grade | str, as_of: dt.date | None) -> Stored:
    asked = graded(grade)
    return standing(book, asked) if as_of is None else standing_as_of(book, asked, as_of)


def _told(found: Stored, whole: bool) -> Freshness:
    """Why a computation failed names documents, which only the customer may all see."""
    fresh = found.freshness
    if fresh.problem is None or whole:
        return fresh
    return Freshness(fresh.as_of, fresh.computed_at, fresh.seconds, fresh.out_of_date, fresh.recomputing, "")


def _visible(actor: Actor | None) -> Exists:
    here = visible_agreements(actor).filter(book=OuterRef("assessment__book"), agreement=OuterRef("agreement"))
    return Exists(here)


def _mine(actor: Actor | None, found: Stored) -> QuerySet[Assessed]:
    return Assessed.objects.filter(_visible(actor), assessment=found.kept)


def _all_stored(books: Iterable[int], grade: Grade) -> dict[int, Stored]:
    wanted = set(books)
    found = stored(wanted, grade)
    for book in Book.objects.filter(pk__in=wanted - set(found)) if wanted - set(found) else ():
        try:
            found[book.pk] = standing(book, grade)
        except TrueupError:
            continue
    return found


def _reporters(result: AgreementResult) -> set[str | None]:
    return {point.reported_by for each in result.objectives for point in each.points}
