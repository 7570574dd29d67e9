"""Whom a business case concerns: the parties of the agreements that name it; until one does, whoever wrote it."""

from __future__ import annotations

from trueup.agreements.documents import Agreement
from trueup.book import Book as Documents
from trueup.value.business_case import BusinessCase
from trueup.web.documents.proposals import proposed

KIND = "business_case"


def naming(slug: str, documents: Documents, id: str) -> frozenset[str]:
    """The agreements of which any version, proposed or once in force, names the case."""
    waiting = [each for each in proposed(slug, "agreement") if isinstance(each, Agreement)]
    standing = [version for versions in documents.agreements.values() for version in versions]
    return frozenset(each.id for each in (*waiting, *standing) if each.business_case == id)


def writers(slug: str, documents: Documents, id: str) -> frozenset[str]:
    """The parties that wrote it, by their ids in the book; none where there is no such case yet."""
    waiting = [each for each in proposed(slug, KIND) if isinstance(each, BusinessCase) and each.id == id]
    standing = [*documents.business_cases[id]] if id in documents.business_cases else []
    return frozenset(each.party for each in (*standing, *waiting))
