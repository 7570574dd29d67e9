"""Addresses of statements. An id may hold slashes, so the page of one comes after all that is beneath it."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from trueup.web.statements import files, views


class Ending(StringConverter):
    """The forms that a statement has: an id may hold points of its own."""

    regex = "pdf|csv|xml"


register_converter(Ending, "ending")

urlpatterns = [
    path("statements", views.index, name="statements"),
    path("agreements/<str:book>/<path:id>/settle", views.draw_up, name="draw-up-statement"),
    path("statements/<str:book>/<path:id>/check", views.check, name="check-statement"),
    path("statements/<str:book>/<path:id>.<ending:form>", files.file, name="statement-file"),
    path("statements/<str:book>/<path:id>", views.show, name="statement"),
]
