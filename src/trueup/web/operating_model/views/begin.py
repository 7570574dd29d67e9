"""Beginning a model: an empty draft, or one made of an ArchiMate file. Drafts go the way of every document."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trueup.operating_model.archimate import ExchangeReport
from trueup.vocabulary import TrueupError
from trueup.web.documents.access import book_place
from trueup.web.documents.models_of_book import KIND
from trueup.web.documents.views.common import address_of
from trueup.web.operating_model.actions import draft_of_file
from trueup.web.operating_model.forms import NewModel
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated


@require_POST
@seated
def begin(request: ActorRequest, book: str) -> HttpResponse:
    """Begin a draft; then the editor. A file that cannot be read makes none, and the page says what is wrong."""
    book_place(request.actor, book, "book.edit")
    form, error = NewModel(request.POST, request.FILES), None
    if form.is_valid():
        name, file = form.cleaned_data["name"], form.cleaned_data["file"]
        if file is None:
            return redirect(address_of(book, KIND, name, "edit"))
        try:
            report = draft_of_file(request.actor, book, name, file.read(), file.name or "model.xml")
        except (NotFound, Refused):
            raise
        except TrueupError as wrong:
            error = wrong
        else:
            _told(request, report)
            return redirect(address_of(book, KIND, name, "edit"))
    context = {"form": form, "slug": book, "error": error}
    return render(request, "operating_model/begin.html", context, status=422)


def _told(request: ActorRequest, report: ExchangeReport) -> None:
    kept = sum(each.count for each in (*report.kept_elements, *report.kept_relationships))
    messages.success(request, _("The file is a draft now. Read it, propose it, and have it signed."))
    if kept:
        told = ngettext(
            "%(n)d thing has no word in Trueup: it is kept as it is and goes out again.",
            "%(n)d things have no word in Trueup: they are kept as they are and go out again.",
            kept,
        )
        messages.info(request, told % {"n": kept})
