"""The addresses of the API. Below /api/ nothing is a page: what is not there is a problem."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.csrf import csrf_exempt

from trueup.web.api.problems import problem
from trueup.web.api.routers import ROUTERS
from trueup.web.api.schema import Api
from trueup.web.api.v1 import build


def nothing_here(request: HttpRequest) -> HttpResponse:
    """404 for every address that the API does not have."""
    return problem(request, 404, "there is no such address", do="see /api/v1/docs")


def addresses(of: Api) -> list[URLPattern | URLResolver]:
    """The addresses under /api/."""
    nothing = csrf_exempt(nothing_here)
    return [path("v1/", of.urls), re_path("", nothing)]


api = build(ROUTERS)
urlpatterns = addresses(api)
