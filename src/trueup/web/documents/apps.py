"""The Django application."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Books and their documents: drafted, proposed, signed, in force."""

    name = "trueup.web.documents"
    label = "documents"

    def ready(self) -> None:
        """Listen to invitations that offer a seat."""
        import_module("trueup.web.documents.receivers")
