"""Judging the improvements of a book, party by party: what stands is not computed again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from django.utils import timezone

from trueup.book import Book as Documents
from trueup.scorecard.value_worth import worths
from trueup.value.worth import METHOD
from trueup.vocabulary import in_parts
from trueup.web.assessments.state import state_now, today
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.worth.models import Judged

Progress = Callable[[str, int, int], None]


def compute(slug: str, progressed: Progress = lambda doing, done, total: None) -> int:
    """Judge and keep the improvements of each party whose figures are of another state; return of how many."""
    book, opened = Book.objects.get(slug=slug), open_book(slug)
    basis = basis_of(state_now(slug), opened.book)
    owners = owners_of(opened.book)
    standing = dict(Judged.objects.filter(book=book).values_list("party", "basis"))
    waiting = [party for party in owners if standing.get(party) != basis]
    for done, party in enumerate(waiting):
        progressed("", done, len(waiting))
        _judge(book, party, basis)
    Judged.objects.filter(book=book).exclude(party__in=owners).delete()
    return len(waiting)


def owners_of(documents: Documents) -> tuple[str, ...]:
    """The parties that have improvements in force."""
    return tuple(dict.fromkeys(versions.latest.party for versions in documents.improvements.values()))


def basis_of(state: str, documents: Documents) -> str:
    """What judgements rest on: the state of documents and facts, the day where the book is, and the method."""
    day = today(documents.definition.time_zone, timezone.now())
    return f"{state} {day} {METHOD.partition(':')[0]}"


def _judge(book: Book, party: str, basis: str) -> None:
    began = time.monotonic()
    with open_book(book.slug).values() as values:
        (found,) = worths(values, party=party).parties
    seconds = round(time.monotonic() - began, 3)
    said = {"basis": basis, "body": in_parts(found), "computed_at": timezone.now(), "seconds": seconds}
    Judged.objects.update_or_create(book=book, party=party, defaults=said)


def is_stale(slug: str, parties: Iterable[tuple[str, str]]) -> bool:
    """Whether judgements (party, basis) are not those of the book as it is."""
    documents = open_book(slug).book
    basis = basis_of(state_now(slug), documents)
    return {(party, basis) for party in owners_of(documents)} != set(parties)
