"""The cube as a heat map, the facts behind a cell, and kept views."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from trueup.report.charts import grid
from trueup.report.html.figure import Charts, Table
from trueup.report.html.findings import key
from trueup.report.html.markup import Markup
from trueup.report.theme import config
from trueup.scorecard.model import Finding
from trueup.vocabulary import DIMENSIONS
from trueup.web.explore import actions, cube, queries
from trueup.web.explore.asked import ACROSS, DOWN, LASTS, Asked
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.site.export import Table as Sheet
from trueup.web.site.export import download

SHOWN = 8
TITLES = {
    "kpi": gettext_noop("KPI"),
    "stage": gettext_noop("Stage"),
    "phase": gettext_noop("Phase"),
    "project": gettext_noop("Project"),
    "provider": gettext_noop("Provider"),
    "segment": gettext_noop("Segment"),
    "month": gettext_noop("Month"),
    "quarter": gettext_noop("Quarter"),
    "year": gettext_noop("Year"),
}
CELLS = 1200
"""More than this nobody can look at; the reader is asked to narrow it."""


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """Which book? With one, there is nothing to ask."""
    found = queries.books(request.actor)
    if len(found) == 1:
        return redirect("explore", book=found[0].slug)
    return render(request, "explore/books.html", {"books": found})


@require_safe
@seated
def show(request: ActorRequest, book: str) -> HttpResponse:
    """The heat map of a book, its strengths and weaknesses, and the views that were kept."""
    return kept(request, partial(_made, request, book))


def _made(request: ActorRequest, book: str) -> HttpResponse:
    found, asked = queries.sight(request.actor, book), Asked.of(request.GET)
    placed = cube.placed(queries.cube(found, asked), asked, book)
    charts = Charts()
    context = {
        "found": found,
        "asked": asked,
        "book": book,
        "crowded": len(placed) > CELLS,
        "picture": _picture(placed, asked, found, charts) if 0 < len(placed) <= CELLS else None,
        "lines": _lines(placed[:CELLS], asked, found),
        "titles": (_title(asked.down), _title(asked.across)),
        "fields": _fields(queries.choices(found), asked),
        "axes": _axes(asked),
        "strengths": _called(found.strengths, found),
        "weaknesses": _called(found.weaknesses, found),
        "views": queries.views(found),
        "charts": charts.json(config()) if charts.drawn else None,
    }
    return render(request, "explore/explore.html", context)


def _called(findings: Sequence[Finding], found: queries.Sight) -> list[Finding]:
    """The first of them, with places by what people call them."""
    return [each.model_copy(update={"words": queries.named(each.words, found.names)}) for each in findings[:SHOWN]]


def _picture(placed: Sequence[cube.Placed], asked: Asked, found: queries.Sight, charts: Charts) -> Markup:
    caption = _("How often targets were kept: %(down)s × %(across)s") % {
        "down": _title(asked.down),
        "across": _title(asked.across),
    }
    if found.names["kpi"].get(asked.kpi):
        caption = f"{found.names['kpi'][asked.kpi]}: {caption}"
    cells = cube.cells(placed, asked, found.names)
    told = _("Each cell shows its actual where it holds one alone, else the share of periods that kept the target.")
    rows = [(cell.down, cell.across, cell.label, cell.told) for cell in cells]
    columns = (_title(asked.down), _title(asked.across), _("Kept or actual"), _("What it rests on"))
    return charts.figure(grid(cells), caption, told, Table(columns, rows, frozenset({2})), key())


def _lines(placed: Sequence[cube.Placed], asked: Asked, found: queries.Sight) -> list[dict[str, Any]]:
    return [
        {
            "down": cube.named(asked.down, each.down, found.names),
            "across": cube.named(asked.across, each.across, found.names),
            "label": cube.label_of(each.tally),
            "tally": each.tally,
            "href": each.href,
        }
        for each in placed
    ]


def _title(name: str) -> str:
    """What people call a dimension."""
    return _(TITLES[name])


def _fields(choices: dict[str, list[tuple[str, str]]], asked: Asked) -> list[dict[str, Any]]:
    chosen = {"kpi": asked.kpi, **asked.where}
    return [
        {"name": name, "word": _title(name), "choices": choices[name], "chosen": chosen.get(name, "")}
        for name in ("kpi", *DIMENSIONS)
        if len(choices[name]) > 1 or chosen.get(name)
    ]


def _axes(asked: Asked) -> list[dict[str, Any]]:
    def options(names: Sequence[str]) -> list[tuple[str, str]]:
        return [(name, _title(name)) for name in names]

    lasts = [(str(last), _("the last %(count)d") % {"count": last}) for last in LASTS]
    return [
        {"name": "down", "word": _("Down"), "choices": options(DOWN), "chosen": asked.down},
        {"name": "across", "word": _("Across"), "choices": options(ACROSS), "chosen": asked.across},
        {"name": "last", "word": _("Periods"), "choices": lasts, "chosen": str(asked.last)},
    ]


@require_safe
@seated
def file(request: ActorRequest, book: str, format: str) -> HttpResponse:
    """The cube's rows behind the map, as CSV or Parquet."""
    found, asked = queries.sight(request.actor, book), Asked.of(request.GET)
    rows = queries.cube(found, asked)
    columns = tuple(rows[0]) if rows else asked.by
    return download(f"{book}-cube", Sheet(columns, [[row.get(name) for name in columns] for row in rows]), format)


