"""The page of one agreement, and its figures as files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trueup.agreements.results import AgreementResult
from trueup.report.html import agreement as parts
from trueup.report.html.context import Context
from trueup.report.html.money import worth
from trueup.report.html.objective import objective
from trueup.report.html.promise import versions
from trueup.report.language import spoken
from trueup.report.theme import config
from trueup.vocabulary import Grade
from trueup.web.agreements import history, queries
from trueup.web.assessments import queries as assessments
from trueup.web.assessments.queries import Judged
from trueup.web.delivery.lines import of_agreement
from trueup.web.horizons.lines import of_agreement as horizons_of
from trueup.web.horizons.queries import SCORED
from trueup.web.jobs.lines import TOLD_OF_BOOK
from trueup.web.jobs.lines import of_agreement as outcomes_of
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.site.export import Table, download

KNOWN = {
    "Value realised": "#know-value",
    "Cost to date": "#know-value",
    "Net": "#know-value",
    "P(success)": "#know-chance",
    "Objectives met": "#know-chance",
    "First promise attained": "#know-promise",
    "Evidence": "#know-evidence",
}
"""Where the page answers for each of its figures."""


EDITIONS = 128
"""Agreements whose fragments a process keeps: a tenth of a megabyte each."""


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Promise against proof: verdict and why, each objective, value against cost, what changed, who signed."""
    return kept(request, partial(_made, request, book, id), on=(TOLD_OF_BOOK, SCORED), book=book)


def _made(request: ActorRequest, book: str, id: str) -> HttpResponse:
    grade = asked_grade(request)
    around = queries.surroundings(request.actor, book, id)
    judged = assessments.agreement(request.actor, book, id, grade)
    context = {
        "book": book,
        "id": id,
        "around": around,
        "here": "agreement",
        "grade": grade,
        "grades": [each.name for each in Grade],
        "happenings": history.of_agreement(around.place),
        "judged": judged,
        "plans": of_agreement(around.place, grade),
        "horizons": horizons_of(around.place),
        "outcomes": outcomes_of(around.place, {each.id: each.kpi for each in judged.result.objectives})
        if judged
        else (),
        **(_told(_edition(judged)) if judged else {}),
    }
    return render(request, "agreements/agreement.html", context)


def _promised(judged: Judged) -> dict[str, str]:
    """The KPI of each objective."""
    return {each.id: each.kpi for each in judged.result.objectives}


def asked_grade(request: HttpRequest) -> str:
    """The grade of evidence at which the reader wants the figures."""
    return request.GET.get("grade") or Grade.reported.name


@dataclass(frozen=True, slots=True)
class Edition:
    """An agreement as one assessment has it, in one language: what is told of it never changes."""

    book: str
    id: str
    grade: str
    computed_at: dt.datetime
    language: str
    judged: Judged = field(compare=False)


def _edition(judged: Judged) -> Edition:
    return Edition(judged.book, judged.result.id, judged.grade, judged.freshness.computed_at, spoken().code, judged)


@lru_cache(EDITIONS)
def _told(edition: Edition) -> Mapping[str, Any]:
    """The fragments of the offline report, made for this page: nobody may change them."""
    judged, result = edition.judged, edition.judged.result
    page = Context(judged.parties, level=1, known=KNOWN)
    return {
        "result": result,
        "parties": parts.parties(result, page),
        "reasons": list(parts.reasons(result, page)),
        "figures": parts.figures(result, page),
        "at_grades": parts.at_grades(result),
        "objectives": [objective(each, page) for each in result.objectives],
        "worth": worth(result.value, page),
        "versions": versions(result, page),
        "charts": page.charts.json(config()),
        "reporters": _reporters(judged),
    }


def _reporters(judged: Judged) -> list[tuple[str, int]]:
    """Who reported how many of the actuals."""
    counts: dict[str, int] = {}
    for each in judged.result.objectives:
        for point in each.points:
            name = judged.parties.get(point.reported_by or "", point.reported_by or "")
            counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


FILE = ("objective", "title", "kpi", "unit", "start", "end", "actual", "grade", "reported_by", "low", "high")


@require_safe
@seated
def file(request: ActorRequest, book: str, id: str, format: str) -> HttpResponse:
    """Every actual behind the page, as CSV or Parquet."""
    judged = assessments.agreement(request.actor, book, id, asked_grade(request))
    rows = list(_rows(judged.result)) if judged else []
    return download(f"{book}-{id}", Table(FILE, rows), format)


def _rows(result: AgreementResult) -> Iterator[tuple[Any, ...]]:
    for each in result.objectives:
        for point in each.points:
            measured = (point.period.start, point.period.end, point.actual, point.grade.name)
            yield (each.id, each.title, each.kpi, each.unit, *measured, point.reported_by, point.low, point.high)
