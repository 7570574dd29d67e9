"""Standing behind evidence: the customer verifies it, an observer without a stake attests it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.agreements.documents import Attestation, Evidence
from trueup.book.book import Book as Documents
from trueup.book.rules.names import stake_in
from trueup.facts import Snapshot
from trueup.vocabulary import InputError
from trueup.web.documents.books import store_of
from trueup.web.evidence.actions.statements import Stated, publish, stated_before, statement_id
from trueup.web.evidence.known import known_rows
from trueup.web.evidence.scope import Measured, Scope, scope_of
from trueup.web.parties.access import Actor, Refused

LONGEST = 5000


def verify(
    actor: Actor | None, book: str, agreement: str, evidence: Sequence[Evidence], statement: str, *, key: str
) -> Stated:
    """The customer verifies actuals of an agreement as they are known now. Returns the attestation (grade verified).

    The same key gives the same statement. Raises NotFound, Refused, InputError for evidence that is not the agreement's
    or of which there is no actual.
    """
    scope = scope_of(actor, book, agreement, "evidence.verify")
    return _vouch(scope, evidence, statement, statement_id("verified", scope, key))


def attest(
    actor: Actor | None, book: str, agreement: str, evidence: Sequence[Evidence], statement: str, *, key: str
) -> Stated:
    """The observer attests actuals of an agreement as they are known now. Returns the attestation (grade attested).

    Raises as `verify`, and Refused where the observer has declared a stake that touches the agreement.
    """
    scope = scope_of(actor, book, agreement, "evidence.attest")
    refuse_stake(scope)
    return _vouch(scope, evidence, statement, statement_id("attested", scope, key))


def refuse_stake(scope: Scope) -> None:
    """Raise Refused where the seat has a stake in the agreement: who gains from a result does not judge it."""
    party = scope.documents.party(scope.seat)
    stake = stake_in(party, scope.documents.agreements[scope.agreement].latest)
    if stake is not None:
        said = {"party": party.name, "test": _(stake.test), "what": stake.what}
        raise Refused(
            _("%(party)s has declared a %(test)s stake in this agreement and cannot attest: %(what)s") % said,
            do=_("an observer without a stake attests"),
        )


def _vouch(scope: Scope, evidence: Sequence[Evidence], statement: str, id: str) -> Stated:
    before = stated_before(scope, "attestation", id)
    if before is not None:
        return before
    if not statement.strip() or len(statement) > LONGEST:
        raise InputError(_("say what was checked and how, in at most 5000 characters"))
    spoken = tuple(dict.fromkeys(_spoken_of(scope, evidence)))
    if not spoken:
        raise InputError(_("nothing was chosen"), do=_("choose at least one period"))
    document = Attestation(
        id=id,
        by=scope.seat,
        at=timezone.now(),
        agreement=scope.agreement,
        evidence=spoken,
        statement=statement.strip(),
    )
    return publish(scope, document)


def _spoken_of(scope: Scope, evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """Each piece of evidence, checked; of a ratio, the figures that it divides."""
    with store_of(scope.book.slug).snapshot() as snapshot:
        for each in evidence:
            for part in _parts(scope.documents, each):
                check_evidence(scope, part, snapshot)
                yield part


def _parts(documents: Documents, evidence: Evidence) -> Iterator[Evidence]:
    versions = documents.kpis.get(evidence.kpi)
    aggregate = versions.latest.aggregate if versions else None
    if aggregate is None or not (aggregate.numerator and aggregate.denominator):
        yield evidence
        return
    for kpi in (aggregate.numerator, aggregate.denominator):
        yield evidence.model_copy(update={"kpi": kpi})


def check_evidence(scope: Scope, evidence: Evidence, snapshot: Snapshot) -> None:
    """Raise InputError unless the evidence is the agreement's, its period has begun, and there is an actual in it."""
    measured = scope.measured.get(evidence.kpi)
    if measured is None or not measured.holds(evidence.slice):
        raise InputError(
            _("%(kpi)s in %(slice)s is not what this agreement measures")
            % {"kpi": evidence.kpi, "slice": evidence.slice}
        )
    if evidence.period.start > scope.today:
        raise InputError(_("the period %(period)s has not begun") % {"period": evidence.period})
    if evidence.reported_by is not None and evidence.reported_by not in scope.documents.parties:
        raise InputError(_("there is no party %(party)r") % {"party": evidence.reported_by})
    if measured.kpi.entered and not _actuals(measured, evidence, snapshot):
        said = {"kpi": measured.kpi.name, "period": evidence.period}
        raise InputError(_("there is no actual of %(kpi)s in %(period)s") % said)


def _actuals(measured: Measured, evidence: Evidence, snapshot: Snapshot) -> bool:
    rows = known_rows(snapshot, {measured.kpi.id}, within=evidence.period)
    return any(
        evidence.slice.contains(row.slice)
        and evidence.period.start <= row.period.start
        and row.period.end <= evidence.period.end
        and evidence.reported_by in (None, row.reported_by)
        for row in rows
    )
