"""Addresses of wins. An id may hold slashes: these come before the page of the document itself."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from trueup.web.wins import views


class WinId(StringConverter):
    """32 hexadecimal digits."""

    regex = "[0-9a-f]{32}"


register_converter(WinId, "win")

_AT = "horizons/<str:book>/<path:id>/wins"

urlpatterns = [
    path("settings/wins", views.held, name="wins-keys"),
    path("settings/wins/<int:key>/destroy", views.destroy, name="wins-destroy"),
    path(f"{_AT}/write", views.write, name="wins-write"),
    path(f"{_AT}/bring", views.bring, name="wins-bring"),
    path(f"{_AT}/read", views.read, name="wins-read"),
    path(f"{_AT}/key", views.key, name="wins-key"),
    path(f"{_AT}/<win:win>/read", views.read, name="win-read"),
    path(f"{_AT}/<win:win>/change", views.change, name="win-change"),
    path(f"{_AT}/<win:win>/file", views.take, name="win-file"),
    path(f"{_AT}/<win:win>/readers", views.readers, name="win-readers"),
    path(f"{_AT}/<win:win>/erase", views.erase, name="win-erase"),
    path(f"{_AT}/<win:win>", views.show, name="win"),
    path(_AT, views.index, name="wins"),
]
