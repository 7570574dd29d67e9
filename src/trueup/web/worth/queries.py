"""What pages and the API read of improvements: those of the actor's own party, and those shown to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus

from trueup.book import Book as Documents
from trueup.value.best_set import lot_of, over_all
from trueup.value.improvement import Improvement
from trueup.value.results_worth import BestSet, ImprovementWorth, PartyWorth, Unjudged
from trueup.web.assessments.state import moved, state_of
from trueup.web.documents import private
from trueup.web.documents.access import Place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.documents.sittings import Sitting, sitting, sittings
from trueup.web.parties.access import Actor, NotFound, Refused, require
from trueup.web.site.marks import Mark
from trueup.web.site.once import once
from trueup.web.work.models import Job
from trueup.web.worth.computing import basis_of
from trueup.web.worth.models import Judged
from trueup.web.worth.tasks import about, judge
from trueup.web.written import written

JUDGED = Mark(f"SELECT count(*), max(computed_at) FROM {Judged._meta.db_table}")  # noqa: S608 - the name of our own table
"""Another one whenever improvements of any book were judged."""
GOING = Mark(f"SELECT count(*), sum(done) FROM {Job._meta.db_table} WHERE about LIKE 'worth %%' AND worker <> ''")  # noqa: S608
"""Another one whenever a job that judges began, went on or ended."""


@dataclass(frozen=True, slots=True)
class Going:
    """The judging of a book that waits or is under way."""

    done: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """An improvement with its answer: `found`, or why there is none (`unjudged`); neither: not computed yet."""

    document: Improvement
    found: ImprovementWorth | None
    unjudged: Unjudged | None

    @property
    def name(self) -> str:
        """What people call it."""
        return self.document.name


@dataclass(frozen=True, slots=True)
class Holding:
    """The improvements of one party in one book. `own`: they are the actor's party's; else some were shown to it.

    Money and past options are in `whole`, for the own party only.
    """

    book: Book
    party: str
    party_name: str
    own: bool
    currency: str
    rows: tuple[Judgement, ...]
    whole: PartyWorth | None
    computed_at: dt.datetime | None
    out_of_date: bool
    may_write: bool


def holdings(actor: Actor | None) -> tuple[Holding, ...]:
    """All that the actor may see, by book and party; also where its party has none yet and may write one."""
    actor = _reader(actor)
    here = sittings(actor)
    kept: dict[int, dict[str, Judged]] = {}
    for row in judged(tuple(each.book.pk for each in here)):
        kept.setdefault(row.book_id, {})[row.party] = row
    return tuple(found for each in here for found in _of_book(actor, each, kept.get(each.book.pk, {})))


@once
@written
def judged(books: tuple[int, ...]) -> QuerySet[Judged]:
    """What was computed of these books, with what moved each last (`last`)."""
    return Judged.objects.filter(book__in=books).annotate(last=moved("book__slug"))


def holding(actor: Actor | None, slug: str) -> tuple[Holding, ...]:
    """The same of one book. Raises NotFound where the actor has no seat there."""
    actor = _reader(actor)
    here = sitting(actor, slug)
    if here is None:
        raise NotFound(f"there is no book {slug!r}")
    kept = {row.party: row for row in judged((here.book.pk,))}
    return tuple(_of_book(actor, here, kept))


@dataclass(frozen=True, slots=True)
class Seen:
    """One improvement with all that was computed of it, and the holding that it is of."""

    holding: Holding
    judgement: Judgement
    going: Going | None

    @property
    def address(self) -> str:
        """Its page."""
        return f"/worth/{self.holding.book.slug}/{self.judgement.document.id}"


def seen(actor: Actor | None, slug: str, id: str) -> Seen:
    """One improvement. Raises NotFound where there is none in force that the actor may see."""
    try:
        every = holding(actor, slug)
    except NotFound:
        every = ()
    for each in every:
        for row in each.rows:
            if row.document.id == id:
                return Seen(each, row, going([slug]).get(slug))
    raise NotFound(f"there is no improvement {id!r} in a book {slug!r}")


def best(found: Holding, budget: Decimal | None) -> BestSet | None:
    """The best set over all improvements of the own party within a budget, from what was computed."""
    if found.whole is None or budget is None:
        return found.whole.best if found.whole else None
    documents = {each.document.id: each.document for each in found.rows}
    lots = [lot_of(each, documents[each.id]) for each in found.whole.improvements if each.id in documents]
    return over_all(lots, budget, found.currency)


def going(slugs: Iterable[str]) -> dict[str, Going]:
    """The judging of these books that is under way."""
    names = {about(slug): slug for slug in slugs}
    alive = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    jobs = Job.objects.filter(about__in=names, result__task_path=judge.module_path, result__status__in=alive)
    rows = jobs.order_by("alive_until").values_list("about", "done", "total")
    return {names[name]: Going(done, total) for name, done, total in rows}


def _reader(actor: Actor | None) -> Actor:
    actor = require(actor)
    if "read" not in actor.scopes:
        raise Refused("this token lacks the scope 'read'", do="make a token with it in Settings")
    return actor


def _of_book(actor: Actor, here: Sitting, kept: dict[str, Judged]) -> Iterator[Holding]:
    documents = open_book(here.book.slug).book
    by_party: dict[str, list[Improvement]] = {
        local: [] for local, role in here.seats.items() if role in ("customer", "provider")
    }
    for versions in documents.improvements.values():
        if private.sees(versions.latest, here.seats):
            by_party.setdefault(versions.latest.party, []).append(versions.latest)
    last = next((row.last for row in kept.values()), None)  # type: ignore[attr-defined]
    basis = basis_of(state_of(last), documents)
    for party, improvements in by_party.items():
        yield _holding(actor, here, documents, party, improvements, kept.get(party), basis)


def _holding(
    actor: Actor,
    here: Sitting,
    documents: Documents,
    party: str,
    improvements: list[Improvement],
    row: Judged | None,
    basis: str,
) -> Holding:
    own = party in here.seats
    found = PartyWorth.model_validate_json(row.body) if row is not None else None
    place = Place(actor, here.book, None, {party: here.seats[party]} if own else {})
    known = documents.parties.get(party)
    return Holding(
        book=here.book,
        party=party,
        party_name=known.name if known else party,
        own=own,
        currency=documents.definition.currency,
        rows=tuple(_judgement(each, found) for each in improvements),
        whole=found if own else None,
        computed_at=row.computed_at if row is not None else None,
        out_of_date=row is not None and row.basis != basis,
        may_write=own and place.may("version.propose"),
    )


def _judgement(document: Improvement, found: PartyWorth | None) -> Judgement:
    if found is None:
        return Judgement(document, None, None)
    worth = next((each for each in found.improvements if each.id == document.id), None)
    unjudged = next((each for each in found.unjudged if each.id == document.id), None)
    return Judgement(document, worth, unjudged)
