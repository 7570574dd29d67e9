"""Every change to books and documents."""

from __future__ import annotations

from trueup.web.documents.actions.books import import_book

__all__ = ["import_book"]
