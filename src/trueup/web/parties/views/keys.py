"""Settings: the keys by which I sign."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trueup.web.parties import actions, queries
from trueup.web.parties.access import Actor, require
from trueup.web.parties.challenge import challenge
from trueup.web.parties.forms import KeyForm, tried
from trueup.web.parties.views.settings import page, seated

MAKE_KEY = ("proofs/make_key.html", "parties/make_key.html")
"""How a key is made in the browser: the part of the ledger's pages, where it is installed."""


@seated
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest, actor: Actor) -> HttpResponse:
    """My keys; register one that I hold, by `vkey`, the `challenge` and its signature `proof`.

    Answers a program that accepts JSON with 201 and the number of the key, or 422 and what is wrong.
    """
    if request.method != "POST":
        return _shown(request, actor, KeyForm(initial={"challenge": challenge(actor)}))
    form = KeyForm(request.POST)
    key = tried(form, actions.add_key, actor, **form.cleaned_data) if form.is_valid() else None
    if request.accepts("text/html"):
        return redirect("keys") if key else _shown(request, actor, form)
    return JsonResponse({"id": key}, status=201) if key else JsonResponse({"errors": form.errors}, status=422)


def _shown(request: HttpRequest, actor: Actor, form: KeyForm) -> HttpResponse:
    name = queries.key_name(actor)
    return page(request, "keys", form, keys=queries.keys(actor), make_key=MAKE_KEY, key_name=name)


@seated
@require_http_methods(["GET"])
def ask(request: HttpRequest, actor: Actor) -> HttpResponse:
    """JSON: the `name` that a new key of mine should have, and the `challenge` to sign with it, as UTF-8."""
    require(actor, role="editor", scope="sign")
    return JsonResponse({"name": queries.key_name(actor), "challenge": challenge(actor)})


@seated
@require_POST
def keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Let the server make and keep a key for me."""
    actions.server_key(actor)
    messages.success(request, _("The server signs for you from now on, when you ask it to."))
    return redirect("keys")


@seated
@require_POST
def revoke(request: HttpRequest, actor: Actor, key: int) -> HttpResponse:
    """Nothing is signed with this key any more."""
    actions.revoke_key(actor, key)
    messages.success(request, _("The key is revoked."))
    return redirect("keys")