@require_safe
@seated
def facts(request: ActorRequest, book: str) -> HttpResponse:
    """The observations behind a cell."""
    found = queries.sight(request.actor, book)
    place = _place(request)
    rows = list(queries.facts(found, place))
    units = {name: versions.latest.unit.name for name, versions in found.opened.book.kpis.items()}
    told = [(_title(name), cube.named(name, value, found.names)) for name, value in place.items()]
    context = {"found": found, "book": book, "rows": rows, "units": units, "told": told, "most": queries.FACTS}
    context["formulas"] = queries.formulas(found, place)
    return render(request, "explore/facts.html", context)


def _place(request: ActorRequest) -> dict[str, str]:
    """The cell that an address names."""
    return {name: request.GET.get(name, "") for name in dict.fromkeys((*DOWN, *ACROSS)) if name in request.GET}


COLUMNS = (
    "kpi", "start", "end", *DIMENSIONS, "actual", "n", "stderr", "reported_by", "recorded_at", "source", "source_ref",
    "claim", "missing_reason",
)  # fmt: skip


@require_safe
@seated
def facts_file(request: ActorRequest, book: str, format: str) -> HttpResponse:
    """The same observations as CSV or Parquet."""
    found = queries.sight(request.actor, book)
    place = _place(request)
    rows = [
        (row.kpi, row.period.start, row.period.end, *(getattr(row.slice, name) for name in DIMENSIONS), row.actual,
         row.n, row.stderr, row.reported_by, row.recorded_at, row.source, row.source_ref, row.claim,
         row.missing_reason)
        for row in queries.facts(found, place)
    ]  # fmt: skip
    return download(f"{book}-facts", Sheet(COLUMNS, rows), format)


@require_POST
@seated
def save(request: ActorRequest, book: str) -> HttpResponse:
    """Keep the view under a name."""
    found = queries.sight(request.actor, book)
    kept = actions.save(request.actor, found, request.POST.get("name", ""), request.POST.get("query", ""))
    messages.success(request, _("Saved. Everybody who sees this book can open it."))
    return redirect("explore-view", book=book, pk=kept.pk)


@require_safe
@seated
def view(request: ActorRequest, book: str, pk: int) -> HttpResponse:
    """A kept view: a lasting address that leads to what it asks for."""
    kept = queries.view(queries.sight(request.actor, book), pk)
    return HttpResponseRedirect(f"/explore/{book}?{kept.query}")


@require_POST
@seated
def remove(request: ActorRequest, book: str, pk: int) -> HttpResponse:
    """Let go of a kept view."""
    actions.remove(request.actor, queries.sight(request.actor, book), pk)
    messages.success(request, _("Removed."))
    return redirect("explore", book=book)
