"""Addresses of the portfolio."""

from __future__ import annotations

from django.urls import path

from trueup.web.portfolio import views

urlpatterns = [
    path("agreements", views.index, name="agreements"),
    path("agreements.<str:format>", views.file, name="agreements-file"),
]
