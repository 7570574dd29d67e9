"""Rules about references of agreements, attestations and disputes: whoever is named must exist and may do so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trueup.vocabulary import PHASES, Issue, Level, PartyDocument, Slice, day_of, did_you_mean

if TYPE_CHECKING:
    from trueup.agreements.documents import Agreement, Attestation, Evidence
    from trueup.book.documents import BookDefinition, Party, Stake
    from trueup.book.draft import D, Draft, Placed
    from trueup.book.yaml import Path


def agreement_parties_exist(draft: Draft) -> Iterator[Issue]:
    """Customer, providers and observer are parties, and three different ones."""
    for placed in draft.agreements:
        agreement = placed.document
        yield from draft.no_party(placed, ("customer",), agreement.customer)
        for index, provider in enumerate(agreement.providers):
            yield from draft.no_party(placed, ("providers", index), provider)
            if provider == agreement.customer:
                yield placed.issue("error", ("providers", index), f"{provider!r} is the customer")
        yield from draft.no_party(placed, ("observer",), agreement.observer)
        if agreement.observer in (agreement.customer, *agreement.providers):
            message = f"{agreement.observer!r} is a side of this agreement and cannot observe it"
            yield placed.issue("error", ("observer",), message, "name a party with no stake")


def roles_are_kept(draft: Draft) -> Iterator[Issue]:
    """An observer is an observer; other roles may differ from agreement to agreement, which is worth a hint."""
    for placed in draft.agreements:
        agreement = placed.document
        observer = draft.parties.get(agreement.observer or "")
        if observer is not None and observer.role != "observer":
            message = f"{observer.id!r} is a {observer.role} in the book, not an observer"
            yield placed.issue("error", ("observer",), message, "name a party with role: observer")
        customer = draft.parties.get(agreement.customer)
        if customer is not None and customer.role != "customer":
            message = f"{customer.id!r} is a {customer.role} in the book"
            yield placed.issue("hint", ("customer",), message)


def observer_has_no_stake(draft: Draft) -> Iterator[Issue]:
    """Independence is shown before anyone signs, and an attestation by a party with a stake counts for nothing."""
    for placed in draft.agreements:
        observer = draft.parties.get(placed.document.observer or "")
        stake = stake_in(observer, placed.document)
        if observer is not None and stake is not None:
            message = f"{observer.id!r} has a {stake.test} stake: {stake.what}"
            yield placed.issue("soon", ("observer",), message, "name an observer without a stake in it")


def stake_in(party: Party | None, agreement: Agreement) -> Stake | None:
    """The first stake of a party in an agreement, in its project or in one of its sides."""
    things = {None, agreement.id, agreement.project, agreement.customer, *agreement.providers}
    return next((stake for stake in party.stakes if stake.in_ in things), None) if party else None


def agreement_names_exist(draft: Draft) -> Iterator[Issue]:
    """Objectives in scope, parties of costs and fees."""
    for placed in draft.agreements:
        agreement = placed.document
        objectives = [objective.id for objective in agreement.objectives]
        for index, item in enumerate(agreement.scope):
            for number, name in enumerate(item.objectives):
                path = ("scope", index, "objectives", number)
                yield from draft.lost(placed, path, "objective", name, objectives)
        for index, cost in enumerate(agreement.costs):
            yield from draft.no_party(placed, ("costs", index, "party"), cost.party)
        for index, other in enumerate(agreement.others):
            yield from draft.no_party(placed, ("others", index, "party"), other.party)
        for index, price in enumerate(agreement.prices):
            yield from draft.lost(placed, ("prices", index, "kpi"), "KPI", price.kpi, draft.kpi_names)


def objective_names_exist(draft: Draft) -> Iterator[Issue]:
    """KPI, owner, accountable parties and slices of an objective."""
    for placed, objective, path in draft.objectives():
        agreement = placed.document
        yield from draft.lost(placed, (*path, "kpi"), "KPI", objective.kpi, draft.kpi_names)
        yield from draft.no_party(placed, (*path, "owner"), objective.owner)
        for index, party in enumerate(objective.accountable):
            sides = (*agreement.providers, agreement.customer)
            yield from draft.lost(placed, (*path, "accountable", index), "side of this agreement", party, sides)
        yield from slice_exists(draft, placed, (*path, "slice"), objective.slice)


def slice_exists(draft: Draft, placed: Placed[D], path: Path, slice: Slice) -> Iterator[Issue]:
    """Stages and phases are known; a provider in data need not be a party, but a near miss is worth a hint."""
    if draft.definition is not None:
        yield from draft.lost(placed, (*path, "stage"), "stage", slice.stage, draft.definition.stages)
    yield from draft.lost(placed, (*path, "phase"), "phase", slice.phase, PHASES)
    if slice.provider is not None and slice.provider not in draft.parties:
        near = did_you_mean(slice.provider, draft.parties)
        if near:
            yield placed.issue("hint", (*path, "provider"), f"{slice.provider!r} is not a party of the book", near)


def attestation_is_entitled(draft: Draft) -> Iterator[Issue]:
    """An observer without a stake attests, the customer verifies; a provider can do neither."""
    for placed in draft.attestations:
        attestation = placed.document
        yield from draft.no_party(placed, ("by",), attestation.by)
        yield from draft.lost(placed, ("agreement",), "agreement", attestation.agreement, draft.agreement_names)
        party = draft.parties.get(attestation.by)
        if party is not None:
            yield from _may_attest(draft, placed, party)


def _about(draft: Draft, attestation: Attestation) -> Iterator[Agreement]:
    """The agreements an attestation speaks to: the one it names, or all that use its KPIs."""
    kpis = {evidence.kpi for evidence in attestation.evidence}
    for agreement in draft.agreement_by_id.values():
        uses = any(objective.kpi in kpis for objective in agreement.objectives)
        if attestation.agreement == agreement.id or (attestation.agreement is None and uses):
            yield agreement


def _may_attest(draft: Draft, placed: Placed[Attestation], party: Party) -> Iterator[Issue]:
    may = party.role in ("customer", "observer")
    for agreement in _about(draft, placed.document):
        if party.id in agreement.providers:
            may = False
        stake = stake_in(party, agreement) if party.id != agreement.customer else None
        if stake is not None:
            message = f"{party.id!r} has a {stake.test} stake in {agreement.id!r} and cannot attest: {stake.what}"
            level: Level = "hint" if _declared_later(draft, placed.document, party, stake) else "error"
            yield placed.issue(level, ("by",), message, "ask an observer without a stake")
    if not may:
        message = f"{party.id!r} is a provider: a provider reports, the customer verifies, an observer attests"
        yield placed.issue("error", ("by",), message, "remove this attestation")


def _declared_later(draft: Draft, attestation: Attestation, party: Party, stake: Stake) -> bool:
    """Whether the stake did not stand when the party attested: that counts for less then, and is no mistake."""
    versions = sorted(_definitions(draft, party.id), key=lambda document: document.version)
    by_then = [each for each in versions if each.agreed_at is None or each.agreed_at <= attestation.at]
    listed = _listed(by_then[-1], party.id) if by_then else None
    return listed is None or stake not in listed.stakes


def _definitions(draft: Draft, party: str) -> list[BookDefinition | PartyDocument]:
    """The versions of the document that says who a party is: its own, else the book's definition."""
    own = [placed.document for placed in draft.party_documents if placed.document.id == party]
    return [*own] or [placed.document for placed in draft.books]


