"""What pages and the API read of statements: the settlement periods of agreements that the actor sees, and each one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from trueup.value.fee_curve import FeeCurve
from trueup.value.results_statement import Settled, Settlements, Totals
from trueup.value.settled import Around, settled_of
from trueup.value.statement import Statement
from trueup.vocabulary import Moment
from trueup.web.documents.access import Place, agreement_place, document_place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book, Signature, Version
from trueup.web.documents.signers import required
from trueup.web.documents.sittings import sittings
from trueup.web.parties.access import Actor, NotFound
from trueup.web.site.marks import Mark
from trueup.web.statements.computing import basis_of, priced
from trueup.web.statements.models import Reckoned
from trueup.web.statements.parts import Periods

RECKONED = Mark(f"SELECT count(*), max(computed_at) FROM {Reckoned._meta.db_table}")  # noqa: S608 - our own table
"""Another one whenever settlement periods of any book were reckoned."""
STATED = ("proposed", "in_force")


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature that a statement needs: whose, and when it was given, if it was."""

    party: str
    name: str
    by: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in a list: proposed or in force."""

    id: str
    number: int
    label: str
    state: str
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """An agreement whose fee follows value, with its settlement periods as they were reckoned last."""

    book: str
    book_name: str
    agreement: str
    title: str
    part: str
    periods: Periods | None
    problem: str
    out_of_date: bool
    proposed: tuple[Line, ...]
    may_draw_up: bool
    computed_at: dt.datetime | None

    @property
    def settlements(self) -> Settlements | None:
        """The periods and the totals."""
        return self.periods.settlements if self.periods else None

    @property
    def totals(self) -> Totals | None:
        """All periods together."""
        return self.settlements.totals if self.settlements else None

    @property
    def next(self) -> Settled | None:
        """The first period that can be settled and is not, else the one that waits for evidence, else the running."""
        found = self.settlements.periods if self.settlements else ()
        for state in ("ready", "provisional", "open"):
            for each in found:
                if each.state == state:
                    return each
        return found[-1] if found else None

    def waits(self, label: str) -> Line | None:
        """The statement of a period that waits for signatures."""
        return next((each for each in self.proposed if each.label == label), None)

    @property
    def address(self) -> str:
        """The page that has its periods."""
        return f"/agreements/{self.book}/{self.agreement}/value#settlement"


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement as its parties see it, with who has signed it and the fee function of its period."""

    place: Place
    version: Version
    statement: Statement
    settled: Settled
    signatures: tuple[Signed, ...]
    curve: FeeCurve | None

    @property
    def waits(self) -> bool:
        """Whether somebody has still to sign."""
        return self.version.state == "proposed"

    @property
    def mine(self) -> bool:
        """Whether the actor's party has still to sign, and may."""
        own = {each.party for each in self.signatures if each.at is None}
        return self.waits and self.place.may("version.sign") and not own.isdisjoint(self.place.seats)

    @property
    def version_address(self) -> str:
        """Where the document is signed and its history is shown."""
        return f"/books/{self.place.book.slug}/documents/statement/{self.statement.id}/versions/{self.version.number}"


def rows(actor: Actor | None) -> tuple[Row, ...]:
    """Every agreement with terms of a fee that the actor sees, over all books."""
    here = [(sitting, open_book(sitting.book.slug).book) for sitting in sittings(actor)]
    books = [sitting.book.pk for sitting, _ in here]
    kept = {(row.book_id, row.agreement): row for row in Reckoned.objects.filter(book__in=books)}
    waiting = _waiting(books)
    return tuple(
        _row(actor, sitting.book, name, documents.agreements[name].latest.title, kept, waiting, parts)
        for sitting, documents in here
        for name in priced(documents)
        if (parts := sitting.agreements.get(name))
    )


