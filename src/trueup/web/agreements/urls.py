"""Addresses of an agreement. An id may hold slashes, so they come after those of its versions, evidence, bundle."""

from __future__ import annotations

from django.urls import path

from trueup.web.agreements import views

urlpatterns = [
    path("agreements/<str:book>/<path:id>/actuals.<str:format>", views.file, name="agreement-file"),
    path("agreements/<str:book>/<path:id>", views.show, name="agreement"),
]
