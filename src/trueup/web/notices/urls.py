"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from trueup.web.notices import views

urlpatterns = [
    path("notices", views.notices, name="notices"),
    path("notices/read", views.read_all, name="notices_read"),
    path("notices/<int:notice>/read", views.read, name="notice_read"),
    path("settings/notifications", views.wishes, name="notifications"),
    path("settings/notifications/rhythm", views.rhythm, name="notifications_rhythm"),
    path("settings/notifications/address", views.endpoint, name="notifications_address"),
    path("settings/notifications/address/<slug:channel>/remove", views.remove, name="notifications_remove"),
]
