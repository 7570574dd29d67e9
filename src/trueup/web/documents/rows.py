"""What is shown of books, documents and versions: frozen values, made from what the reader may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from trueup.vocabulary import Document
from trueup.web.documents.checking import Checked, Key


@dataclass(frozen=True, slots=True)
class BookRow:
    """A book in which the reader's party has a seat. `parts` are its roles there."""

    slug: str
    name: str
    parts: tuple[str, ...]
    agreements: int

    @property
    def is_mine(self) -> bool:
        """Whether the reader's party is its customer, and sees it whole."""
        return "customer" in self.parts


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat of a book: the party of the documents, and the organisation that sits there, or ""."""

    id: str
    name: str
    role: str
    holder: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list: the latest version in force (0: none), one that waits for signatures, a draft of ours."""

    kind: str
    id: str
    title: str
    in_force: int = 0
    proposed: int = 0
    drafted: bool = False
    landed: bool = False

    def address(self, book: str) -> str:
        """Where its versions are shown."""
        return address(book, self.kind, self.id)


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A party's signature. `held` says who holds the key: the member or the server."""

    seat: str
    party: str
    key: str
    held: str
    at: dt.datetime
    statement: str
    signature: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version. `waiting` are the parties that have still to sign it (`waiting_for` by their names); `reason` says why
    it was rejected."""

    number: int
    state: str
    digest: str
    origin: str
    by: str
    proposed_at: dt.datetime | None
    in_force_at: dt.datetime | None
    ended_at: dt.datetime | None
    reason: str
    signatures: tuple[SignatureRow, ...]
    waiting: tuple[str, ...]
    waiting_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A difference in words; `weakens` is True where less is promised than before, None where neither can be said."""

    words: str
    weakens: bool | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a version changes against an earlier one; `descoped` is the value that this takes out of the promise."""

    against: int
    changes: tuple[Change, ...]
    descoped: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What the reader may do with a document."""

    propose: bool
    sign: bool


@dataclass(frozen=True, slots=True)
class History:
    """A document with all its versions, the latest first."""

    key: Key
    title: str
    versions: tuple[VersionRow, ...]
    may: Rights
    drafted: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One version to read and to sign: against the one before and against the first."""

    key: Key
    title: str
    version: VersionRow
    document: Document
    text: str
    previous: Difference | None
    first: Difference | None
    stands_on: tuple[tuple[str, str], ...]
    may: Rights
    is_ours: bool
    seat: str  # the seat for which the reader signs next, or ""
    names: Mapping[str, str]  # what people call the parties and KPIs that it speaks of
    parties: tuple[str, ...] = ()  # the names of the book's parties


@dataclass(frozen=True, slots=True)
class Editing:
    """A draft in the editor; `is_new` where it is not saved yet. `mark` tells this text from a colleague's."""

    key: Key
    title: str
    text: str
    mark: str
    checked: Checked
    is_new: bool
    previous: Difference | None
    first: Difference | None
    waiting: int  # the number of a version that waits for signatures, or 0
    parties: tuple[str, ...]  # what its fields may name
    kpis: tuple[str, ...]
    stages: tuple[str, ...]
    job_maps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToSign:
    """A statement for the member's own key to sign: exactly this text."""

    vkey: str
    statement: str


def address(book: str, kind: str, id: str) -> str:
    """Where the versions of a document are shown."""
    if kind == "agreement":
        return f"/agreements/{quote(book)}/{quote(id)}/versions"
    return f"/books/{quote(book)}/documents/{quote(kind)}/{quote(id)}"