def _listed(document: BookDefinition | PartyDocument, party: str) -> Party | None:
    return document.party if isinstance(document, PartyDocument) else document.party(party)


def evidence_exists(draft: Draft) -> Iterator[Issue]:
    """What is attested or disputed is an actual that could be there."""
    for attestation in draft.attestations:
        for index, evidence in enumerate(attestation.document.evidence):
            yield from _evidence(draft, attestation, ("evidence", index), evidence, attestation.document.at)
    for dispute in draft.disputes:
        yield from _evidence(draft, dispute, ("evidence",), dispute.document.evidence, dispute.document.at)


def _evidence(draft: Draft, placed: Placed[D], path: Path, evidence: Evidence, at: dt.datetime) -> Iterator[Issue]:
    yield from draft.lost(placed, (*path, "kpi"), "KPI", evidence.kpi, draft.kpi_names)
    yield from draft.no_party(placed, (*path, "reported_by"), evidence.reported_by)
    yield from slice_exists(draft, placed, (*path, "slice"), evidence.slice)
    if draft.definition is not None and (day := day_of(at, draft.zone)) < evidence.period.start:
        message = f"speaks on {day} of {evidence.period}, which had not begun"
        yield placed.issue("error", (*path, "period"), message)


def dispute_is_answered_by_another(draft: Draft) -> Iterator[Issue]:
    """Parties of a dispute exist, and its answer comes later and from somebody else."""
    for placed in draft.disputes:
        dispute = placed.document
        yield from draft.no_party(placed, ("by",), dispute.by)
        if dispute.answer is None:
            continue
        yield from draft.no_party(placed, ("answer", "by"), dispute.answer.by)
        if dispute.answer.at < dispute.at:
            yield placed.issue(
                "error", ("answer", "at"), f"answered on {day_of(dispute.answer.at, draft.zone)}, before it was raised"
            )
        if dispute.answer.by == dispute.by and dispute.answer.finding == "upheld":
            message = f"{dispute.by!r} upholds its own dispute"
            yield placed.issue("error", ("answer", "by"), message, "another party answers")


RULES = (
    agreement_parties_exist,
    roles_are_kept,
    observer_has_no_stake,
    agreement_names_exist,
    objective_names_exist,
    attestation_is_entitled,
    evidence_exists,
    dispute_is_answered_by_another,
)
