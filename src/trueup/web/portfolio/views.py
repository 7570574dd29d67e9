"""The page of all agreements, and the same as a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trueup.report.html.figure import Charts
from trueup.report.html.markup import Markup
from trueup.report.theme import config
from trueup.vocabulary import Grade
from trueup.web.assessments.portfolio import Filters, Row
from trueup.web.kept.page import kept
from trueup.web.parties.access import Actor, ActorRequest, require
from trueup.web.portfolio import queries
from trueup.web.portfolio.figures import figure, spots
from trueup.web.site.door import seated
from trueup.web.site.export import Table, download
from trueup.web.site.stands import while_standing

NAMES = tuple(Filters.__dataclass_fields__)
COLUMNS = (
    ("title", "Agreement", ""),
    ("verdict", "Verdict", ""),
    ("-chance", "P(success)", "number"),
    ("-realised", "Value realised", "number"),
    ("-cost", "Cost to date", "number"),
    ("-net", "Net", "number"),
    ("", "Evidence", ""),
    ("", "Latest actuals", ""),
)


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """Every agreement of the seat: the matrix, and the list with its filters."""
    return kept(request, partial(_made, request))


def _made(request: ActorRequest) -> HttpResponse:
    actor, (filters, order, grade) = require(request.actor), asked(request)
    draw = partial(_drawn, actor, filters, order, grade)
    narrowed = filters != Filters()  # anything can be looked for: what is found is not kept for others
    drawn = draw() if narrowed else while_standing(("portfolio", actor.party, order, grade, get_language()), draw)
    found = drawn.found
    context = {
        "found": found,
        "filters": filters,
        "narrowed": narrowed,
        "matrix": drawn.matrix,
        "unplaced": drawn.unplaced,
        "page": Paginator(found.rows, queries.PAGE).get_page(request.GET.get("page")),
        "columns": _columns(order),
        "fields": _fields(found, filters),
        "grade": str(grade),
        "grades": [each.name for each in Grade],
        "charts": drawn.charts,
        "order": order,
    }
    return render(request, "portfolio/portfolio.html", context)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is found, and its picture in the reader's language. `unplaced`: how many have no place in it yet."""

    found: queries.Portfolio
    matrix: Markup | None
    charts: Markup | None
    unplaced: int


def _drawn(actor: Actor, filters: Filters, order: str, grade: str) -> Drawn:
    found, charts = queries.read(actor, filters, order, grade), Charts()
    placed = spots(found.rows, found.plans)
    matrix = figure(placed, charts)
    return Drawn(found, matrix, charts.json(config()) if charts.drawn else None, len(found.rows) - len(placed))


@require_safe
@seated
def file(request: ActorRequest, format: str) -> HttpResponse:
    """The same agreements, in the same order, as CSV or Parquet."""
    filters, order, grade = asked(request)
    found = queries.read(request.actor, filters, order, grade)
    lines = [line(row, found) for row in found.rows]
    return download("agreements", Table(FILE, [[each[name] for name in FILE] for each in lines]), format)


def asked(request: HttpRequest) -> tuple[Filters, str, str]:
    """Filters, order and grade of an address."""
    filters = Filters(**{name: request.GET.get(name, "")[:200] for name in NAMES})
    order = request.GET.get("sort", "")
    known = order.removeprefix("-") in queries.ORDERS
    return filters, order if known else "verdict", request.GET.get("grade") or Grade.reported.name


def _columns(order: str) -> list[dict[str, Any]]:
    """The head of the table: pressing a column again turns its order round."""
    return [
        {
            "word": _(word),
            "side": side,
            "sort": _turned(order) if sort and sort.removeprefix("-") == order.removeprefix("-") else sort,
            "now": _now(order) if sort and sort.removeprefix("-") == order.removeprefix("-") else "",
        }
        for sort, word, side in COLUMNS
    ]


def _turned(order: str) -> str:
    return order.removeprefix("-") if order.startswith("-") else f"-{order}"


def _now(order: str) -> str:
    return "descending" if order.startswith("-") else "ascending"


def _fields(found: queries.Portfolio, filters: Filters) -> list[dict[str, Any]]:
    """The filters that can narrow anything."""
    titles = {
        "book": _("Book"),
        "provider": _("Provider"),
        "project": _("Project"),
        "stage": _("Stage"),
        "phase": _("Phase"),
    }
    return [
        {"name": name, "word": word, "choices": found.choices[name], "chosen": getattr(filters, name)}
        for name, word in titles.items()
        if len(found.choices[name]) > 1
    ]


FILE = (
    "book", "agreement", "title", "project", "providers", "verdict", "verdict_first", "grade", "reason", "p_success",
    "currency", "potential", "potential_first", "realised", "cost", "net", "due", "as_of",
)  # fmt: skip


def line(row: Row, found: queries.Portfolio) -> dict[str, Any]:
    """One agreement as a flat row, for files."""
    known = row.summary
    return {
        "book": row.book,
        "agreement": row.id,
        "title": row.title,
        "project": row.project,
        "providers": ", ".join(found.named(row.book, known.providers)),
        "verdict": row.verdict,
        "grade": row.grade,
        "reason": known.reason,
        "p_success": row.p_success,
        "currency": known.currency,
        "potential": known.potential,
        "potential_first": known.potential_first,
        "realised": row.realised,
        "cost": row.cost,
        "net": known.net,
        "due": known.due,
        "verdict_first": known.verdict_first,
        "as_of": row.freshness.as_of,
    }
