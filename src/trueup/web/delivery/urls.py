"""Addresses of plans. An id may hold slashes, so the page of a plan comes after all that is beneath it."""

from __future__ import annotations

from django.urls import path

from trueup.web.delivery.views import containment, files, frontier, page, progress

_AT = "plans/<str:book>/<path:id>"

urlpatterns = [
    path("plans", page.index, name="plans"),
    path("plans.<str:format>", files.listed, name="plans-file"),
    path("plans/<str:book>/import", files.bring, name="plan-import"),
    path("plans/<str:book>/imports/<int:pk>", files.brought, name="plan-brought"),
    path(f"{_AT}/export.xml", files.export, name="plan-export"),
    path(f"{_AT}/<slug:what>.<str:format>", files.table, name="plan-file"),
    path(f"{_AT}/progress", progress.one, name="progress"),
    path(f"{_AT}/progress/paste", progress.many, name="progress-paste"),
    path(f"{_AT}/frontier", frontier.ask, name="frontier"),
    path(f"{_AT}/frontier/state", frontier.state, name="frontier-state"),
    path(f"{_AT}/containments/new", containment.propose, name="containment-propose"),
    path(f"{_AT}/containments/<str:containment>", containment.show, name="containment"),
    path(_AT, page.show, name="plan"),
]
