"""A model as a file of the ArchiMate exchange format."""

from __future__ import annotations

from trueup.operating_model.archimate import write_model
from trueup.web.operating_model.queries import Seen


def written(seen: Seen) -> bytes:
    """The file, with the names of the book's parties."""
    return write_model(seen.document, seen.names)
