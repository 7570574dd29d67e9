"""What a party says when it signs a version of a document: which document, what it stands on, who, with which key.

All of it is in the signed text, so the signature of one agreement says nothing about another, of one version nothing
about the next, and of an agreement nothing about the same words over other definitions of its KPIs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from trueup.ledger.encoding import from_base64, instant, moment, to_base64
from trueup.ledger.entry import Digest, Entry, Instant, Text
from trueup.ledger.keys import SigningKey, VerifierKey
from trueup.vocabulary.digest import digest
from trueup.vocabulary.document import Part, Whole
from trueup.vocabulary.errors import LedgerError

TYPE = "trueup-signature-1"
Held = Literal["member", "server"]


class Subject(Part):
    """What is signed: a version of a document, by digest, with the digests of the documents it stands on.

    `stands_on` names them "kpi/cycle-time@1": the KPIs of an agreement's objectives and the book's own definition.
    """

    book: Text
    kind: Text
    id: Text
    version: Annotated[Whole, Field(ge=1)]
    digest: Digest
    stands_on: dict[str, Digest]

    @property
    def name(self) -> str:
        """What people call it: agreement claims@2."""
        return f"{self.kind} {self.id}@{self.version}"


class Statement(Entry, Subject):
    """The text that is signed. `held` says who keeps the private key: the member, or the server for the member."""

    what: ClassVar[str] = "a statement"
    most: ClassVar[int] = 262_144

    type: Literal["trueup-signature-1"] = "trueup-signature-1"
    party: Text
    member: Text
    held: Held
    key: Text
    at: Instant

    @classmethod
    def about(cls, subject: Subject, *, party: str, member: str, held: Held, key: VerifierKey, at: dt.datetime) -> Self:
        """The statement of one party about a subject. Raises LedgerError."""
        who: dict[str, Any] = {"party": party, "member": member, "held": held, "key": str(key), "at": instant(at)}
        return cls.of({**subject.model_dump(mode="json"), **who})

    @property
    def when(self) -> dt.datetime:
        """When the party says it signed."""
        return moment(self.at)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signed statement: its text, and 64 bytes in base 64."""

    text: str
    signature: str

    @property
    def statement(self) -> Statement:
        """What the text says; verified only by `verify`. Raises LedgerError when it is none."""
        return Statement.parse(self.text)

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON of both: what a leaf of the ledger holds of a signature."""
        return digest({"signature": self.signature, "text": self.text})


def sign(statement: Statement, key: SigningKey) -> Signature:
    """Sign with the key that the statement names. Raises LedgerError for another key."""
    if statement.key != str(key.verifier):
        raise LedgerError("the statement names another key than the one that signs", where=key.name)
    return Signature(statement.encoded.decode(), to_base64(key.sign(statement.encoded)))


def verify(signature: Signature, key: VerifierKey, subject: Subject, party: str) -> Statement:
    """The statement, if this key signed it, and if it says that this party signs just this subject.

    Raises LedgerError that says which of it is otherwise.
    """
    statement = signature.statement
    if statement.key != str(key):
        raise LedgerError(f"the statement was signed with another key than {key.name}", where=statement.name)
    key.verify(signature.text.encode(), from_base64(signature.signature, "the signature"))
    if statement.party != party:
        raise LedgerError(f"{statement.party!r} signs here, not {party!r}", where=statement.name)
    for name in Subject.model_fields:
        _same(name, getattr(statement, name), getattr(subject, name), subject)
    return statement


def _same(name: str, signed: Any, asked: Any, subject: Subject) -> None:
    if signed == asked:
        return
    if isinstance(signed, Mapping):
        differing = sorted(key for key in {*signed, *asked} if signed.get(key) != asked.get(key))
        name, signed, asked = f"{name}, {differing[0]}", signed.get(differing[0]), asked.get(differing[0])
    raise LedgerError(f"the signature is for something else: {name} is {signed}, not {asked}", where=subject.name)
