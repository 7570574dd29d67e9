"""What the pages of documents share: who asks, and where pages are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from trueup.web.parties.access import Actor


def actor_of(request: HttpRequest) -> Actor | None:
    """Who asks."""
    found: Actor | None = getattr(request, "actor", None)
    return found


def address_of(book: str, kind: str, id: str, page: str, **more: Any) -> str:
    """The address of a page of a document: edit, version, history ..."""
    if kind == "agreement":
        return reverse(f"agreement-{page}", kwargs={"book": book, "id": id, **more})
    return reverse(f"document-{page}", kwargs={"book": book, "kind": kind, "id": id, **more})


def addresses(book: str, kind: str, id: str, number: int | None = None) -> dict[str, str]:
    """Every page of a document, for templates."""
    pages = {page: address_of(book, kind, id, page) for page in ("history", "edit", "check", "discard")}
    if number is not None:
        of_version = ("version", "sign", "reject", "withdraw")
        pages |= {page: address_of(book, kind, id, page, number=number) for page in of_version}
    return pages
