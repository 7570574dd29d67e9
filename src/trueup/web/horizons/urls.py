"""Addresses of horizons. An id may hold slashes, so the page of a ladder comes after all that is beneath it."""

from __future__ import annotations

from django.urls import path

from trueup.web.horizons.views import answering, beginning, files, page, spending

_AT = "horizons/<str:book>/<path:id>"

urlpatterns = [
    path("horizons", page.index, name="horizons"),
    path("horizons.<str:format>", files.listed, name="horizons-list-file"),
    path("horizons/<str:book>/begin", beginning.begin, name="horizons-begin"),
    path(f"{_AT}/answer/<str:criterion>", answering.answer, name="horizons-answer"),
    path(f"{_AT}/effort", spending.spend, name="horizons-effort"),
    path(f"{_AT}/propose", beginning.take, name="horizons-propose"),
    path(f"{_AT}/state", page.state, name="horizons-state"),
    path(f"{_AT}/<slug:what>.<str:format>", files.table, name="horizons-file"),
    path(_AT, page.show, name="horizon"),
]
