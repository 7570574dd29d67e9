"""Pages: my notices, and how I want them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trueup.vocabulary import InputError
from trueup.web.notices import actions, queries
from trueup.web.notices.channels.registry import CHANNELS
from trueup.web.notices.forms import EndpointForm, RhythmForm
from trueup.web.notices.kinds import KINDS
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated


@require_safe
@seated
def notices(request: ActorRequest) -> HttpResponse:
    """What I was told, newest first."""
    unread = request.GET.get("show") == "unread"
    return render(
        request,
        "notices/notices.html",
        {"notices": queries.notices(request.actor, unread=unread), "only_unread": unread},
    )


@require_POST
@seated
def read(request: ActorRequest, notice: int) -> HttpResponse:
    """Open a notice: it is read, and leads where it is about."""
    return redirect(actions.mark_read(request.actor, notice))


@require_POST
@seated
def read_all(request: ActorRequest) -> HttpResponse:
    """All are read."""
    return redirect(actions.mark_read(request.actor))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@seated
def wishes(request: ActorRequest) -> HttpResponse:
    """Which kinds on which channel."""
    if request.method == "POST":
        try:
            actions.wish(request.actor, _wished(request))
        except InputError as wrong:
            messages.error(request, f"{wrong.what}. {wrong.do}")
        else:
            messages.success(request, _("Saved."))
        return redirect("notifications")
    return _page(request)


@require_POST
@seated
def rhythm(request: ActorRequest) -> HttpResponse:
    """When digests come, and when nothing does."""
    form = RhythmForm(request.POST)
    if form.is_valid():
        try:
            actions.set_rhythm(request.actor, **form.cleaned_data)
        except InputError as wrong:
            form.add_error(None, f"{wrong.what}: {wrong.do}")
        else:
            messages.success(request, _("Saved."))
            return redirect("notifications")
    return _page(request, rhythm_form=form)


@never_cache
@sensitive_post_parameters("url")
@require_POST
@seated
def endpoint(request: ActorRequest) -> HttpResponse:
    """Give an address. Its secret stands on the answer, and never again."""
    form = EndpointForm(request.POST)
    if form.is_valid():
        try:
            secret = actions.set_endpoint(request.actor, form.cleaned_data["channel"], form.cleaned_data["url"])
        except InputError as wrong:
            form.add_error("url", f"{wrong.what}. {wrong.do}")
        else:
            messages.success(request, _("Saved."))
            return _page(request, secret=secret) if secret else redirect("notifications")
    return _page(request, endpoint_form=form)


@require_POST
@seated
def remove(request: ActorRequest, channel: str) -> HttpResponse:
    """Forget an address."""
    actions.remove_endpoint(request.actor, channel)
    messages.success(request, _("Forgotten."))
    return redirect("notifications")


def _wished(request: ActorRequest) -> dict[tuple[str, str], str]:
    """The choices of the table: fields called kind:channel."""
    given = {name: how for name, how in request.POST.items() if ":" in name}
    return {(name.partition(":")[0], name.partition(":")[2]): str(how) for name, how in given.items()}


def _page(
    request: ActorRequest, rhythm_form: Form | None = None, endpoint_form: Form | None = None, **told: Any
) -> HttpResponse:
    chosen = queries.rhythm(request.actor)
    times = {name: getattr(chosen, name) for name in RhythmForm.base_fields}
    forms = {
        "rhythm_form": rhythm_form or RhythmForm(initial=times),
        "endpoint_form": endpoint_form or EndpointForm(),
    }
    lists = {
        "channels": list(CHANNELS.values()),
        "rows": _rows(request),
        "endpoints": queries.endpoints(request.actor),
        "deliveries": queries.deliveries(request.actor)[:30],
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "notices/wishes.html", {"here": "notifications", **forms, **lists, **told}, status=status)


def _rows(request: ActorRequest) -> list[tuple[str, list[tuple[str, str, str, bool]]]]:
    """A row a kind: its name, and for each channel the field, its choice, the channel's name, whether digests are."""
    wished = queries.wishes(request.actor)
    return [
        (
            str(kind.name),
            [(f"{kind.id}:{c.id}", wished[kind.id, c.id], str(c.name), c.id != "in_app") for c in CHANNELS.values()],
        )
        for kind in KINDS.values()
    ]
