"""Reporting: one actual in a form, many from a spreadsheet or a file, with a look at what they would mean first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from trueup.vocabulary import FactError, SourceError, TrueupError
from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.actions.report import preview, report
from trueup.web.evidence.forms import PasteForm, ReportForm
from trueup.web.evidence.scope import Scope, scope_of
from trueup.web.evidence.sheets import Sheets, pasted, uploaded, written_out
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated

ISSUES = 200


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def one(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """One actual, new or corrected."""
    scope = scope_of(request.actor, book, id)
    if request.method != "POST":
        asked = {name: request.GET[name] for name in request.GET if name != "key"}
        return _form(request, "one", scope, ReportForm(scope, initial=asked))
    form = ReportForm(scope, request.POST)
    if not form.is_valid():
        return _form(request, "one", scope, form)
    said = form.cleaned_data
    try:
        landed = report(
            request.actor, book, id, form.sheets, form.reading, key=said["key"], how="entered", reason=said["reason"]
        )
    except (NotFound, Refused):
        raise
    except TrueupError as wrong:
        return _form(request, "one", scope, form, error=wrong)
    return _thanks(request, book, id, landed)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def many(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Rows pasted or uploaded: shown as they would be taken in, and taken in when confirmed."""
    scope = scope_of(request.actor, book, id)
    if request.method != "POST":
        return _form(request, "many", scope, _first(scope))
    form = PasteForm(scope, request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, "many", scope, form)
    try:
        if "confirm" in request.POST:
            return _thanks(request, book, id, _confirmed(request, book, id, form))
        return _previewed(request, book, id, scope, form)
    except (NotFound, Refused):
        raise
    except TrueupError as wrong:
        return _form(request, "many", scope, form, error=wrong)


def _first(scope: Scope) -> PasteForm:
    """The form before anybody knows whether a row corrects something: nobody is asked for a reason yet."""
    form = PasteForm(scope)
    del form.fields["reason"]
    return form


def _confirmed(request: ActorRequest, book: str, id: str, form: PasteForm) -> Landed:
    said = form.cleaned_data
    how = said["how"] or "pasted"
    sheets = pasted(said["text"])
    return report(request.actor, book, id, sheets, form.reading, key=said["key"], how=how, reason=said["reason"])


def _previewed(request: ActorRequest, book: str, id: str, scope: Scope, form: PasteForm) -> HttpResponse:
    """The rows line by line. What was uploaded goes on as text, so that what is confirmed is what was seen."""
    said, how = form.cleaned_data, "pasted"
    sheets = pasted(said["text"]) if not said["file"] else _upload(said["file"])
    text, mark = said["text"], said["mark"]
    if said["file"]:
        how, text, mark = "uploaded", written_out(sheets), sheets.mark or mark
    made = preview(request.actor, book, id, sheets, form.reading, key=said["key"])
    confirm = PasteForm(scope, initial={**said, "text": text, "how": how, "mark": mark})
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
    agreement = scope.documents.agreements[scope.agreement].latest
    told = {
        "book": scope.book.slug, "id": scope.agreement, "here": "evidence", "agreement": agreement, "form": form,
        "error": error, "refusals": refusals, "scope": scope, **more,
    }  # fmt: skip
    wrong = error is not None or form.errors
    return render(request, f"evidence/{name}.html", told, status=422 if wrong else 200)


def _thanks(request: ActorRequest, book: str, id: str, landed: Landed) -> HttpResponse:
    if not landed.rows:
        messages.info(request, _("Nothing new: all of it was known already."))
    else:
        said = ngettext("%(n)d actual was recorded", "%(n)d actuals were recorded", landed.rows) % {"n": landed.rows}
        if landed.corrections:
            said += _(", %(n)d of them corrections") % {"n": landed.corrections}
        messages.success(request, said + ".")
    return redirect("evidence", book=book, id=id)
