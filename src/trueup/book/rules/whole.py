"""Rules about the set of documents: one book, no doubles, versions in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from trueup.vocabulary import Issue

if TYPE_CHECKING:
    from trueup.agreements.documents import Agreement
    from trueup.book.draft import Draft, Placed
    from trueup.book.load import Entry, Key
    from trueup.delivery.documents import Plan


def exactly_one_book(draft: Draft) -> Iterator[Issue]:
    """A book folder is about one customer's success."""
    if not draft.books:
        if draft.complete and "book" not in draft.broken_kinds:
            yield Issue("error", "no document of kind `book`", suggestion="write one; `trueup init DIR` shows how")
        return
    first = draft.books[0]
    for other in draft.books[1:]:
        if other.document.id != first.document.id:
            where = f"{first.place.file}:{first.place.line()}"
            message = f"a second book {other.document.id!r}: {first.document.id!r} is defined in {where}"
            yield other.issue("error", ("id",), message, "keep one book a folder")


def no_document_twice(draft: Draft) -> Iterator[Issue]:
    """Kind, id and version name one document."""
    seen: dict[Key, Entry] = {}
    for entry in draft.entries:
        first = seen.setdefault(entry.key, entry)
        if first is not entry:
            version = entry.document.version
            message = f"{entry.name} is already in {first.place.file}:{first.place.line()}"
            yield entry.place.issue("error", ("id",), message, f"an amendment is version {version + 1}")


def versions_count_from_one(draft: Draft) -> Iterator[Issue]:
    """A version that is missing is a promise that somebody has removed."""
    for entries in _by_id(draft).values():
        expected = 1
        for entry in entries:
            version = entry.document.version
            if version > expected:
                message = f"this is {entry.name}, but there is no version {expected}"
                yield entry.place.issue("error", ("version",), message, "versions count from 1 and none is removed")
            expected = version + 1


def versions_do_not_go_back(draft: Draft) -> Iterator[Issue]:
    """A later version takes effect, and becomes known, no earlier than the one before."""
    for entries in _by_id(draft).values():
        for earlier, later in pairwise(entries):
            yield from _goes_back(earlier, later, "effective")
            yield from _goes_back(earlier, later, "agreed_at")


def _goes_back(earlier: Entry, later: Entry, key: str) -> Iterator[Issue]:
    before: dt.date | None = getattr(earlier.document, key, None)
    after: dt.date | None = getattr(later.document, key, None)
    if before is not None and after is not None and after < before:
        message = f"version {later.document.version} has {after}, before version {earlier.document.version} ({before})"
        yield later.place.issue("error", (key,), message, "an amendment never reaches back behind what it amends")


def _by_id(draft: Draft) -> dict[tuple[str, str], list[Entry]]:
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in draft.entries:
        groups.setdefault(entry.key[:2], []).append(entry)
    return {key: sorted(group, key=lambda entry: entry.document.version) for key, group in groups.items()}


def amendment_says_why(draft: Draft) -> Iterator[Issue]:
    """Who reads the promise line later wants to know what moved it."""
    amendable: tuple[Placed[Agreement] | Placed[Plan], ...] = (*draft.agreements, *draft.plans)
    for placed in amendable:
        if placed.document.version > 1 and not placed.document.why:
            yield placed.issue("hint", ("version",), "this amendment does not say why", "add why: what moved it")


def parties_are_named_once(draft: Draft) -> Iterator[Issue]:
    """A party has one id, and a stake is in something that exists."""
    projects = {placed.document.project for placed in draft.agreements if placed.document.project}
    for placed in draft.books:
        seen: set[str] = set()
        for index, party in enumerate(placed.document.parties):
            if party.id in seen:
                yield placed.issue("error", ("parties", index, "id"), f"party {party.id!r} is listed twice")
            seen.add(party.id)
        things = seen | projects | set(draft.agreement_names)
        for index, party in enumerate(placed.document.parties):
            for number, stake in enumerate(party.stakes):
                path = ("parties", index, "stakes", number, "in")
                yield from draft.lost(placed, path, "party, project or agreement", stake.in_, sorted(things))


RULES = (
    exactly_one_book,
    no_document_twice,
    versions_count_from_one,
    versions_do_not_go_back,
    amendment_says_why,
    parties_are_named_once,
)
