"""A version comes into force: within the action of the last signature, or of the statement that needs none."""

from __future__ import annotations

import datetime as dt

from trueup.vocabulary.digest import digest
from trueup.web.documents import seating
from trueup.web.documents.checking import Checked
from trueup.web.documents.models import Book, Version


def put_in_force(book: Book, version: Version, checked: Checked, now: dt.datetime) -> None:
    """Let the version stand beside those in force before, and bring the book's own columns and seats up to it."""
    version.state, version.in_force_at = "in_force", now
    version.save()
    digests = Version.objects.filter(book=book, state="in_force").values_list("digest", flat=True)
    book.digest = digest(sorted(digests))
    book.name = checked.book.definition.name[:200]
    book.save(update_fields=["digest", "name"])
    seating.seat(book, checked.book, seating.proposed_agreements(book))
