"""What a version changes, in words and in money: against the one before, and against the first promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from trueup.agreements.documents import Agreement
from trueup.agreements.versions import descoped
from trueup.book import Book as Documents
from trueup.book.diff import diff
from trueup.vocabulary import Document, Moment, TrueupError
from trueup.web.documents.rows import Change, Difference


def versions_of(book: Documents, kind: str, id: str) -> dict[int, Document]:
    """The versions in force of a document, by number, wherever they lie."""
    same = (each for each in book.documents if (each.kind_name(), each.id) == (kind, id))
    return {document.version: document for document in same}


def against(book: Documents, after: Document, before: Document | None, today: dt.date) -> Difference | None:
    """The difference of two versions; None where there is no earlier one."""
    if before is None or before.version >= after.version:
        return None
    changes = tuple(Change(change.words, change.weakens) for change in diff(before, after, book.kpis))
    return Difference(before.version, changes, _descoped(book, before, after, today), book.definition.currency)


def both(
    book: Documents, after: Document, earlier: Mapping[int, Document], today: dt.date
) -> tuple[Difference | None, Difference | None]:
    """Against the version before, and against the first where that is another."""
    previous = against(book, after, earlier.get(after.version - 1), today)
    first = against(book, after, earlier.get(1), today) if after.version > 2 else None
    return previous, first


def _descoped(book: Documents, before: Document, after: Document, today: dt.date) -> Decimal | None:
    """The value taken out of the promise; None where it cannot be computed or nothing was."""
    if not isinstance(before, Agreement) or not isinstance(after, Agreement):
        return None
    kpis = {name: versions.latest for name, versions in book.kpis.items()}
    try:
        lost = descoped(before, after, kpis, Moment(today), book.definition.fiscal_year_start)
    except TrueupError:
        return None
    return Decimal(lost.numerator) / Decimal(lost.denominator) if lost else None
