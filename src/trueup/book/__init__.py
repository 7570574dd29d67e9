"""A set of documents: load, validate with file and line, version, digest, compare.

from trueup.book import Book, check

book = Book.load("northwind")            # DocumentError with every issue, if there is an error
book.agreement("claims-platform").first  # the first promise
"""

from __future__ import annotations

from trueup.book.book import Book, check
from trueup.book.documents import BookDefinition, Thresholds
from trueup.book.versions import Versions

__all__ = ["Book", "BookDefinition", "Thresholds", "Versions", "check"]
