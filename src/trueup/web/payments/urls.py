"""Addresses of payments: before the agreement's own, whose id may hold slashes."""

from __future__ import annotations

from django.urls import path

from trueup.web.payments import views

_AT = "agreements/<str:book>/<path:id>/payments"

urlpatterns = [
    path(_AT, views.show, name="payments"),
    path(f"{_AT}.<str:format>", views.table, name="payments-file"),
    path(f"{_AT}/report", views.one, name="payments-report"),
    path(f"{_AT}/paste", views.many, name="payments-paste"),
]
