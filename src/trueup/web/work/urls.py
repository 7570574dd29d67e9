"""Addresses of the queue."""

from __future__ import annotations

from django.urls import path

from trueup.web.work import views

urlpatterns = [
    path("work", views.work, name="work"),
    path("work/<uuid:job>/retry", views.retry, name="work_retry"),
    path("work/<uuid:job>/cancel", views.cancel, name="work_cancel"),
]
