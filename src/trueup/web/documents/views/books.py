"""Pages of books: mine, a new one, and what is in one."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from trueup.vocabulary import TrueupError
from trueup.web.documents import private, queries
from trueup.web.documents.access import book_place
from trueup.web.documents.actions import begin_book
from trueup.web.documents.listing import MOST
from trueup.web.documents.listing import documents as listed
from trueup.web.documents.rows import DocumentRow
from trueup.web.documents.versions import DRAFTED
from trueup.web.documents.views.common import actor_of, address_of
from trueup.web.parties.access import require


class NewBook(forms.Form):
    """What a book begins with."""

    name = forms.CharField(max_length=200, label=_("Whose success is it about?"))
    currency = forms.RegexField(r"^[A-Z]{3}$", initial="EUR", label=_("Currency of all amounts"))
    time_zone = forms.ChoiceField(
        choices=[(zone, zone) for zone in sorted(available_timezones())],
        initial="UTC",
        label=_("Time zone of its days"),
    )
    starter = forms.BooleanField(required=False, label=_("Begin with commented examples to replace"))


class NewDocument(forms.Form):
    """Which document is begun."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("agreement", _("agreement")),
            ("kpi", _("KPI")),
            ("job_map", _("job map")),
            ("survey", _("survey")),
            ("stakeholders", _("five horizons")),
            ("operating_model", _("operating model")),
            ("source", _("source")),
            ("party", _("party")),
        ],
    )
    id = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._:/+-]*$",
        max_length=200,
        label=_("Id"),
        help_text=_("The name by which other documents refer to it: claims-platform"),
    )


@require_GET
def books(request: HttpRequest) -> HttpResponse:
    """The books in which my party has a seat."""
    actor = require(actor_of(request))
    found = queries.books(actor)
    return render(request, "documents/books.html", {"books": found, "may_begin": actor.is_at_least("owner")})


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """A new book."""
    actor = require(actor_of(request), role="owner", scope="admin")
    form = NewBook(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("documents", begin_book(actor, **form.cleaned_data).slug)
        except TrueupError as wrong:
            form.add_error(None, wrong.what)
    return render(request, "documents/new_book.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def show(request: HttpRequest, book: str) -> HttpResponse:
    """A book is its documents."""
    return redirect("documents", book)


@require_GET
def documents(request: HttpRequest, book: str) -> HttpResponse:
    """What is in a book: as much as my seat sees."""
    actor = require(actor_of(request))
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    rows, count = listed(actor, book, kind=kind, words=words)
    mine = queries.book(actor, book)
    seats = queries.seats(book_place(actor, book)) if mine.is_mine else ()
    context = {
        "book": mine,
        "groups": _grouped(rows, book),
        "count": count,
        "most": MOST,
        "kind": kind,
        "kinds": (*DRAFTED, "attestation", "dispute"),
        "words": words,
        "seats": seats,
        "form": NewDocument(),
        "may_draft": mine.is_mine and actor.is_at_least("editor"),
        "may_invite": mine.is_mine and actor.is_at_least("owner"),
    }
    return render(request, "documents/documents.html", context)


def _grouped(rows: list[DocumentRow], book: str) -> dict[str, list[tuple[DocumentRow, str]]]:
    groups: dict[str, list[tuple[DocumentRow, str]]] = {}
    for row in rows:
        groups.setdefault(row.kind, []).append((row, row.address(book)))
    return groups


@require_http_methods(["GET", "HEAD", "POST"])
def new_document(request: HttpRequest, book: str) -> HttpResponse:
    """Which document is begun; then the editor."""
    place = book_place(actor_of(request), book, "version.propose")
    form = NewDocument(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        return redirect(address_of(book, kind, private.named_by(kind, form.cleaned_data["id"], place.seats), "edit"))
    context = {"form": form, "slug": book}
    return render(request, "documents/new_document.html", context, status=422 if form.errors else 200)
