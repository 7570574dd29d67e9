"""The list of books, the calibration of one, and its forecasts as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trueup.report.calibration_table import COLUMNS, calibration_table
from trueup.report.html.figure import Charts
from trueup.report.tables import Table
from trueup.report.theme import config
from trueup.value.results_calibration import ForecastLine
from trueup.web.calibration import figures, queries
from trueup.web.calibration.queries import KEPT, Seen
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.site.export import download

LINES = 40
"""Forecasts that the page lists: what was answered last first, then what is open; the file has all."""


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """Every book of the seat; the only one at once."""
    return kept(request, partial(_index, request), on=[KEPT])


def _index(request: ActorRequest) -> HttpResponse:
    found = queries.books(request.actor)
    if len(found) == 1:
        return _page(request, queries.seen(request.actor, found[0].book.slug))
    return render(request, "calibration/index.html", {"rows": found})


@require_safe
@seated
def show(request: ActorRequest, book: str) -> HttpResponse:
    """How often forecasts were right, who promises too much, and which methods keep their place."""
    found = queries.seen(request.actor, book)
    return kept(request, partial(_page, request, found), found.going, on=[KEPT])


@require_safe
@seated
def state(request: ActorRequest, book: str) -> HttpResponse:
    """How far the computation is, as a piece of the page that asks again until it ends."""
    found = queries.seen(request.actor, book)
    answer = render(request, "calibration/under-way.html", {"seen": found})
    if found.going is None:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_safe
@seated
def table(request: ActorRequest, book: str, format: str) -> HttpResponse:
    """Every forecast against what came, as a file."""
    found = queries.seen(request.actor, book).found
    rows = calibration_table(found) if found is not None else Table(COLUMNS, [])
    return download(f"{book}-forecasts", rows, format)


def _page(request: ActorRequest, seen: Seen) -> HttpResponse:
    charts, names = Charts(), seen.names
    context = {"seen": seen, "book": seen.book, "found": seen.found}
    if seen.found is not None:
        context |= {
            "chances": [figures.chances(each, charts, names) for each in seen.found.kinds if each.all.probabilities],
            "ranges": [figures.ranges(each, charts, names) for each in seen.found.kinds if each.all.intervals],
            "promises": figures.promises(seen.found, charts, names),
            "ladder": figures.ladder(seen.found.ladder, charts),
            "kinds": figures.counts(seen.found),
            "lacking": figures.lacking(seen.found),
            "lines": _latest(seen.found.lines, seen.kpi_names),
            "nothing": not any(each.counted.over for each in seen.found.kinds),
            "first": figures.first_answer(seen.found),
        }
    context["charts"] = charts.json(config()) if charts.drawn else None
    return render(request, "calibration/book.html", context)


def _latest(lines: Sequence[ForecastLine], names: Mapping[str, str]) -> list[ForecastLine]:
    """What was answered last comes first; `names` are those of KPIs."""
    shown = sorted(lines, key=lambda each: (each.state == "over", each.for_date), reverse=True)[:LINES]
    return [each.model_copy(update={"subject": _called(each.subject, names)}) for each in shown]


def _called(subject: str, names: Mapping[str, str]) -> str:
    """A subject that begins with the id of a KPI, with its name instead."""
    first, space, rest = subject.partition(" ")
    return f"{names.get(first, first)}{space}{rest}"
