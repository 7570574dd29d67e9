"""Settings: about me, my party, and what acts for us."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trueup.web.parties import actions, queries
from trueup.web.parties.access import ROLES, Actor, ActorRequest
from trueup.web.parties.forms import InviteForm, PartyForm, ProfileForm, SeatForm, TokenForm, sent, tried
from trueup.web.parties.queries import SEAT
from trueup.web.parties.rows import Profile

View = Callable[..., HttpResponse]


def seated(view: View) -> View:
    """For somebody with a seat. Others are told that they have none, or asked to sign in."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: ActorRequest, **given: Any) -> HttpResponse:
        if request.actor is None:
            return render(request, "parties/no_seat.html", status=403)
        return view(request, request.actor, **given)

    return guarded


def page(request: HttpRequest, name: str, form: Any = None, **told: Any) -> HttpResponse:
    """A settings page; 422 where its form is wrong."""
    status = 422 if form is not None and form.errors else 200
    return render(request, f"parties/{name}.html", {"form": form, "here": name, **told}, status=status)


def profile(request: HttpRequest, actor: Actor, mine: Profile) -> HttpResponse:
    """Name, language, time zone: the page, which `kept.profile` shows again, and its form."""
    initial = {"name": mine.name, "language": mine.language, "time_zone": mine.time_zone}
    form = ProfileForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings")
    return page(request, "profile", form, mine=mine, party_form=PartyForm())


@seated
@require_http_methods(["GET", "HEAD"])
def members(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who is in the party."""
    return page(request, "members", members=queries.members(actor), roles=ROLES)


@seated
@require_POST
def change_member(request: HttpRequest, actor: Actor, member: int) -> HttpResponse:
    """Another role for a member."""
    actions.change_role(actor, member, request.POST.get("role", ""))
    messages.success(request, _("Saved."))
    return redirect("members")


@seated
@require_POST
def end_member(request: HttpRequest, actor: Actor, member: int) -> HttpResponse:
    """Somebody leaves the party."""
    actions.end_member(actor, member)
    messages.success(request, _("The membership has ended."))
    return redirect("members" if member != actor.member else "seats")


@seated
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Invite, and see which invitations are open. With ?book= and ?seat=, to a seat of a book."""
    open_ones = queries.invitations(actor)
    book, seat = request.GET.get("book", ""), request.GET.get("seat", "")
    form = SeatForm(sent(request)) if seat else InviteForm(request.POST or None)
    offer = None
    if request.method == "POST" and form.is_valid():
        act, where = (actions.invite_to_seat, (book, seat)) if seat else (actions.invite, ())
        offer = tried(form, act, actor, *where, **form.cleaned_data)
        open_ones = queries.invitations(actor)
    return page(request, "invitations", form, invitations=open_ones, offer=offer, book=book, seat=seat)


@seated
@require_POST
def withdraw(request: HttpRequest, actor: Actor, invitation: int) -> HttpResponse:
    """The link stops working."""
    actions.withdraw(actor, invitation)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("invitations")


@seated
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make a token, shown once, and see which there are."""
    form, made = TokenForm(actor, sent(request)), None
    if request.method == "POST" and form.is_valid():
        made = tried(form, actions.make_token, actor, **form.cleaned_data)
    return page(request, "tokens", form, tokens=queries.tokens(actor), made=made)


@seated
@require_POST
def revoke_token(request: HttpRequest, actor: Actor, token: int) -> HttpResponse:
    """The token stops working."""
    actions.revoke_token(actor, token)
    messages.success(request, _("The token is revoked."))
    return redirect("tokens")


@seated
@require_http_methods(["GET", "HEAD"])
def security(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How I sign in, and where I am signed in."""
    return page(request, "security")


@seated
@require_POST
def sign_out_everywhere(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every session ends, this one too."""
    actions.sign_out_everywhere(actor)
    request.session.flush()
    return HttpResponseRedirect("/accounts/login/")


@seated
@require_POST
def erase(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The person is forgotten, if they ticked that they mean it."""
    if request.POST.get("sure") != "yes":
        messages.error(request, _("Nothing was erased: tick the box if you mean it."))
        return redirect("security")
    actions.erase_person(actor)
    request.session.flush()
    return HttpResponseRedirect("/accounts/login/")


@seated
@require_POST
def found_party(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A party of which I am the first owner; from now on I act for it."""
    form = PartyForm(request.POST)
    founded = tried(form, actions.found_party, actor, **form.cleaned_data) if form.is_valid() else None
    if founded is None:
        return page(request, "party", form)
    request.session[SEAT] = founded.member
    return redirect("members")
