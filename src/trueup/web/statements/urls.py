"""Addresses of statements. An id may hold slashes, so the page of one comes after all that is beneath it."""

from __future__ import annotations

from django.urls import path, re_path

from trueup.web.statements import files, views

urlpatterns = [
    path("statements", views.index, name="statements"),
    path("agreements/<str:book>/<path:id>/settle", views.draw_up, name="draw-up-statement"),
    path("statements/<str:book>/<path:id>/check", views.check, name="check-statement"),
    re_path(r"^statements/(?P<book>[^/]+)/(?P<id>.+)\.(?P<form>pdf|csv|xml)$", files.file, name="statement-file"),
    path("statements/<str:book>/<path:id>", views.show, name="statement"),
]
