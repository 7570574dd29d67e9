"""Addresses of operating models. An id may hold slashes, so the page of one comes after all that is beneath it."""

from __future__ import annotations

from django.urls import path

from trueup.web.operating_model.views import begin, files, page

_AT = "model/<str:book>/<path:id>"

urlpatterns = [
    path("model", page.index, name="models"),
    path("model.<str:format>", files.listed, name="models-file"),
    path("model/<str:book>/new", begin.begin, name="model-begin"),
    path(f"{_AT}/state", page.state, name="model-state"),
    path(f"{_AT}/element", page.element, name="model-element"),
    path(f"{_AT}/archimate", files.archimate, name="model-archimate"),
    path(f"{_AT}/<slug:what>.<str:format>", files.table, name="model-file"),
    path(_AT, page.show, name="model"),
]
