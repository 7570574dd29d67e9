"""Addresses of the money side of an agreement: before the agreement's own, whose id may hold slashes."""

from __future__ import annotations

from django.urls import path

from trueup.web.value import deal_page, goalposts, views

urlpatterns = [
    path("goalposts", goalposts.show, name="goalposts"),
    path("agreements/<str:book>/<path:id>/value/state", views.state, name="agreement-value-state"),
    path("agreements/<str:book>/<path:id>/deal", deal_page.show, name="agreement-deal"),
    path("agreements/<str:book>/<path:id>/value", views.show, name="agreement-value"),
]
