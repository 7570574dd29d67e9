"""The address of the page of one's own settings, whose form is in `parties`."""

from __future__ import annotations

from django.urls import path

from trueup.web.kept import profile

urlpatterns = [path("settings/", profile.profile, name="settings")]
