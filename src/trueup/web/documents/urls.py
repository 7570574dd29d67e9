"""Addresses of books and documents. An agreement has its versions under its own address."""

from __future__ import annotations

from django.urls import URLPattern, path

from trueup.web.documents.views import books, editor, versions

DOCUMENT = "books/<str:book>/documents/<str:kind>/<path:id>"
AGREEMENT = "agreements/<str:book>/<path:id>"


def _both(tail: str, view: object, name: str, agreement: str | None = None) -> list[URLPattern]:
    """The same page under the address of documents, and for agreements under theirs."""
    own = tail if agreement is None else agreement
    return [
        path(AGREEMENT + own, view, {"kind": "agreement"}, name=f"agreement-{name}"),  # type: ignore[call-overload]
        path(DOCUMENT + tail, view, name=f"document-{name}"),  # type: ignore[call-overload]
    ]


urlpatterns = [
    path("books", books.books, name="books"),
    path("books/new", books.begin, name="new-book"),
    path("books/<str:book>", books.show, name="book"),
    path("books/<str:book>/documents", books.documents, name="documents"),
    path("books/<str:book>/documents/new", books.new_document, name="new-document"),
    *_both("/versions/<int:number>/sign", versions.sign, "sign"),
    *_both("/versions/<int:number>/reject", versions.reject, "reject"),
    *_both("/versions/<int:number>/withdraw", versions.withdraw, "withdraw"),
    *_both("/versions/<int:number>", versions.version, "version"),
    *_both("/edit/check", editor.check, "check", "/amend/check"),
    *_both("/edit/discard", editor.discard, "discard", "/amend/discard"),
    *_both("/edit", editor.edit, "edit", "/amend"),
    *_both("", versions.history, "history", "/versions"),
]
