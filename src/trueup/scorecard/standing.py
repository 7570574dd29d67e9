"""What the parties say about the evidence, as the KPIs take it in: who they are, what they vouch for and contest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trueup.book.book import Book
from trueup.book.rules.names import stake_in
from trueup.kpis.evidence import Contest, Place, Ruling, Standing, Vouch
from trueup.vocabulary import Grade, Moment
from trueup.vocabulary.party import Party

if TYPE_CHECKING:
    from trueup.agreements.documents import Attestation, Dispute, Evidence


def standing(book: Book, moment: Moment) -> Standing:
    """Everything said about the evidence that was known at the moment.

    What the customer reports or vouches for is verified, what an observer without a stake does is attested. A provider
    cannot raise a grade, nor can an observer who gains from the result.
    """
    known_at = moment.known_at
    attestations = [versions.in_force(known_at=known_at) for versions in book.attestations.values()]
    disputes = [versions.in_force(known_at=known_at) for versions in book.disputes.values()]
    said = [item for dispute in disputes if dispute is not None for item in _dispute(book, dispute, known_at)]
    return Standing(
        reporters={party.id: grade_of(party) for party in book.parties.values()},
        vouches=tuple(vouch for item in attestations if item is not None for vouch in _vouches(book, item, known_at)),
        contests=tuple(item for item in said if isinstance(item, Contest)),
        rulings=tuple(item for item in said if isinstance(item, Ruling)),
    )


def grade_of(party: Party | None) -> Grade:
    """The grade of what a party says about an actual, on its own."""
    if party is None or party.role == "provider":
        return Grade.reported
    if party.role == "customer":
        return Grade.verified
    return Grade.reported if party.stakes else Grade.attested


def _vouches(book: Book, attestation: Attestation, known_at: dt.datetime | None) -> Iterator[Vouch]:
    grade = _grade_of_statement(book, attestation)
    if grade > Grade.reported and _by_then(attestation.at, known_at):
        for evidence in attestation.evidence:
            yield Vouch(_place(evidence), grade, attestation.at)


def _grade_of_statement(book: Book, attestation: Attestation) -> Grade:
    """A stake counts where it touches the agreement spoken of; where none is named, any stake does."""
    party = book.parties.get(attestation.by)
    agreement = book.agreements.get(attestation.agreement or "")
    if party is None or agreement is None or party.role != "observer":
        return grade_of(party)
    return Grade.reported if stake_in(party, agreement.latest) else Grade.attested


def _dispute(book: Book, dispute: Dispute, known_at: dt.datetime | None) -> Iterator[Contest | Ruling]:
    if not _by_then(dispute.at, known_at):
        return
    place, counter = _place(dispute.evidence), None if dispute.counter is None else float(dispute.counter)
    answer = dispute.answer
    if answer is None or not _by_then(answer.at, known_at):
        yield Contest(place, counter)
    elif answer.actual is not None:
        yield Ruling(place, float(answer.actual), answer.by, grade_of(book.parties.get(answer.by)))
    elif answer.finding == "upheld" and counter is not None:
        yield Ruling(place, counter, answer.by, grade_of(book.parties.get(answer.by)))


def _place(evidence: Evidence) -> Place:
    period = evidence.period
    return Place(evidence.kpi, period.start, period.end, evidence.slice, evidence.reported_by)


def _by_then(at: dt.datetime, known_at: dt.datetime | None) -> bool:
    return known_at is None or at <= known_at
