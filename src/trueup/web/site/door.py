"""Who comes to a page without a seat is shown the way in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def seated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for those who have a seat: others sign in first; who has an account but no seat is told what to do."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if getattr(request, "actor", None) is None:
            return render(request, "site/seatless.html", status=403)
        return view(request, *args, **kwargs)

    return page
