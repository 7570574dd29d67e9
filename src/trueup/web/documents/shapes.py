"""What programs send and read of documents."""

from __future__ import annotations

from typing import Any, Self

from ninja import Field, Schema

from trueup.ledger.statement import Signature as Signed
from trueup.vocabulary import InputError
from trueup.web.documents.actions.drafts import mark_of
from trueup.web.documents.checking import Checked
from trueup.web.documents.rows import Difference, Editing, History, Reading, Rights, VersionRow
from trueup.web.given import Given
from trueup.web.issues import ProblemIssue, document_issue


class Shown(Schema):
    """A document and all its versions, the latest first."""

    kind: str
    id: str
    title: str
    next: int = Field(description="the number that its next version will have")
    versions: list[VersionRow]
    may: Rights
    drafted: bool = Field(description="whether the asking party has a draft of the next version")

    @classmethod
    def of(cls, found: History) -> Self:
        """What was found, in one object."""
        return cls(
            kind=found.key.kind,
            id=found.key.id,
            title=found.title,
            next=found.key.number,
            versions=list(found.versions),
            may=found.may,
            drafted=found.drafted,
        )


class VersionRead(Schema):
    """One version: what it says, who has signed it, and what it changes."""

    book: str
    kind: str
    id: str
    number: int
    title: str
    version: VersionRow
    body: dict[str, Any] = Field(description="the document as plain JSON: what its digest is taken of")
    text: str = Field(description="the document in YAML, as it was written")
    previous: Difference | None = Field(description="what it changes against the version before")
    first: Difference | None = Field(description="what has changed since the first version, where that is another")
    stands_on: dict[str, str] = Field(description="the digests of what it means by its words, by name")
    may: Rights
    seat: str = Field(description="the seat for which the asking member signs next, or empty")

    @classmethod
    def of(cls, found: Reading) -> Self:
        """What was read, in one object."""
        names = ("title", "version", "text", "previous", "first", "may", "seat")
        return cls(
            book=found.key.book,
            kind=found.key.kind,
            id=found.key.id,
            number=found.key.number,
            body=found.document.body,
            stands_on=dict(found.stands_on),
            **{name: getattr(found, name) for name in names},
        )


class DraftRead(Schema):
    """A draft as it is kept, or the text with which one begins, and everything that is wrong with it."""

    kind: str
    id: str
    number: int = Field(description="the number that it will have")
    text: str
    mark: str = Field(description="send it back as `seen`, so that a colleague's change is not overwritten")
    saved: bool
    ready: bool = Field(description="whether it can be proposed as it is")
    issues: list[ProblemIssue]
    previous: Difference | None = None
    first: Difference | None = None

    @classmethod
    def of(cls, found: Editing) -> Self:
        """The draft in the editor."""
        return cls(
            **_checked(found.checked),
            text=found.text,
            mark=found.mark,
            saved=not found.is_new,
            previous=found.previous,
            first=found.first,
        )

    @classmethod
    def kept(cls, checked: Checked, text: str) -> Self:
        """The draft that was just kept."""
        return cls(**_checked(checked), text=text, mark=mark_of(text), saved=True)


class DraftGiven(Given):
    """A draft, as YAML text or as plain data; it may be wrong, and the answer says where."""

    text: str | None = Field(default=None, max_length=2 * 2**20, description="the whole document in YAML")
    data: dict[str, Any] | None = Field(default=None, description="or the whole document as data")
    seen: str | None = Field(default=None, max_length=100, description="the mark of the text that one began with")


class TextGiven(Given):
    """A text to be checked and not kept."""

    text: str = Field(max_length=2 * 2**20)


class Reason(Given):
    """Why."""

    reason: str = Field(min_length=1, max_length=5000)


class SignatureGiven(Given):
    """The signature of a party under a version: of the digest that its owner has seen."""

    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="the digest of the version that was read")
    statement: str | None = Field(default=None, max_length=300_000, description="what one's own key has signed")
    signature: str | None = Field(default=None, max_length=200, description="its signature, base 64")

    @property
    def signed(self) -> Signed | None:
        """The statement of one's own key; None lets the server sign. Raises InputError for half of one."""
        if self.statement is None and self.signature is None:
            return None
        if self.statement is None or self.signature is None:
            raise InputError("a statement and its signature come together", do="send both, or none")
        return Signed(self.statement, self.signature)


def _checked(checked: Checked) -> dict[str, Any]:
    key = checked.key
    issues = [document_issue(issue) for issue in checked.issues]
    ready = checked.document is not None and not checked.stopping
    return {"kind": key.kind, "id": key.id, "number": key.number, "ready": ready, "issues": issues}
