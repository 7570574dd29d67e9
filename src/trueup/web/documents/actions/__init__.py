"""Every change to books and documents."""

from __future__ import annotations

from trueup.web.documents.actions.books import SERVER, import_book, name_in
from trueup.web.documents.actions.seats import take_seat

__all__ = ["SERVER", "import_book", "name_in", "take_seat"]
