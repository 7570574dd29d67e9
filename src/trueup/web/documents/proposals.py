"""What is proposed in a book and waits for signatures: one question a page for everybody who wonders."""

from __future__ import annotations

from collections.abc import Collection

from trueup.book.kinds import kinds
from trueup.vocabulary import Document
from trueup.web.documents.models import Version
from trueup.web.site.once import is_known, once


@once
def proposals(slug: str) -> tuple[Version, ...]:
    """The proposed versions of a book, the oldest first."""
    return _proposals([slug])[slug]


def ask_at_once(slugs: Collection[str]) -> None:
    """Ask of all these books in one question: a page that goes through many need not ask of each."""
    for slug, found in (_proposals(slugs) if slugs else {}).items():
        is_known(proposals, found, slug)


@once
def proposed(slug: str, kind: str) -> tuple[Document, ...]:
    """Those of one kind, as documents."""
    model = kinds()[kind]
    return tuple(model.model_validate_json(each.body) for each in proposals(slug) if each.kind == kind)


def _proposals(slugs: Collection[str]) -> dict[str, tuple[Version, ...]]:
    rows = Version.objects.filter(book__slug__in=slugs, state="proposed").select_related("book").order_by("pk")
    found: dict[str, tuple[Version, ...]] = dict.fromkeys(slugs, ())
    for row in rows:
        found[row.book.slug] = (*found[row.book.slug], row)
    return found
