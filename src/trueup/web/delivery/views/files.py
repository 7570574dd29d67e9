"""Plans as files: lists and tables as CSV and Parquet, the plan for other tools, and plans brought in."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trueup.sources.plans import FORMATS, export_mspdi
from trueup.vocabulary import TrueupError
from trueup.web.delivery import queries
from trueup.web.delivery.actions.bring import bring_in, record_progress
from trueup.web.delivery.actions.bring import brought as brought_in
from trueup.web.delivery.asked import asked_grade
from trueup.web.delivery.forms import BringForm
from trueup.web.delivery.queries import Seen
from trueup.web.documents.access import book_place
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated
from trueup.web.site.export import Table, download

LIST = (
    "book", "plan", "title", "project", "agreement", "standing", "overall", "p_met", "p_on_time", "committed",
    "finish", "p50", "p80", "slip_days", "status_date", "verdicts",
)  # fmt: skip


@require_safe
@seated
def listed(request: ActorRequest, format: str) -> HttpResponse:
    """Every plan of the seat."""
    rows = [
        (row.book, row.id, row.title, row.summary.project, row.summary.agreement, row.summary.standing,
         row.summary.overall, row.summary.p_met, row.summary.p_on_time, row.summary.committed, row.summary.finish,
         row.summary.p50, row.summary.p80, row.summary.slip, row.summary.status_date,
         "; ".join(f"{each.provider}: {each.word or each.standing}" for each in row.summary.words))
        for row in queries.plans(request.actor, asked_grade(request))
    ]  # fmt: skip
    return download("plans", Table(LIST, rows), format)


@require_safe
@seated
def table(request: ActorRequest, book: str, id: str, what: str, format: str) -> HttpResponse:
    """A table of a plan: activities, earned, sensitivity, shares, quality."""
    seen = queries.plan(request.actor, book, id, asked_grade(request))
    if what not in _TABLES:
        raise NotFound(f"a plan has no table {what!r}")
    return download(f"{book}-{id}-{what}", _TABLES[what](seen), format)


def _results(fields: Callable[[Seen], Any]) -> Callable[[Seen], Table]:
    """The flat fields of a tuple of results as a table."""

    def make(seen: Seen) -> Table:
        every = fields(seen) if seen.result else ()
        if not every:
            return Table(("nothing",), ())
        names = tuple(name for name in type(every[0]).model_fields if name not in ("notes", "where"))
        return Table(names, [tuple(getattr(each, name) for name in names) for each in every])

    return make


_TABLES: dict[str, Callable[[Seen], Table]] = {
    "activities": _results(lambda seen: seen.result.activities),  # type: ignore[union-attr]
    "earned": _results(lambda seen: seen.result.earned),  # type: ignore[union-attr]
    "curve": _results(lambda seen: seen.result.curve),  # type: ignore[union-attr]
    "quality": _results(lambda seen: seen.result.quality.checks),  # type: ignore[union-attr]
    "sensitivity": _results(lambda seen: seen.result.simulation.sensitivity if seen.result.simulation else ()),  # type: ignore[union-attr]
    "shares": _results(lambda seen: seen.result.simulation.shares if seen.result.simulation else ()),  # type: ignore[union-attr]
}


@require_safe
@seated
def export(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The plan with its schedule as MSPDI XML, which Microsoft Project and others open."""
    answer = HttpResponse(mspdi(queries.plan(request.actor, book, id)), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{Path(id).name or "plan"}.xml"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def mspdi(seen: Seen) -> bytes:
    """The XML. Raises NotFound while no version is in force."""
    if seen.plan is None or seen.result is None:
        raise NotFound(f"no version of the plan {seen.id!r} is in force yet")
    with tempfile.TemporaryDirectory(prefix="trueup-plan-") as folder:
        file = Path(folder) / "plan.xml"
        export_mspdi(seen.plan, seen.result.activities, file)
        return file.read_bytes()


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def bring(request: ActorRequest, book: str) -> HttpResponse:
    """Upload a plan of another tool: it becomes a draft."""
    place = book_place(request.actor, book, "book.edit")
    form = BringForm(book, request.POST or None, request.FILES or None)
    error: TrueupError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            row = bring_in(request.actor, book, form.cleaned_data["file"], form.said)
            return redirect("plan-brought", book=book, pk=row.pk)
        except (NotFound, Refused):
            raise
        except TrueupError as wrong:
            error = wrong
    told = {"book": book, "book_name": place.book.name, "form": form, "error": error, "formats": FORMATS}
    return render(request, "delivery/bring.html", told, status=422 if error or form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def brought(request: ActorRequest, book: str, pk: int) -> HttpResponse:
    """What became of an upload: the load report, the draft, and its progress to record."""
    row = brought_in(request.actor, book, pk)
    if request.method == "POST":
        landed = record_progress(request.actor, book, pk)
        messages.success(request, _("%(n)d reports of progress were recorded.") % {"n": landed.rows})
        return redirect("plan", book=book, id=row.plan)
    return render(request, "delivery/brought.html", {"book": book, "row": row, "report": row.report_read})
