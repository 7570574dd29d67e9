"""Addresses of calibration."""

from __future__ import annotations

from django.urls import path

from trueup.web.calibration import views

urlpatterns = [
    path("calibration", views.index, name="calibration-books"),
    path("calibration/<str:book>/forecasts.<str:format>", views.table, name="calibration-file"),
    path("calibration/<str:book>/state", views.state, name="calibration-state"),
    path("calibration/<str:book>", views.show, name="calibration"),
]
