"""Pages: sources, loads, files and secrets of a book."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trueup.vocabulary import InputError
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.sources import actions, queries
from trueup.web.sources.files import LARGEST
from trueup.web.sources.forms import RepeatForm, SecretForm, UploadForm, chosen

REFUSALS = 500
"""How many refused rows the page of a load lists."""


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """The books whose sources are mine to see; where there is one, that one."""
    books = queries.books(request.actor)
    if len(books) == 1:
        return redirect("sources", book=books[0].slug)
    return render(request, "sources/index.html", {"books": books})


@require_safe
@seated
def sources(request: ActorRequest, book: str) -> HttpResponse:
    """Every source: where it reads, what it feeds, when, and how the last load went."""
    seen = queries.overview(request.actor, book)
    return _page(request, seen.book, "sources", sources=seen.sources, loads=seen.loads)


@require_safe
@seated
def source(request: ActorRequest, book: str, source: str) -> HttpResponse:
    """One source, its schedule and its loads."""
    return _source(request, queries.overview(request.actor, book, source))


def _source(request: ActorRequest, seen: queries.Overview, form: Form | None = None) -> HttpResponse:
    row = seen.sources[0]
    form = form or RepeatForm(initial=chosen(row.repeat))
    return _page(request, seen.book, "source", form, source=row, loads=seen.loads)


@require_POST
@seated
def load_now(request: ActorRequest, book: str, source: str) -> HttpResponse:
    """Ask for a load; with `dry_run`, for one that lands nothing."""
    dry_run = bool(request.POST.get("dry_run"))
    load = actions.load_now(request.actor, book, source, dry_run=dry_run)
    return redirect("load", book=book, load=load.pk)


@require_POST
@seated
def schedule(request: ActorRequest, book: str, source: str) -> HttpResponse:
    """Choose how often the source is loaded."""
    seen = queries.overview(request.actor, book, source)
    form = RepeatForm(request.POST)
    if form.is_valid() and _tried(form, actions.set_schedule, request.actor, book, source, form.repeat):
        messages.success(request, _("Saved."))
        return redirect("source", book=book, source=source)
    return _source(request, seen, form)


@require_safe
@seated
def load(request: ActorRequest, book: str, load: int) -> HttpResponse:
    """A load: how far it is, or what came of it. Asked by htmx, only the part that changes."""
    row, report = queries.load(request.actor, book, load)
    if request.headers.get("HX-Request") and row.under_way:
        return render(request, "sources/under_way.html", {"load": row, "book": book})
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    refusals = report.refusals[:REFUSALS] if report else ()
    return _page(request, queries.book_of(request.actor, book), "load", load=row, report=report, refusals=refusals)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@seated
def files(request: ActorRequest, book: str) -> HttpResponse:
    """The files that sources read; put one there.

    The size and the right are looked at before the body is read; the token against forgery stands in the body.
    """
    if request.method == "POST":
        queries.may_upload(request.actor, book)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + 100_000:
            messages.error(request, _("The file is larger than %(most)s bytes.") % {"most": f"{LARGEST:,}"})
            return redirect("source_files", book=book)
    return _files(request, book)


@csrf_protect
def _files(request: ActorRequest, book: str) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        name = given["name"] or f"data/{given['file'].name}"
        if _tried(form, actions.upload, request.actor, book, name, given["file"], replace=given["replace"]):
            messages.success(request, _("%(name)s is in the book.") % {"name": name})
            return redirect("source_files", book=book)
    return _page(
        request, queries.book_of(request.actor, book), "files", form, files=queries.files_of(request.actor, book)
    )


@sensitive_post_parameters("value")
@require_http_methods(["GET", "HEAD", "POST"])
@seated
def secrets(request: ActorRequest, book: str) -> HttpResponse:
    """The names of secrets; set one."""
    form = SecretForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _tried(form, actions.set_secret, request.actor, book, given["name"], given["value"]):
            messages.success(request, _("Saved."))
            return redirect("source_secrets", book=book)
    told = {"secrets": queries.secrets(request.actor, book), "prefix": queries.prefix(request.actor, book)}
    return _page(request, queries.book_of(request.actor, book), "secrets", form, **told)


def _page(
    request: ActorRequest, book: queries.BookOfSources, name: str, form: Form | None = None, **told: Any
) -> HttpResponse:
    status = 422 if form is not None and form.errors else 200
    about = {"book": book, "here": name, "form": form}
    return render(request, f"sources/{name}.html", about | told, status=status)


def _tried(form: Form, act: Any, *args: Any, **kwargs: Any) -> bool:
    """Whether it was done; what is wrong with the input is said on the form."""
    try:
        act(*args, **kwargs)
    except InputError as wrong:
        form.add_error(None, f"{wrong.what}. {wrong.do or ''}".strip())
        return False
    return True
