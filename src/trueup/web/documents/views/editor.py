"""The editor: a form and the YAML of one draft, side by side. Works without a script; with one, issues show at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trueup.book import write
from trueup.book.yaml import read
from trueup.vocabulary import Issue, TrueupError
from trueup.web.documents import actions, queries
from trueup.web.documents.actions.drafts import clean
from trueup.web.documents.errors import Conflict, Unready
from trueup.web.documents.form.fill import field_of, fill, inputs
from trueup.web.documents.form.nodes import Group
from trueup.web.documents.form.shape import shape_of
from trueup.web.documents.form.take import take
from trueup.web.documents.rows import Editing
from trueup.web.documents.views.common import actor_of, address_of, addresses

LARGE = 150
"""A document that lists more things than these is written as text: nobody finds the way in so long a form."""


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, book: str, kind: str, id: str) -> HttpResponse:
    """The draft of my party; saving it, and proposing it."""
    actor = actor_of(request)
    found = queries.editing(actor, book, kind, id)
    if request.method != "POST":
        return _page(request, found)
    try:
        actions.save_draft(actor, book, kind, id, _sent(request, found), seen=request.POST.get("seen"))
        if request.POST.get("do") == "propose":
            return _proposed(request, book, kind, id)
    except (Conflict, Unready) as stopped:
        again = queries.editing(actor, book, kind, id, _sent(request, found))
        return _page(request, again, stopped, status=409 if isinstance(stopped, Conflict) else 422)
    messages.success(request, _("Saved. Nobody but your party sees this draft."))
    return redirect(address_of(book, kind, id, "edit") + _anchor(request))


def _proposed(request: HttpRequest, book: str, kind: str, id: str) -> HttpResponse:
    version = actions.propose(actor_of(request), book, kind, id)
    messages.success(request, _("Version %(number)d is proposed to every party.") % {"number": version.number})
    return redirect(address_of(book, kind, id, "version", number=version.number))


@require_POST
def check(request: HttpRequest, book: str, kind: str, id: str) -> HttpResponse:
    """What would be wrong with the text or form as it stands in the browser. Nothing is kept."""
    actor = actor_of(request)
    kept = queries.editing(actor, book, kind, id)
    found = queries.editing(actor, book, kind, id, _sent(request, kept))
    context = _context(found)
    return render(request, "documents/judged.html", context | {"fields": _shown(request, kept, context["form"])})


def _shown(request: HttpRequest, kept: Editing, form: Group | None) -> list[Any]:
    """The fields that the page has: a text may speak of what the form beside it does not have yet."""
    fields = list(inputs(form)) if form is not None else []
    if "text" not in request.POST:
        return fields
    before = _context(kept)["form"]
    there = {node.anchor for node in inputs(before)} if before is not None else set()
    return [node for node in fields if node.anchor in there]


@require_POST
def discard(request: HttpRequest, book: str, kind: str, id: str) -> HttpResponse:
    """Throw the draft away."""
    actions.discard_draft(actor_of(request), book, kind, id)
    messages.success(request, _("The draft is gone."))
    return redirect("documents", book)


def _sent(request: HttpRequest, kept: Editing) -> str:
    """The text that was sent, or the kept text with what the form changes in it."""
    if "text" in request.POST:
        return clean(request.POST["text"])
    data = take(shape_of(kept.key.kind), request.POST, _data(kept))
    return clean(write.edit(kept.text, data))


def _data(found: Editing) -> Any:
    documents = read(found.text.encode(errors="replace"), "")[0]
    return documents[0].data if len(documents) == 1 and isinstance(documents[0].data, dict) else None


def _anchor(request: HttpRequest) -> str:
    """Back to the item that was added or moved, or to the list that has shrunk."""
    do, _colon, name = request.POST.get("do", "").partition(":")
    if do == "add":
        return f"#f-{name}.{len(request.POST.getlist(f'{name}.#'))}"
    items, _dot, place = name.rpartition(".")
    if do in ("up", "down") and place.isdecimal():
        return f"#f-{items}.{int(place) + (1 if do == 'down' else -1)}"
    return f"#f-{items}" if do == "remove" and items else ""


def _page(request: HttpRequest, found: Editing, stopped: TrueupError | None = None, status: int = 200) -> HttpResponse:
    known = {
        "known-party": found.parties,
        "known-kpi": found.kpis,
        "known-stage": found.stages,
        "known-job-map": found.job_maps,
    }
    context = _context(found) | {"stopped": stopped, "known": known}
    return render(request, "documents/editor.html", context, status=status)


def _context(found: Editing) -> dict[str, Any]:
    data, key = _data(found), found.key
    large = data is not None and _things(data) > LARGE
    form = fill(shape_of(key.kind), data, found.checked.own) if data is not None and not large else None
    issues = [(issue, _field(issue, form)) for issue in found.checked.own]
    return {
        "editing": found,
        "form": form,
        "large": large,
        "serious": [each for each in issues if each[0].level != "hint"],
        "advice": [each for each in issues if each[0].level == "hint"],
        "elsewhere": found.checked.elsewhere,
        "ready": not found.checked.stopping,
        "pages": addresses(key.book, key.kind, key.id),
        "differences": [each for each in (found.previous, found.first) if each is not None],
    }


def _things(data: Any) -> int:
    """How many things a document lists, at any depth."""
    if isinstance(data, Mapping):
        return sum(_things(each) for each in data.values())
    return sum(1 + _things(each) for each in data if isinstance(each, Mapping)) if isinstance(data, list) else 0


def _field(issue: Issue, form: Group | None) -> str:
    """Where the page shows the key that an issue is about; without a form, the text."""
    name = field_of(issue, form) if form is not None else ""
    return f"f-{name}" if name else "text"
