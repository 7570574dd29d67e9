"""Addresses of an agreement; what happens to it (versions, evidence, signatures) has its own folders."""

from __future__ import annotations

from django.urls import path

from trueup.web.agreements import views

urlpatterns = [
    path("agreements/<str:book>/<str:id>", views.show, name="agreement"),
    path("agreements/<str:book>/<str:id>/actuals.<str:format>", views.file, name="agreement-file"),
]
