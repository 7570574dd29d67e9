"""Reporting progress: one activity, or many from a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from trueup.vocabulary import FactError, SourceError, TrueupError
from trueup.web.delivery.actions.report import preview, report
from trueup.web.delivery.forms import PasteForm, ProgressForm
from trueup.web.delivery.reporting.scope import Scope, scope_of
from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.sheets import Sheets, pasted, uploaded, written_out
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated

ISSUES = 50


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def one(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """What is known of one activity."""
    scope = scope_of(request.actor, book, id)
    if request.method != "POST":
        asked = {name: request.GET[name] for name in request.GET if name != "key"}
        return _form(request, "progress", scope, ProgressForm(scope, initial=asked))
    form = ProgressForm(scope, request.POST)
    if not form.is_valid():
        return _form(request, "progress", scope, form)
    said = form.cleaned_data
    try:
        landed = report(request.actor, book, id, form.sheets, key=said["key"], how="entered", reason=said["reason"])
    except (NotFound, Refused):
        raise
    except TrueupError as wrong:
        return _form(request, "progress", scope, form, error=wrong)
    return _thanks(request, book, id, landed)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def many(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Rows pasted or uploaded: shown as they would be taken in, and taken in when confirmed."""
    scope = scope_of(request.actor, book, id)
    if request.method != "POST":
        return _form(request, "paste", scope, _first())
    form = PasteForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, "paste", scope, form)
    said = form.cleaned_data
    try:
        if "confirm" in request.POST:
            how, rows = said["how"] or "pasted", pasted(said["text"])
            landed = report(
                request.actor, book, id, rows, form.reading, key=said["key"], how=how, reason=said["reason"]
            )
            return _thanks(request, book, id, landed)
        return _previewed(request, book, id, scope, form)
    except (NotFound, Refused):
        raise
    except TrueupError as wrong:
        return _form(request, "paste", scope, form, error=wrong)


def _first() -> PasteForm:
    """The form before anybody knows whether a row corrects something: nobody is asked for a reason yet."""
    form = PasteForm()
    del form.fields["reason"]
    return form


def _previewed(request: ActorRequest, book: str, id: str, scope: Scope, form: PasteForm) -> HttpResponse:
    """The rows line by line. What was uploaded goes on as text, so that what is confirmed is what was seen."""
    said, how = form.cleaned_data, "pasted"
    sheets = pasted(said["text"]) if not said["file"] else _upload(said["file"])
    text, mark = said["text"], said["mark"]
    if said["file"]:
        how, text, mark = "uploaded", written_out(sheets), sheets.mark or mark
    made = preview(request.actor, book, id, sheets, form.reading, key=said["key"])
    confirm = PasteForm(initial={**said, "text": text, "how": how, "mark": mark})
    told: dict[str, Any] = {
        "made": made,
        "issues": made.refusals[:ISSUES],
        "corrections": made.count("correction"),
        "confirm": confirm,
    }
    return _form(request, "preview", scope, confirm, **told)


def _upload(file: Any) -> Sheets:
    if file.size > 10 * 2**20:
        raise SourceError(_("the file has more than 10 MB"), do=_("send it in parts, or let a source load it"))
    return uploaded(file.name, file.read())


def _form(
    request: ActorRequest, name: str, scope: Scope, form: Any, error: TrueupError | None = None, **more: Any
) -> HttpResponse:
    refusals = error.refusals[:ISSUES] if isinstance(error, FactError) else ()
    told = {
        "book": scope.book.slug, "id": scope.plan.id, "title": scope.plan.title or scope.plan.id, "form": form,
        "error": error, "refusals": refusals, "scope": scope, "here": "progress", **more,
    }  # fmt: skip
    wrong = error is not None or form.errors
    return render(request, f"delivery/{name}.html", told, status=422 if wrong else 200)


def _thanks(request: ActorRequest, book: str, id: str, landed: Landed) -> HttpResponse:
    if not landed.rows:
        messages.info(request, _("Nothing new: all of it was known already."))
    else:
        said = ngettext("%(n)d report was recorded", "%(n)d reports were recorded", landed.rows) % {"n": landed.rows}
        if landed.corrections:
            said += _(", %(n)d of them corrections") % {"n": landed.corrections}
        messages.success(request, f"{said}. {_('The forecast is computed anew.')}")
    return redirect("plan", book=book, id=id)
