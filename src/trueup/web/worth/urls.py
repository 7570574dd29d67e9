"""Addresses of worth. An id may hold slashes, so the page of one comes after all that is beneath it."""

from __future__ import annotations

from django.urls import path

from trueup.web.worth.views import files, page

_AT = "worth/<str:book>/<path:id>"

urlpatterns = [
    path("worth", page.index, name="worths"),
    path("worth.<str:format>", files.listed, name="worths-file"),
    path("worth/<str:book>/new", page.begin, name="worth-begin"),
    path(f"{_AT}/state", page.state, name="worth-state"),
    path(f"{_AT}/<slug:what>.<str:format>", files.table, name="worth-file"),
    path(_AT, page.show, name="worth"),
]
