"""Who must sign a version, and what the signature stands on."""

from __future__ import annotations

from collections.abc import Iterable

from trueup.agreements.documents import Agreement
from trueup.book import Book as Documents
from trueup.delivery.containment.states import signers
from trueup.delivery.documents import Containment, Plan
from trueup.delivery.status import Roles
from trueup.horizons.stakeholders import Stakeholders
from trueup.jobs.survey import Survey
from trueup.kpis.documents import Kpi
from trueup.value.business_case import BusinessCase
from trueup.value.improvement import Improvement
from trueup.value.sealed import sealed
from trueup.value.statement import Statement
from trueup.vocabulary import Document
from trueup.web.documents import relationships
from trueup.web.documents.books import name_of
from trueup.web.documents.seating import portions


def required(book: Documents, document: Document) -> tuple[str, ...]:
    """The parties (ids in the book) without whose signatures a version does not come into force.

    An agreement: its customer and all its providers, and those of the version in force; nobody is written out of what
    they signed. A plan: its customer, and every party that owns a portion of it or of the version in force. A
    containment: those whom its step binds. A KPI: the customer, and customers and providers of every agreement in force
    that rests on it. A survey: the customer, and the provider that asks, for its people's time is given. A
    statement: who pays and who is paid. A business case: who wrote it, and once an agreement names it, its customer and
    providers. An improvement: its own party. The five horizons: customer and providers of the relationship, as it was
    and as it will be. All else: the customer. `book` is the book in force.
    """
    if isinstance(document, Agreement):
        standing = book.agreements.get(document.id)
        return _of_agreements([document, *([standing.latest] if standing else [])])
    if isinstance(document, Plan):
        return _of_plan(book, document)
    if isinstance(document, Containment):
        return _of_step(book, document)
    if isinstance(document, Kpi):
        return _once([*customers(book), *_of_agreements(resting_on(book, document.id))])
    if isinstance(document, Survey):
        return _of_survey(book, document)
    return _of_others(book, document)


def _of_others(book: Documents, document: Document) -> tuple[str, ...]:
    if isinstance(document, BusinessCase):
        return _of_case(book, document)
    if isinstance(document, Statement):
        return _once([document.customer, *(part.party for part in document.parts)])
    if isinstance(document, Stakeholders):
        return tuple(relationships.signing(book, document))
    return (document.party,) if isinstance(document, Improvement) else customers(book)


def _of_case(book: Documents, case: BusinessCase) -> tuple[str, ...]:
    """Who wrote it; once an agreement names it, nobody re-cuts it without all who agreed on it."""
    versions = (version for each in book.agreements.values() for version in each)
    return _once([case.party, *_of_agreements([each for each in versions if each.business_case == case.id])])


def _of_survey(book: Documents, survey: Survey) -> tuple[str, ...]:
    """An observer asks without signing: it signs nothing but attestations."""
    asks = book.parties.get(survey.party or "")
    return _once([*customers(book), *([asks.id] if asks is not None and asks.role == "provider" else [])])


def _of_plan(book: Documents, plan: Plan) -> tuple[str, ...]:
    """Its customer, and who owns a portion of it or of the version in force: nobody is written out either."""
    standing = book.plans.get(plan.id)
    versions = [plan, *([standing.latest] if standing else [])]
    owners = sorted({party for version in versions for party in portions(version)})
    signing = [party for party in owners if party in book.parties and book.parties[party].role != "observer"]
    return _once([*_customers_of(book, plan), *signing])


def _customers_of(book: Documents, plan: Plan) -> tuple[str, ...]:
    agreement = book.agreements.get(plan.agreement or "")
    return (agreement.latest.customer,) if agreement else customers(book)


def _of_step(book: Documents, step: Containment) -> tuple[str, ...]:
    """Those whom a step of a containment binds (delivery.containment.states)."""
    plan, standing = book.plans.get(step.plan), book.containments.get(step.id)
    if plan is None:
        return customers(book)
    roles = Roles(customer=next(iter(_customers_of(book, plan.latest)), None))
    return signers(standing.latest if standing else None, step, plan.latest, roles)


def customers(book: Documents) -> tuple[str, ...]:
    """The parties whose book it is."""
    return tuple(party.id for party in book.parties.values() if party.role == "customer")


def resting_on(book: Documents, kpi: str) -> list[Agreement]:
    """The agreements in force with an objective of this KPI."""
    latest = (versions.latest for versions in book.agreements.values())
    return [agreement for agreement in latest if any(objective.kpi == kpi for objective in agreement.objectives)]


def stands_on(book: Documents, document: Document) -> dict[str, str]:
    """The digests of what a document means by its words, as now in force: the book's definition, and of an agreement
    its KPIs and the business case that it seals, of a containment its plan, of a statement the terms.
    """
    under: list[Document] = []
    if isinstance(document, Agreement):
        kpis = {objective.kpi for objective in document.objectives}
        under += [book.kpis[kpi].latest for kpi in sorted(kpis) if kpi in book.kpis]
        under += _sealed_by(book, document)
    elif isinstance(document, Statement):
        under += [each for each in book.agreements.get(document.agreement, ()) if each.version == document.terms]
    elif isinstance(document, Containment):
        under += [book.plans[document.plan].latest] if document.plan in book.plans else []
    else:
        return {}
    return {
        name_of(each.kind_name(), each.id, each.version): book.digests[each.kind_name(), each.id, each.version]
        for each in (book.definition, *under)
    }


def _sealed_by(book: Documents, agreement: Agreement) -> list[Document]:
    """The version of its business case that it seals: the one that was sealed already, else the one in force now."""
    case = book.business_cases.get(agreement.business_case or "")
    if case is None:
        return []
    standing = book.agreements.get(agreement.id)
    already = sealed(case.all, standing.all, book.definition.zone) if standing else None
    return [already.case if already else case.latest]


def _of_agreements(agreements: Iterable[Agreement]) -> tuple[str, ...]:
    return _once(party for agreement in agreements for party in (agreement.customer, *agreement.providers))


def _once(parties: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(parties))
