"""The example on a server, with improvements of its customer and of one provider that nobody else may know of."""

from __future__ import annotations

from tests.web.documents.conftest import book, example, home

__all__ = ["book", "example", "home"]
