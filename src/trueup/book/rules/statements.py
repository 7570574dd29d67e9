"""Rules about statements: what they settle is there, once, and they are numbered without a gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trueup.book.draft import Draft, Placed
    from trueup.value.statement import Statement
    from trueup.vocabulary import Issue


def statement_names_exist(draft: Draft) -> Iterator[Issue]:
    """The agreement, its version, the statement that is corrected and the parties are in the book."""
    versions = {(each.document.id, each.document.version) for each in draft.agreements}
    every = {each.document.id: each.document for each in draft.statements}
    for placed in draft.statements:
        statement = placed.document
        yield from draft.lost(placed, ("agreement",), "agreement", statement.agreement, draft.agreement_names)
        if statement.agreement in draft.agreement_by_id and (statement.agreement, statement.terms) not in versions:
            message = f"agreement {statement.agreement!r} has no version {statement.terms}"
            yield placed.issue("error", ("terms",), message, "settle by the terms in force as the period began")
        yield from draft.lost(placed, ("corrects",), "statement", statement.corrects, every)
        yield from draft.no_party(placed, ("customer",), statement.customer)
        for index, part in enumerate(statement.parts):
            yield from draft.no_party(placed, ("parts", index, "party"), part.party)


def statements_do_not_overlap(draft: Draft) -> Iterator[Issue]:
    """A day is settled once; a later statement of the same period says that it corrects the earlier one."""
    for group in _by_agreement(draft).values():
        for index, placed in enumerate(group):
            for earlier in group[:index]:
                yield from _overlap(earlier, placed)


def _overlap(earlier: Placed[Statement], later: Placed[Statement]) -> Iterator[Issue]:
    one, other = earlier.document, later.document
    if one.id == other.id or not one.period.overlap(other.period):
        return
    if one.period == other.period and other.corrects is not None:
        return
    if one.period == other.period:
        message = f"{other.period.label} is settled already, by statement {one.number} ({one.id})"
        yield later.issue("error", ("period",), message, f"write corrects: {one.id}, or settle another period")
        return
    message = f"{other.period} overlaps {one.period}, which statement {one.number} ({one.id}) settles"
    yield later.issue("error", ("period",), message, "settlement periods of an agreement do not overlap")


def statements_count_from_one(draft: Draft) -> Iterator[Issue]:
    """A number that is missing is a statement that somebody has removed."""
    for group in _by_agreement(draft).values():
        for expected, placed in enumerate(group, start=1):
            number = placed.document.number
            if number != expected:
                message = f"this is statement {number} of {placed.document.agreement!r}, and number {expected} is next"
                yield placed.issue("error", ("number",), message, "statements count from 1 and none is removed")
                break


def _by_agreement(draft: Draft) -> dict[str, list[Placed[Statement]]]:
    found: dict[str, list[Placed[Statement]]] = defaultdict(list)
    for placed in draft.statements:
        found[placed.document.agreement].append(placed)
    return {key: sorted(group, key=lambda each: each.document.number) for key, group in found.items()}


RULES = (statement_names_exist, statements_do_not_overlap, statements_count_from_one)
