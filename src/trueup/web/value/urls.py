"""Addresses of the money side of an agreement: before the agreement's own, whose id may hold slashes."""

from __future__ import annotations

from django.urls import path

from trueup.web.value import views

urlpatterns = [
    path("agreements/<str:book>/<path:id>/value", views.show, name="agreement-value"),
]
