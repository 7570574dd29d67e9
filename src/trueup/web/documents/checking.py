"""What is wrong with a draft: judged as part of the book that it would make, with each issue at its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from trueup.book import Book as Documents
from trueup.book.load import Loaded, load_texts
from trueup.book.validate import validate
from trueup.book.yaml import Located, read
from trueup.vocabulary import Document, Issue
from trueup.web.documents import books, private
from trueup.web.documents.books import name_of
from trueup.web.documents.files import check_size


@dataclass(frozen=True, slots=True)
class Key:
    """Which version of which document of which book is meant."""

    book: str
    kind: str
    id: str
    number: int

    @property
    def name(self) -> str:
        """agreement/claims-platform@2."""
        return name_of(self.kind, self.id, self.number)

    @property
    def subject(self) -> str:
        """How the ledger names the document."""
        return f"{self.kind}/{self.id}"


@dataclass(frozen=True)
class Checked:
    """A draft as it was found. `own` are its issues, `elsewhere` those that it would cause in other documents."""

    key: Key
    data: Any
    document: Document | None
    own: tuple[Issue, ...]
    elsewhere: tuple[Issue, ...]
    loaded: Loaded

    @property
    def issues(self) -> tuple[Issue, ...]:
        """All of them: the draft's first."""
        return (*self.own, *self.elsewhere)

    @property
    def is_valid(self) -> bool:
        """Whether the book with this draft in it would have no error."""
        return self.document is not None and not any(issue.level == "error" for issue in self.issues)

    @property
    def stopping(self) -> tuple[Issue, ...]:
        """What keeps it from being proposed or signed: errors, and what must be mended before anyone signs."""
        return tuple(issue for issue in self.issues if issue.level in ("error", "soon"))

    @cached_property
    def book(self) -> Documents:
        """The book with the draft in it; for a valid one only."""
        stated = {entry.key: entry.digest for entry in self.loaded.entries if entry.digest is not None}
        return Documents.of((entry.document for entry in self.loaded.entries), books.folder_of(self.key.book), stated)


def check(
    key: Key, text: str, *, drafted: bool = True, standing: Loaded | None = None, asks: Collection[str] = ()
) -> Checked:
    """Judge a text as the version that `key` names. Raises TrueupError for one that is too large.

    `standing` is what is in force, where the caller has it. What is `drafted` here is agreed when the last party has
    signed; a statement says itself since when it is known. `asks` are the seats for which it is written
    (`private.without_others`).
    """
    check_size(text, key.name)
    raw = text.encode(errors="replace")
    standing = standing or books.loaded(key.book)
    own = load_texts([(key.name, raw.decode())])
    merged = _merged(standing, own)
    seen = private.without_others(standing, key.kind, key.id, asks)
    located = read(raw, key.name)[0]
    found = [*_of_the_text(key, located, drafted), *validate(_merged(seen, own))]
    mine = tuple(issue for issue in found if issue.file == key.name)
    if key.kind in private.NAMING and seen is not standing:
        found = validate(merged)  # what it would cause elsewhere is seen in the whole book
    document = own.entries[0].document if len(own.entries) == 1 else None
    data = located[0].data if len(located) == 1 else None
    return Checked(key, data, document, mine, _elsewhere(key, found, standing, asks), merged)


def _merged(standing: Loaded, own: Loaded) -> Loaded:
    return Loaded(
        (*standing.entries, *own.entries),
        (*standing.issues, *own.issues),
        standing.broken | own.broken,
        standing.complete and own.complete,
    )


def _elsewhere(key: Key, found: list[Issue], standing: Loaded, asks: Collection[str]) -> tuple[Issue, ...]:
    """What other documents would have to complain of, and have not now; nothing of what is private to others."""
    told = (issue for issue in found if issue.file != key.name and private.may_be_told(issue.file))
    others = [issue for issue in told if issue.level != "hint"]
    if (
        private.is_private(key.kind)
        or not others
        or (key.kind == "agreement" and all(issue.level == "soon" for issue in others))
    ):
        return ()
    before = {(issue.file, issue.path, issue.message) for issue in validate(standing)}
    new = (issue for issue in others if (issue.file, issue.path, issue.message) not in before)
    return tuple(dict.fromkeys(private.told_to(issue, asks, standing.entries) for issue in new))


def _of_the_text(key: Key, documents: list[Located], drafted: bool) -> Iterator[Issue]:
    """A draft is one document, and stays the one that it is the draft of."""
    if len(documents) != 1:
        message = _("a draft is one document, and this text holds %(count)d") % {"count": len(documents)}
        yield Issue("error", message, key.name, 1, None, _("write one document"))
        return
    located = documents[0]
    if isinstance(located.data, dict):
        yield from _of_the_key(key, located)
        if drafted:
            yield from _of_a_draft(key, located)


def _of_the_key(key: Key, located: Located) -> Iterator[Issue]:
    for word, asked in (("kind", key.kind), ("id", key.id)):
        stated = located.data.get(word)
        if stated is not None and str(stated) != asked:
            message = _("this is the draft of %(asked)r, not of %(stated)r") % {"asked": asked, "stated": str(stated)}
            yield located.issue("error", (word,), message, _("begin a new document for another"))
    party = private.prefix_of(key.id)
    if private.is_private(key.kind) and party and located.data.get("party", party) != party:
        message = _("the id %(id)r is of a document of %(party)r") % {"id": key.id, "party": party}
        yield located.issue("error", ("party",), message, f"party: {party}")
    if located.data.get("version", 1) != key.number:
        message = _("the next version is %(number)d") % {"number": key.number}
        yield located.issue("error", ("version",), message, f"version: {key.number}")


def _of_a_draft(key: Key, located: Located) -> Iterator[Issue]:
    if "agreed_at" in located.data:
        message = _("the server says when a version was agreed: when the last party has signed")
        yield located.issue("error", ("agreed_at",), message, _("remove the key"))
    if key.kind == "agreement" and key.number > 1 and not located.data.get("why"):
        message = _("an amendment says what moved the promise")
        yield located.issue("soon", ("why",), message, _("add why: ..."))
