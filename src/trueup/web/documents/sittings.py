"""Where the actor's party sits, and which parts it has there: over all books, in one question a page."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection

from trueup.web.documents.books import is_met
from trueup.web.documents.models import AgreementSeat, Book, PlanSeat, Seat, Version
from trueup.web.parties.access import Actor, require
from trueup.web.site.once import once
from trueup.web.site.stands import stands

Parts = dict[str, dict[str, str]]
"""Of each agreement or plan by its id: the local id of each of the actor's seats -> its part."""
BOOK = ("id", "slug", "name", "digest")
_SEATED = f"""
SELECT seat.book_id, seat.local_id, '', seat.role, '', book.slug, book.name, book.digest, {{panels}}
FROM {Seat._meta.db_table} AS seat JOIN {Book._meta.db_table} AS book ON book.id = seat.book_id
WHERE seat.party_id = %(party)s
"""  # noqa: S608 - the names of our own tables
_PART = f"""
SELECT seat.book_id, seat.local_id, '{{kind}}', given.part, given.{{kind}}, '', '', '', 0
FROM {Seat._meta.db_table} AS seat JOIN {{table}} AS given ON given.seat_id = seat.id
WHERE seat.party_id = %(party)s
"""  # noqa: S608
_MAPS = f"""CASE WHEN EXISTS(SELECT 1 FROM {Version._meta.db_table} AS version
    WHERE version.book_id = book.id AND version.kind = 'job_map' AND version.state = 'in_force') THEN 1 ELSE 0 END"""  # noqa: S608
# Written out, because it is asked for nearly every page: a row a seat, and one for each of its parts.
QUESTION = " UNION ALL ".join(
    (
        _SEATED.format(panels=_MAPS),
        _PART.format(kind="agreement", table=AgreementSeat._meta.db_table),
        _PART.format(kind="plan", table=PlanSeat._meta.db_table),
    )
)


@dataclass(slots=True)
class Sitting:
    """A book in which the actor's party sits. `panels`: whether a job map is in force there."""

    book: Book
    panels: bool = False
    seats: dict[str, str] = field(default_factory=dict)
    """Local id -> role."""
    agreements: Parts = field(default_factory=dict)
    plans: Parts = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether the actor sees the book whole: it is the book's customer."""
        return "customer" in self.seats.values()


def sittings(actor: Actor | None) -> tuple[Sitting, ...]:
    """Each book in which the actor's party has a seat, by its slug. Raises NotFound for nobody."""
    return sittings_of(require(actor).party)


def sittings_of(party: int) -> tuple[Sitting, ...]:
    """The same for a party (by its key)."""
    found = _sittings(party)
    for each in found:
        is_met(each.book)
    return found


def sitting(actor: Actor | None, slug: str) -> Sitting | None:
    """The same of one book; None where the party has no seat."""
    return next((each for each in sittings(actor) if each.book.slug == slug), None)


def own_books(actor: Actor | None) -> list[Book]:
    """The books whose customer the actor's party is, by their names."""
    return sorted((each.book for each in sittings(actor) if each.whole), key=lambda row: (row.name, row.slug))


@stands
@once
def _sittings(party: int) -> tuple[Sitting, ...]:
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, {"party": party})
        rows = cursor.fetchall()
    found: dict[int, Sitting] = {}
    for book, local, kind, role, _, *named, panels in rows:
        if not kind:
            here = found.setdefault(book, Sitting(Book.from_db(connection.alias, BOOK, (book, *named))))
            here.seats[local] = role
            here.panels = bool(panels)
    for book, local, kind, part, name, *_ in rows:
        if kind:
            parts = found[book].agreements if kind == "agreement" else found[book].plans
            parts.setdefault(name, {})[local] = part
    return tuple(sorted(found.values(), key=lambda each: each.book.slug))
