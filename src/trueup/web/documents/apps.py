"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Books and their documents: drafted, proposed, signed, in force."""

    name = "trueup.web.documents"
    label = "documents"
