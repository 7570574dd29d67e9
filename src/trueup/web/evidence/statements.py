"""What was said about the evidence of an agreement: attestations with their certificates, and disputes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from trueup.agreements.documents import Attestation, Dispute, Evidence
from trueup.book.rules.names import stake_in
from trueup.vocabulary import Grade, Stake
from trueup.web.documents.models import Version
from trueup.web.evidence.enclosures import enclosed
from trueup.web.evidence.scope import Scope
from trueup.web.ledger.models import Checkpoint, Leaf


@dataclass(frozen=True, slots=True)
class Vouched:
    """An attestation, as far as it speaks of the agreement.

    `grade` is what it makes of the evidence: an observer's with a stake makes nothing of it. `statement` is None for
    who has no part in the other agreements that it also speaks of.
    """

    id: str
    by: str
    by_name: str
    role: str
    at: dt.datetime
    evidence: tuple[Evidence, ...]
    statement: str | None
    grade: str
    digest: str
    number: int


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dispute; `enclosure` is the text that came with it, if it was not erased."""

    dispute: Dispute
    by_name: str
    answered_by: str | None
    enclosure: str | None

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self.dispute.answer is None


@dataclass(frozen=True, slots=True)
class SignedBy:
    """A signature under a statement; `held` says who holds the key."""

    party: str
    member: int
    held: str
    vkey: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Certificate:
    """An attestation with all that it rests on: who signed, the stakes of who made it, and its place in the ledger.

    `leaf` is None for one that came with an imported book; `checkpoint` is the size of the first signed checkpoint that
    covers the leaf, None until the next is signed.
    """

    vouched: Vouched
    stakes: tuple[Stake, ...]
    touching: Stake | None
    signatures: tuple[SignedBy, ...]
    origin: str
    body: str
    leaf: int | None
    checkpoint: int | None
    checkpoint_at: dt.datetime | None


def vouched(scope: Scope) -> Iterator[Vouched]:
    """The attestations that speak of the agreement, the latest first."""
    latest = (versions.latest for versions in scope.documents.attestations.values())
    for attestation in sorted(latest, key=lambda each: each.at, reverse=True):
        mine = tuple(each for each in attestation.evidence if _is_about(scope, attestation, each))
        if mine:
            yield _vouched(scope, attestation, mine)


def _is_about(scope: Scope, attestation: Attestation, evidence: Evidence) -> bool:
    """Whether it speaks of actuals that the agreement measures: in its slices, or around them."""
    if attestation.agreement not in (None, scope.agreement):
        return False
    measured = scope.measured.get(evidence.kpi)
    return measured is not None and any(
        around.contains(evidence.slice) or evidence.slice.contains(around) for around in measured.slices
    )


def _vouched(scope: Scope, attestation: Attestation, mine: tuple[Evidence, ...]) -> Vouched:
    party = scope.documents.party(attestation.by)
    whole = len(mine) == len(attestation.evidence) or "customer" in scope.place.parts
    own = attestation.by in scope.place.seats
    return Vouched(
        id=attestation.id,
        by=party.id,
        by_name=party.name,
        role=party.role,
        at=attestation.at,
        evidence=attestation.evidence if own else mine,
        statement=attestation.statement if whole or own else None,
        grade=_grade(scope, attestation).name,
        digest=scope.documents.digests["attestation", attestation.id, attestation.version],
        number=attestation.version,
    )


def _grade(scope: Scope, attestation: Attestation) -> Grade:
    party = scope.documents.party(attestation.by)
    if party.role == "customer":
        return Grade.verified
    agreed = scope.documents.agreements[scope.agreement].latest
    touched = party.stakes if attestation.agreement is None else stake_in(party, agreed)
    return Grade.reported if touched or party.role != "observer" else Grade.attested


def disputed(scope: Scope) -> Iterator[Disputed]:
    """The disputes about what the agreement measures: open ones first, then the latest."""
    latest = (versions.latest for versions in scope.documents.disputes.values())
    mine = [each for each in latest if _measures(scope, each.evidence)]
    texts = enclosed(scope) if mine else {}
    for dispute in sorted(mine, key=lambda each: (each.answer is None, each.at), reverse=True):
        yield Disputed(
            dispute,
            scope.documents.party(dispute.by).name,
            scope.documents.party(dispute.answer.by).name if dispute.answer else None,
            texts.get(dispute.id),
        )


def _measures(scope: Scope, evidence: Evidence) -> bool:
    measured = scope.measured.get(evidence.kpi)
    return measured is not None and measured.holds(evidence.slice)


def certificate(scope: Scope, id: str) -> Certificate | None:
    """The certificate of an attestation that speaks of the agreement."""
    found = next((each for each in vouched(scope) if each.id == id), None)
    if found is None:
        return None
    party = scope.documents.party(found.by)
    version = Version.objects.filter(
        book=scope.book, kind="attestation", doc_id=id, number=found.number, state="in_force"
    ).first()
    leaf = _leaf(scope, found)
    checkpoint = None if leaf is None else Checkpoint.objects.filter(size__gt=leaf).order_by("size").first()
    return Certificate(
        vouched=found,
        stakes=party.stakes,
        touching=stake_in(party, scope.documents.agreements[scope.agreement].latest),
        signatures=tuple(_signatures(version)) if version else (),
        origin=version.origin if version else "landed",
        body=version.body if version and found.statement is not None else "",
        leaf=leaf,
        checkpoint=checkpoint.size if checkpoint else None,
        checkpoint_at=checkpoint.at if checkpoint else None,
    )


def _leaf(scope: Scope, found: Vouched) -> int | None:
    """The leaf about the attestation's digest."""
    leaves = Leaf.objects.filter(book=scope.book.slug, type="attestation.made", data__contains=f'"{found.digest}"')
    return leaves.order_by("index").values_list("index", flat=True).first()


def _signatures(version: Version) -> Iterator[SignedBy]:
    for each in version.signatures.select_related("seat").order_by("at"):
        yield SignedBy(each.seat.name, each.member_id, each.held, each.vkey, each.at)
