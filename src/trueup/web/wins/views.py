"""Pages of wins. None is kept, here or in the browser; a text is shown in the answer to a form, and only there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trueup.horizons.wins.sealed import LARGEST
from trueup.vocabulary import InputError, LedgerError, TrueupError
from trueup.web.errors import error_page
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.wins import actions, queries
from trueup.web.wins.errors import Stopped
from trueup.web.wins.forms import WORDS, BringForm, KeyForm, WinForm


def unkept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that nothing on its way keeps: not the browser, not a proxy, not the server."""

    @wraps(view)
    def page(request: ActorRequest, *given: Any, **named: Any) -> HttpResponse:
        try:
            answer = view(request, *given, **named)
        except TrueupError as error:
            answer = error_page(request, error)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return seated(page)


@require_safe
@unkept
def index(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The wins that one may read, or erase as an owner: no text."""
    found = queries.listing(request.actor, book, id)
    return render(request, "wins/list.html", {"found": found, "book": book, "id": id})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@unkept
@sensitive_variables()
def write(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Write a win."""
    found = queries.drafting(request.actor, book, id)
    form = WinForm(request.POST if request.method == "POST" else None, people=found.suggestions)
    if not form.is_bound:
        return _form(request, found, form)
    return _tried(request, found, form, lambda: actions.write(request.actor, book, id, form.given()).win)


@sensitive_post_parameters()
@require_POST
@unkept
@sensitive_variables()
def change(request: ActorRequest, book: str, id: str, win: str) -> HttpResponse:
    """Put another text in the place of a win."""
    found = queries.rewriting(request.actor, book, id, win)
    form = WinForm(request.POST, people=found.suggestions)
    return _tried(request, found, form, lambda: actions.change(request.actor, book, id, win, form.given()).win, win)


@sensitive_variables()
def _tried(
    request: ActorRequest, found: queries.Listing, form: WinForm, act: Callable[[], str], win: str = ""
) -> HttpResponse:
    """Do it and show the win without its text; or the form again with what is wrong, and nothing was kept."""
    if not form.is_valid():
        return _form(request, found, form, status=422, win=win)
    try:
        made = act()
    except Stopped as stopped:
        return _form(request, found, form, status=422, stopped=stopped, win=win)
    except InputError as wrong:
        form.add_error(None, wrong.what)
        return _form(request, found, form, status=422, win=win)
    messages.success(request, _("The win is sealed."))
    return redirect("win", found.here.book.slug, found.here.id, made)


def _form(
    request: ActorRequest, found: queries.Listing, form: WinForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    told = {"found": found, "form": form, "book": found.here.book.slug, "id": found.here.id, **more}
    return render(request, "wins/write.html", told, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def bring(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Take in a win that was sealed to the party's own key elsewhere."""
    found, posted = queries.drafting(request.actor, book, id), request.method == "POST"
    form = BringForm(request.POST if posted else None, request.FILES if posted else None)
    told = {"found": found, "form": form, "book": found.here.book.slug, "id": found.here.id}
    if not form.is_valid():
        return render(request, "wins/bring.html", told, status=422 if posted else 200)
    sealed, commitment = form.cleaned_data["file"].read(LARGEST + 1), form.cleaned_data["commitment"]
    try:
        made = actions.bring(request.actor, book, id, sealed, commitment, form.answers())
    except Stopped as stopped:
        return render(request, "wins/bring.html", {**told, "stopped": stopped}, status=422)
    except (InputError, LedgerError) as wrong:
        form.add_error(None, " ".join(str(each) for each in (wrong.what, wrong.do) if each))
        return render(request, "wins/bring.html", told, status=422)
    messages.success(request, _("The sealed win is here."))
    return redirect("win", book, id, made.win)


@require_safe
@unkept
def show(request: ActorRequest, book: str, id: str, win: str) -> HttpResponse:
    """One win without its text: who may read it, who has, and the form that opens it."""
    found = queries.detail(request.actor, book, id, win)
    return render(request, "wins/win.html", {"found": found, "line": found.line, "book": book, "id": id})


@require_POST
@unkept
@sensitive_variables()
def read(request: ActorRequest, book: str, id: str, win: str = "") -> HttpResponse:
    """Open a win, or all that one may read: the look is written down, and the text is in this answer only."""
    shown = actions.read(request.actor, book, id, [win] if win else [])
    mine = [each.row.win for each in shown if each.row.author_id == request.actor.member] if request.actor else []
    words = [{**each.text.plain, "by": each.text.by, **_words(each.text)} for each in shown]
    told = {
        "shown": [(each.row, text) for each, text in zip(shown, words, strict=True)],
        "book": book,
        "id": id,
        "form": _prefilled(shown[0].text.plain) if win in mine else None,
    }
    return render(request, "wins/read.html", told)


def _words(text: Any) -> dict[str, Any]:
    names = ("influence", "strength", "response", "current", "desired")
    return {f"{name}_word": WORDS[getattr(text, name)] for name in names}


def _prefilled(plain: dict[str, Any]) -> WinForm:
    """The questions of compliance are asked anew each time."""
    return WinForm(initial=plain)


@require_POST
@unkept
def take(request: ActorRequest, book: str, id: str, win: str) -> HttpResponse:
    """The sealed file: for who holds the party's key."""
    found = actions.take(request.actor, book, id, win)
    answer = HttpResponse(bytes(found.sealed or b""), content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.win}.sealed"'
    return answer


@require_POST
@unkept
def readers(request: ActorRequest, book: str, id: str, win: str) -> HttpResponse:
    """Name a reader, or name one no more."""
    ended, member, seat = (request.POST.get(name, "") for name in ("end", "member", "seat"))
    if ended.isdecimal():
        actions.end_reader(request.actor, book, id, win, int(ended))
        messages.success(request, _("From now on they read it no more."))
    elif seat:
        actions.name_observer(request.actor, book, id, win, seat)
        messages.success(request, _("The observer may read it."))
    else:
        actions.name_member(request.actor, book, id, win, int(member) if member.isdecimal() else 0)
        messages.success(request, _("They may read it."))
    return redirect("win", book, id, win)


@require_POST
@unkept
def erase(request: ActorRequest, book: str, id: str, win: str) -> HttpResponse:
    """Erase a win."""
    actions.erase(request.actor, book, id, win)
    messages.success(request, _("The win is erased."))
    return redirect("wins", book, id)


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def key(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The party's key: made, exchanged, or held by the party itself."""
    found = queries.keeping(request.actor, book, id)
    form = KeyForm(
        request.POST if request.method == "POST" else None, initial={"ask": found.key.ask if found.key else ""}
    )
    if not form.is_bound or not form.is_valid():
        return _key_page(request, found, form)
    try:
        done = actions.change_key(request.actor, book, id, public=form.line(), ask=form.cleaned_data["ask"])
    except LedgerError as wrong:
        form.add_error("public", " ".join(filter(None, (wrong.what, wrong.do))))
        return _key_page(request, found, form)
    messages.success(request, _("Wins are sealed to the key %(key)s from now on.") % {"key": done.key.key_id})
    if done.left:
        text = ngettext(
            "%(count)d win stays under an older key that this server cannot open.",
            "%(count)d wins stay under older keys that this server cannot open.",
            done.left,
        )
        messages.warning(request, text % {"count": done.left})
    return redirect("wins", book, id)


def _key_page(request: ActorRequest, found: queries.Listing, form: KeyForm) -> HttpResponse:
    told = {"found": found, "form": form, "book": found.here.book.slug, "id": found.here.id}
    return render(request, "wins/key.html", told, status=422 if form.errors else 200)


@require_safe
@unkept
def held(request: ActorRequest) -> HttpResponse:
    """Every key of the party, over all books, and how to destroy it with its wins."""
    return render(request, "wins/keys.html", {"keys": queries.held(request.actor), "here": "wins"})


@require_POST
@unkept
def destroy(request: ActorRequest, key: int) -> HttpResponse:
    """Destroy the keys and the wins of the party in a book."""
    gone = actions.destroy_key(request.actor, key)
    text = ngettext("The keys are destroyed, and %(count)d win with them.",
                    "The keys are destroyed, and %(count)d wins with them.", gone)  # fmt: skip
    messages.success(request, text % {"count": gone})
    return redirect("wins-keys")