def row(actor: Actor | None, book: str, agreement: str) -> Row | None:
    """One agreement; None where its fee does not follow value. Raises NotFound."""
    place = agreement_place(actor, book, agreement)
    documents = open_book(book).book
    if agreement not in priced(documents):
        return None
    kept = {(each.book_id, each.agreement): each for each in Reckoned.objects.filter(book=place.book)}
    waiting = _waiting([place.book.pk])
    title = documents.agreements[agreement].latest.title
    return _row(actor, place.book, agreement, title, kept, waiting, place.seats)


def reckoned_at(book: str, agreement: str) -> object:
    """When the periods of an agreement were reckoned last: with another moment they are shown anew."""
    rows = Reckoned.objects.filter(book__slug=book, agreement=agreement)
    return rows.values_list("computed_at", "basis").first()


def _row(
    actor: Actor | None,
    book: Book,
    agreement: str,
    title: str,
    kept: dict[tuple[int, str], Reckoned],
    waiting: dict[tuple[int, str], tuple[Line, ...]],
    parts: dict[str, str],
) -> Row:
    found = kept.get((book.pk, agreement))
    documents = open_book(book.slug).book
    place = None if actor is None else Place(actor, book, agreement, parts)
    return Row(
        book=book.slug,
        book_name=book.name,
        agreement=agreement,
        title=title,
        part=next(iter(parts.values()), ""),
        periods=Periods.model_validate_json(found.body) if found is not None and found.body else None,
        problem=found.problem if found is not None else "",
        out_of_date=found is not None and found.basis != basis_of(book.slug, documents),
        proposed=waiting.get((book.pk, agreement), ()),
        may_draw_up=place is not None and place.may("version.propose"),
        computed_at=found.computed_at if found is not None else None,
    )


def _waiting(books: list[int]) -> dict[tuple[int, str], tuple[Line, ...]]:
    """The statements that wait for signatures, by book and agreement."""
    versions = Version.objects.filter(book__in=books, kind="statement", state="proposed").select_related("book")
    found: dict[tuple[int, str], tuple[Line, ...]] = {}
    for version in versions.prefetch_related("signatures__seat"):
        statement = Statement.model_validate_json(version.body)
        signed = {each.seat.local_id for each in version.signatures.all()}
        needed = required(open_book(version.book.slug).book, statement)
        lacking = tuple(party for party in needed if party not in signed)
        line = Line(statement.id, statement.number, statement.period.label, version.state, lacking)
        key = version.book_id, statement.agreement
        found[key] = (*found.get(key, ()), line)
    return found


def stated(actor: Actor | None, book: str, id: str) -> Stated:
    """One statement, proposed or in force. Raises NotFound."""
    place = document_place(actor, book, "statement", id)
    versions = Version.objects.filter(book=place.book, kind="statement", doc_id=id, state__in=STATED)
    version = versions.select_related("book", "party").order_by("-number").first()
    if version is None:
        raise NotFound(f"there is no statement {id!r} in a book {book!r}")
    statement = Statement.model_validate_json(version.body)
    documents = open_book(book).book
    names = {party.id: party.name for party in documents.parties.values()}
    around = Around(documents.definition.id, Moment(statement.as_of, statement.known_at), statement.customer, names)
    agreement = documents.agreements[statement.agreement].latest
    kept = Reckoned.objects.filter(book=place.book, agreement=statement.agreement).exclude(body="").first()
    curves = Periods.model_validate_json(kept.body).curves if kept is not None else {}
    return Stated(
        place=place,
        version=version,
        statement=statement,
        settled=settled_of(statement, agreement, around, "settled" if version.state == "in_force" else "ready"),
        signatures=tuple(_signatures(version, required(documents, statement), names)),
        curve=curves.get(statement.period.label),
    )


def _signatures(version: Version, needed: tuple[str, ...], names: dict[str, str]) -> Iterator[Signed]:
    given = {
        each.seat.local_id: each
        for each in Signature.objects.filter(version=version).select_related("seat", "member__user")
    }
    for party in dict.fromkeys((*needed, *given)):
        found = given.get(party)
        by = "" if found is None else found.member.user.name or found.member.user.email
        yield Signed(party, names.get(party, party), by, None if found is None else found.at)
