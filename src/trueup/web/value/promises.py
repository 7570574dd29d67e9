"""The promise in money of an agreement, for an actor: its sealed business case, its network, and what was moved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from trueup.scorecard.value_case import business_case, case_of_agreement, known_versions
from trueup.scorecard.value_goalposts import of_agreement
from trueup.scorecard.values import Values
from trueup.value import goalposts_lines
from trueup.value.results_case import CaseResult
from trueup.value.results_goalposts import By, Goalposts, GoalpostsResult
from trueup.vocabulary import Grade
from trueup.web.assessments.queries import graded
from trueup.web.documents.access import agreement_place, visible_agreements
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Seat, Version
from trueup.web.parties.access import Actor, NotFound
from trueup.web.site.once import once


@dataclass(frozen=True, slots=True)
class Promised:
    """What an agreement promised in money; `case` None where no version names a business case that is known."""

    case: CaseResult | None
    moved: Goalposts
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class BookMoved:
    """What was moved in one book."""

    slug: str
    name: str
    result: GoalpostsResult


@once
def promised(
    actor: Actor | None,
    book: str,
    agreement: str,
    grade: Grade | str = Grade.reported,
    as_of: dt.date | None = None,
) -> Promised | None:
    """Of an agreement in which the actor has a part; None while no version of it is in force. Raises NotFound."""
    agreement_place(actor, book, agreement)
    with open_book(book).values(as_of, at_grade=graded(grade)) as values:
        if agreement not in values.known:
            return None
        name = case_of_agreement(values, agreement)
        case = business_case(values, name) if name is not None else None
        moved, as_of = of_agreement(values, agreement), values.moment.as_of
    return Promised(case, _with_proposers(book, moved), as_of)


def case_of(
    actor: Actor | None,
    book: str,
    agreement: str,
    grade: Grade | str = Grade.reported,
    as_of: dt.date | None = None,
) -> CaseResult:
    """The business case that an agreement names. Raises NotFound where it names none."""
    found = promised(actor, book, agreement, grade, as_of)
    if found is None or found.case is None:
        raise NotFound(f"the agreement {agreement!r} names no business case")
    return found.case


def moved(actor: Actor | None, book: str, agreement: str, as_of: dt.date | None = None) -> Goalposts:
    """What was moved in an agreement. Raises NotFound."""
    agreement_place(actor, book, agreement)
    with open_book(book).values(as_of) as values:
        if agreement not in values.known:
            raise NotFound(f"no version of the agreement {agreement!r} is in force")
        found = of_agreement(values, agreement)
    return _with_proposers(book, found)


def _with_proposers(book: str, found: Goalposts) -> Goalposts:
    """With the parties that proposed the versions here; those that were imported have none."""
    if not found.moves:
        return found
    rows = Version.objects.filter(book__slug=book, kind="agreement", doc_id=found.id, state="in_force")
    seats = dict(Seat.objects.filter(book__slug=book).exclude(party=None).values_list("party_id", "local_id"))
    names = {number: seats.get(party) for number, party in rows.values_list("number", "party_id")}
    moves = (
        move if move.kind == "case" else move.model_copy(update={"by": names.get(move.version)}) for move in found.moves
    )
    return found.model_copy(update={"moves": tuple(moves)})


def moved_by(actor: Actor | None, by: By) -> tuple[BookMoved, ...]:
    """Over the agreements that the actor sees and that were amended, for each book, by agreement, provider or month.

    An agreement without an amendment or a re-cut case stands as it was promised, and is left out. A provider sees what
    was moved of agreements in which it has a part, and nothing of others'.
    """
    books: dict[tuple[str, str], set[str]] = {}
    for row in visible_agreements(actor):
        books.setdefault((row.book.slug, row.book.name), set()).add(row.agreement)
    return tuple(BookMoved(slug, name, _in_book(slug, ids, by)) for (slug, name), ids in sorted(books.items()))


def _may_have_moved(values: Values, agreement: str) -> bool:
    name = case_of_agreement(values, agreement)
    return len(values.versions(agreement)) > 1 or (name is not None and len(known_versions(values, name)) > 1)


def _in_book(slug: str, agreements: set[str], by: By) -> GoalpostsResult:
    with open_book(slug).values() as values:
        amended = (name for name in values.known if name in agreements and _may_have_moved(values, name))
        found = tuple(of_agreement(values, name) for name in amended)
        names = {party.id: party.name for party in values.book.parties.values()}
        return GoalpostsResult(
            as_of=values.moment.as_of,
            currency=values.book.definition.currency,
            by=by,
            lines=goalposts_lines.lines(found, by, names),
            agreements=found,
            note=goalposts_lines.note(by),
        )
