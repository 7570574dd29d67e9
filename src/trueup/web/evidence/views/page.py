"""The page of an agreement's evidence, its tables as files, and certificates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trueup.agreements.documents import Evidence
from trueup.agreements.results import AgreementResult, Point
from trueup.web.assessments import queries as assessments
from trueup.web.evidence import queries
from trueup.web.evidence.actuals import Actual, Measure
from trueup.web.evidence.forms import choice_of
from trueup.web.evidence.queries import EvidenceOf
from trueup.web.evidence.scope import Scope
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.site.export import download

SHOWN = 60
"""How many actuals of a KPI the page shows; the export has them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One actual on the page, with the value that chooses it."""

    actual: Actual
    choice: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class Computed:
    """An actual that a formula computes."""

    point: Point
    choice: str


@dataclass(frozen=True, slots=True)
class Section:
    """A KPI on the page."""

    measure: Measure
    lines: tuple[Line, ...]
    computed: tuple[Computed, ...]
    more: int


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Every actual with grade, reporter and corrections; statements; disputes; how it came; what I may do."""
    return render(request, "evidence/evidence.html", context(request, book, id))


def context(request: ActorRequest, book: str, id: str) -> dict[str, Any]:
    """What the page and its forms show."""
    found = queries.evidence(request.actor, book, id)
    judged = assessments.judged_at(found.scope.place)
    return {
        "book": book,
        "id": id,
        "here": "evidence",
        "found": found,
        "judged": judged,
        "sections": list(sections(found, judged.result if judged else None)),
        "may": {right.replace(".", "_"): right in found.may for right in queries.RIGHTS},
        "parties": found.parties,
    }


def sections(found: EvidenceOf, result: AgreementResult | None, shown: int = SHOWN) -> Iterator[Section]:
    """A section for each KPI: the rows reported, or what its formula computes."""
    for measure in found.measures:
        lines = tuple(_line(actual) for actual in measure.actuals[:shown])
        computed = tuple(_computed(measure, result)) if measure.kpi.formula is not None and result else ()
        yield Section(measure, lines, computed[:shown], max(0, len(measure.actuals) - shown))


def _line(actual: Actual) -> Line:
    row = actual.row
    evidence = Evidence(kpi=row.kpi, period=row.period, slice=row.slice, reported_by=row.reported_by)
    return Line(actual, choice_of(evidence), {"kpi": row.kpi, "period": str(row.period), **row.slice.bound})


def _computed(measure: Measure, result: AgreementResult) -> Iterator[Computed]:
    for objective in result.objectives:
        if objective.kpi == measure.kpi.id:
            for point in reversed(objective.points):
                evidence = Evidence(kpi=objective.kpi, period=point.period, slice=objective.slice)
                yield Computed(point, choice_of(evidence))


@require_safe
@seated
def file(request: ActorRequest, book: str, id: str, what: str, format: str) -> HttpResponse:
    """One table of the page as CSV or Parquet."""
    return download(f"{book}-{id}-{what}", queries.table(request.actor, book, id, what), format)


@require_safe
@seated
def certificate(request: ActorRequest, book: str, id: str, attestation: str) -> HttpResponse:
    """What was vouched for, by whom with which stakes, at which place of the ledger: to read and to print."""
    scope, found = queries.certificate_of(request.actor, book, id, attestation)
    told = {
        "book": book,
        "id": id,
        "here": "evidence",
        "scope": scope,
        "agreement": scope.documents.agreements[id].latest,
        "found": found,
        "covered": [_covered(scope, each) for each in found.vouched.evidence],
    }
    return render(request, "evidence/certificate.html", told)


def _covered(scope: Scope, evidence: Evidence) -> tuple[Evidence, str, str]:
    """A piece of evidence with the names of its KPI and of its reporter (empty: anybody)."""
    by = evidence.reported_by
    name = scope.documents.party(by).name if by and by in scope.documents.parties else by or ""
    return evidence, scope.documents.kpi(evidence.kpi).latest.name, name
