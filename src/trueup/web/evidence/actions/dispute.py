"""Disputes: a party holds an actual to be wrong, with a figure and a reason; somebody else answers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.agreements.documents import Answer, Dispute, Evidence
from trueup.vocabulary import InputError
from trueup.web.documents.access import agreement_place
from trueup.web.documents.books import store_of
from trueup.web.evidence.actions.statements import Stated, publish, stated_before, statement_id
from trueup.web.evidence.actions.vouch import check_evidence, refuse_stake
from trueup.web.evidence.enclosures import with_enclosure
from trueup.web.evidence.known import known_rows
from trueup.web.evidence.scope import Scope, scope_of
from trueup.web.parties.access import Actor, NotFound, Refused

Finding = Literal["upheld", "rejected", "settled"]
FINDINGS: tuple[Finding, ...] = ("upheld", "rejected", "settled")
LONGEST = 5000


def dispute(
    actor: Actor | None,
    book: str,
    agreement: str,
    evidence: Evidence,
    reason: str,
    *,
    key: str,
    counter: Decimal | None = None,
    enclosure: str = "",
) -> Stated:
    """Hold an actual of an agreement to be wrong; `counter` is the figure held true, `enclosure` a text that shows why.

    Until it is answered, every figure that it touches is shown with both sides' values. The same key gives the same
    dispute. Raises NotFound, Refused, InputError.
    """
    scope = scope_of(actor, book, agreement, "dispute.open")
    name = statement_id("dispute", scope, key)
    before = stated_before(scope, "dispute", name)
    if before is not None:
        return before
    if not reason.strip() or len(reason) > LONGEST:
        raise InputError(_("say why the figure is wrong, in at most 5000 characters"))
    _check_evidence(scope, evidence)
    document = Dispute(
        id=name,
        by=scope.seat,
        at=timezone.now(),
        evidence=evidence,
        counter=counter,
        reason=with_enclosure(reason.strip(), enclosure),
    )
    return publish(scope, document, enclosure)


def _check_evidence(scope: Scope, evidence: Evidence) -> None:
    with store_of(scope.book.slug).snapshot() as snapshot:
        check_evidence(scope, evidence, snapshot)
    if scope.documents.kpi(evidence.kpi).latest.aggregate.how == "ratio":
        raise InputError(_("dispute one of the two figures that the ratio divides"))


def answer(
    actor: Actor | None,
    book: str,
    agreement: str,
    id: str,
    finding: Finding,
    *,
    actual: Decimal | None = None,
    reason: str = "",
) -> Stated:
    """End a dispute: its observer finds; who raised it may take it back; whose figure it is may concede.

    `actual` is the figure that stands, where the observer finds a new one. The answer is version 2 of the dispute; the
    same answer again changes nothing. Raises NotFound, Refused, InputError.
    """
    scope, raised = _answering(actor, book, agreement, id, finding, actual)
    if finding not in FINDINGS or len(reason) > LONGEST:
        raise InputError(_("an answer is a finding with a reason of at most 5000 characters"))
    _check_figure(raised, finding, actual)
    said = Answer(by=scope.seat, at=timezone.now(), finding=finding, actual=actual, reason=reason.strip() or None)
    if raised.answer is not None:
        return _answered(scope, raised, said)
    return publish(scope, raised.model_copy(update={"version": 2, "agreed_at": said.at, "answer": said}))


def _answered(scope: Scope, raised: Dispute, said: Answer) -> Stated:
    """The answer that the dispute has, if it is the same."""
    before = stated_before(scope, "dispute", raised.id, raised.version)
    if before is None or raised.answer is None or raised.answer.model_copy(update={"at": said.at}) != said:
        raise Refused(_("this dispute has been answered"))
    return before


def _check_figure(raised: Dispute, finding: Finding, actual: Decimal | None) -> None:
    if finding == "rejected" and actual is not None:
        raise InputError(_("a dispute that is rejected leaves the figure as it was: give none"))
    if finding == "upheld" and actual is None and raised.counter is None:
        raise InputError(_("the dispute states no figure: say which one stands"))


def _answering(
    actor: Actor | None, book: str, agreement: str, id: str, finding: Finding, actual: Decimal | None
) -> tuple[Scope, Dispute]:
    """Who answers, and what. Only the observer finds; the parties may give in."""
    scope = scope_of(actor, book, agreement, "agreement.read")
    raised, place = dispute_of(scope, id), scope.place
    if place.may("dispute.answer"):
        scope = replace(scope, seat=place.seat_for("dispute.answer"))
        refuse_stake(scope)
        return scope, raised
    if not place.may("dispute.open") or "sign" not in place.actor.scopes:
        agreement_place(actor, book, agreement, "dispute.answer")  # says who may
    scope = replace(scope, seat=place.seat_for("dispute.open"))
    takes_back = scope.seat == raised.by and finding == "settled" and actual is None
    concedes = scope.seat in reporters_of(scope, raised.evidence) - {raised.by} and finding == "upheld"
    if not takes_back and not (concedes and actual is None):
        raise Refused(
            _("a party does not judge its own dispute"),
            do=_("the observer answers it; who raised it may take it back, whose figure it is may concede it"),
        )
    return scope, raised


def reporters_of(scope: Scope, evidence: Evidence) -> set[str]:
    """The parties whose figures the evidence speaks of."""
    kpi = scope.documents.kpi(evidence.kpi).latest
    if evidence.reported_by is not None:
        return {evidence.reported_by}
    if kpi.formula is not None:
        return {kpi.formula.reported_by} - {None}  # type: ignore[return-value]
    with store_of(scope.book.slug).snapshot() as snapshot:
        rows = known_rows(snapshot, {kpi.id}, within=evidence.period)
    return {row.reported_by for row in rows if evidence.slice.contains(row.slice)}


def dispute_of(scope: Scope, id: str) -> Dispute:
    """A dispute about what the agreement measures. Raises NotFound."""
    versions = scope.documents.disputes.get(id)
    if versions is not None and speaks_of(scope, versions.latest.evidence):
        return versions.latest
    raise NotFound(_("there is no dispute %(id)r") % {"id": id})


def speaks_of(scope: Scope, evidence: Evidence) -> bool:
    """Whether a statement about this evidence is about what the agreement measures."""
    measured = scope.measured.get(evidence.kpi)
    return measured is not None and measured.holds(evidence.slice)
