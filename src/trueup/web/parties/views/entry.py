"""Coming in: by an invitation, by a one-time link, by another seat."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from trueup.web.parties import actions, queries
from trueup.web.parties.access import Actor, NotFound
from trueup.web.parties.adapter import INVITATION
from trueup.web.parties.forms import AcceptForm, JoinForm, sent, tried
from trueup.web.parties.models import User
from trueup.web.parties.queries import SEAT
from trueup.web.parties.rows import Invited
from trueup.web.parties.secrets import hash_of


def over(request: HttpRequest) -> HttpResponse:
    """410: one page for links that are used, withdrawn, expired or made up."""
    return render(request, "parties/link_over.html", status=410)


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask; only the answer uses the link up, so that programs which look at links before people do no harm."""
    name = queries.link_is_for(token)
    if name is None:
        return over(request)
    if request.method != "POST":
        return render(request, "parties/sign_in_link.html", {"name": name})
    try:
        user = actions.use_link(token)
    except NotFound:
        return over(request)
    return _let_in(request, user)


@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to, and the shortest way in."""
    invited = queries.invited(token)
    if invited is None:
        return over(request)
    request.session[INVITATION] = hash_of(token)  # single sign-on may make an account for it
    try:
        if request.user.is_authenticated:
            return _accept(request, token, invited)
        return _join(request, token, invited)
    except NotFound:
        return over(request)


def _join(request: HttpRequest, token: str, invited: Invited) -> HttpResponse:
    form = JoinForm(invited.seat, sent(request), initial={"proof": request.GET.get("proof", "")})
    if request.method == "POST" and form.is_valid():
        actor = tried(form, actions.join, token, **form.cleaned_data)
        if actor is not None:
            answer = _let_in(request, queries.person(actor))
            return _seated(request, actor, answer)
    return _page(request, invited, form)


def _accept(request: HttpRequest, token: str, invited: Invited) -> HttpResponse:
    assert request.user.pk is not None
    form = AcceptForm(invited.seat, queries.memberships(request.user.pk), sent(request))
    if request.method == "POST" and form.is_valid():
        actor = tried(form, actions.accept, token, user=request.user.pk, **form.cleaned_data)
        if actor is not None:
            return _seated(request, actor, HttpResponseRedirect("/"))
    return _page(request, invited, form)


def _page(request: HttpRequest, invited: Invited, form: JoinForm | AcceptForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "parties/join.html", {"invited": invited, "form": form}, status=status)


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    """Through allauth, so that a second factor is asked for and the session is listed."""
    answer: HttpResponse = perform_login(request, user, email_verification="none")
    return answer


def _seated(request: HttpRequest, actor: Actor, answer: HttpResponse) -> HttpResponse:
    request.session[SEAT] = actor.member
    request.session.pop(INVITATION, None)
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest) -> HttpResponse:
    """Choose by which seat to act. Raises NotFound for one that is not the person's."""
    assert request.user.pk is not None
    if request.method == "POST":
        chosen = request.POST.get("member", "")
        request.session[SEAT] = queries.membership(request.user.pk, int(chosen) if chosen.isdecimal() else 0).member
        return HttpResponseRedirect("/")
    return render(request, "parties/seats.html", {"seats": queries.memberships(request.user.pk)})
