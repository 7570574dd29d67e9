"""Proposals for the levels of a relationship, from what a book holds, with a document ready to paste."""

from __future__ import annotations

from trueup.agreements.documents import Agreement
from trueup.book.book import Book
from trueup.book.write import write
from trueup.horizons.proposals import Ground, Proposals, propose, told
from trueup.horizons.stakeholders import Stakeholders
from trueup.vocabulary import InputError, UnknownName


def proposals_of(book: Book, id: str | None = None) -> Proposals:
    """What is proposed for a stakeholders document, or for an agreement that has none.

    `id` names either; without it the book must leave no choice. Raises UnknownName for what is neither, InputError
    where one has to be named.
    """
    standing, agreement = _about(book, id)
    if standing is not None and standing.agreement is not None:
        agreement = book.agreement(standing.agreement).latest
    proposed = propose(_ground(book, standing, agreement), standing)
    return told(proposed, write(proposed.document))


def _about(book: Book, id: str | None) -> tuple[Stakeholders | None, Agreement | None]:
    if id is None:
        return _only(book)
    if id in book.stakeholders:
        return book.stakeholders[id].latest, None
    if id in book.agreements:
        of_it = [each.latest for each in book.stakeholders.values() if each.latest.agreement == id]
        return (of_it[0] if of_it else None), book.agreements[id].latest
    if book.stakeholders and not book.agreements:
        return book.stakeholders_named(id).latest, None
    return None, book.agreement(id).latest


def _only(book: Book) -> tuple[Stakeholders | None, Agreement | None]:
    if len(book.stakeholders) == 1:
        return next(iter(book.stakeholders.values())).latest, None
    if len(book.stakeholders) > 1:
        raise InputError("the book has several stakeholders documents", do=f"name one: {', '.join(book.stakeholders)}")
    if len(book.agreements) > 1:
        names = ", ".join(book.agreements)
        raise InputError("the book has several agreements", do=f"name the one that it is about: {names}")
    return None, next((each.latest for each in book.agreements.values()), None)


def _ground(book: Book, standing: Stakeholders | None, agreement: Agreement | None) -> Ground:
    customer, providers = _parties(book, standing, agreement)
    return Ground(
        customer=customer,
        providers=providers,
        agreement=agreement,
        kpis={name: versions.latest for name, versions in book.kpis.items()},
        job_maps=tuple(versions.latest for versions in book.job_maps.values()),
        surveys=tuple(versions.latest for versions in book.surveys.values()),
    )


def _parties(book: Book, standing: Stakeholders | None, agreement: Agreement | None) -> tuple[str, tuple[str, ...]]:
    if standing is not None:
        sides = standing.sides(agreement)
        return sides.customer, sides.providers
    if agreement is not None:
        return agreement.customer, agreement.providers
    customers, providers = _with_role(book, "customer"), _with_role(book, "provider")
    if not customers or not providers:
        raise UnknownName("the book has no customer, or nobody who provides", do="list both under parties in book.yaml")
    return customers[0], providers


def _with_role(book: Book, role: str) -> tuple[str, ...]:
    return tuple(each.id for each in book.parties.values() if each.role == role)
