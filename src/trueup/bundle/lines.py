"""What each line of a bundle may say, section by section. See docs/reference/bundle.md."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, Self, TypeVar

from pydantic import ConfigDict, Field, ValidationError

from trueup.kpis.ladder import Ladder
from trueup.ledger.encoding import instant, moment
from trueup.ledger.entry import Digest, Instant
from trueup.vocabulary import GradeName, LedgerError, Moment, Part, canonical

FORMAT = "trueup-bundle-1"
SECTIONS = ("documents", "signatures", "keys", "batches", "rows", "leaves", "checkpoints", "verdict")
MARK = 8
"""Hexadecimal digits of a line's SHA-256 that the manifest keeps, to say which line was changed."""

L = TypeVar("L", bound="Line")


class Line(Part):
    """One line: canonical JSON with just these keys."""

    model_config = ConfigDict(strict=True)

    @property
    def encoded(self) -> bytes:
        """The line, with its newline."""
        return canonical(self.model_dump(mode="json", exclude_none=True)) + b"\n"

    @classmethod
    def of(cls, text: bytes) -> Self:
        """Read a line that is known to be canonical JSON. LedgerError that names the key that is wrong."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as wrong:
            first = wrong.errors()[0]
            place = ".".join(map(str, first["loc"])) or "it"
            raise LedgerError(f"the line is not as it should be: {place}: {first['msg']}") from None


class SectionMark(Part):
    """A section in the manifest: how many lines, the SHA-256 over their bytes, and the marks of the lines."""

    name: str
    lines: int = Field(ge=0)
    sha256: Digest
    marks: str


class LadderMark(Part):
    """The forecast ladder of the whole book: the rungs that had lost their place, and what forecasts say of it."""

    lost: tuple[str, ...]
    words: str

    @classmethod
    def of(cls, found: Ladder) -> LadderMark | None:
        """What is written; nothing where no rung was judged."""
        return None if found.words is None else cls(lost=tuple(sorted(found.lost)), words=str(found.words))

    @property
    def ladder(self) -> Ladder:
        """As forecasts take it."""
        return Ladder(frozenset(self.lost), self.words)


class Manifest(Line):
    """The first line: what was asked, of what, and what follows."""

    format: Literal["trueup-bundle-1"] = "trueup-bundle-1"
    book: str
    signed_as: str | None = None
    agreement: str
    as_of: dt.date
    known_at: Instant | None = None
    grade: GradeName
    seed: int
    method: str
    ladder: LadderMark | None = None
    definitions: dict[str, Digest]
    sections: tuple[SectionMark, ...]

    @property
    def moment(self) -> Moment:
        """The moment that was asked about."""
        return Moment(self.as_of, None if self.known_at is None else moment(self.known_at))


class DocumentLine(Line):
    """A version of a document: its body and the digest that people sign."""

    digest: Digest
    body: dict[str, Any]

    @property
    def name(self) -> str:
        """kpi/cycle-time@1."""
        return f"{self.body.get('kind')}/{self.body.get('id')}@{self.body.get('version', 1)}"


class SignatureLine(Line):
    """A signed statement."""

    text: str
    signature: str


class KeyLine(Line):
    """A public key and what it speaks for."""

    key: str
    role: Literal["member", "log", "witness"]
    party: str | None = None
    member: str | None = None


class TableMark(Part):
    """A table of a batch: its columns, how many of its rows follow, and the hashes of the others, joined, in base 64.

    `others` is None where rows were erased: then the digest cannot be computed again.
    """

    columns: dict[str, str]
    rows: int = Field(ge=0)
    others: str | None = None


class BatchLine(Line):
    """A batch: what its receipt said."""

    batch: str
    digest: Digest
    key: str
    source: str
    recorded_at: Instant
    row_keys: dict[str, tuple[str, ...]]
    tables: dict[str, TableMark]

    @property
    def at(self) -> dt.datetime:
        """When the batch became known."""
        return moment(self.recorded_at)


class RowLine(Line):
    """A row of a batch (by its place among the batches), in the order in which the batch has them."""

    batch: int = Field(ge=0)
    table: str
    row: dict[str, Any]


class LeafLine(Line):
    """A leaf of the ledger, its place, and the path to the root of the last checkpoint."""

    index: int = Field(ge=0)
    leaf: dict[str, Any]
    path: tuple[str, ...]
    contents: Any = None


class CheckpointLine(Line):
    """A signed checkpoint and the proof that it continues the one before."""

    note: str
    consistency: tuple[str, ...]


class VerdictLine(Line):
    """The answer as it was stated: the result of the agreement, as `trueup assess --format json` has it.

    `deliveries` are those of its plans; absent where it has none.
    """

    result: dict[str, Any]
    deliveries: list[dict[str, Any]] | None = None


class SealLine(Line):
    """The last line: SHA-256 over every byte before it."""

    seal: Digest


LINES: dict[str, type[Line]] = {
    "documents": DocumentLine,
    "signatures": SignatureLine,
    "keys": KeyLine,
    "batches": BatchLine,
    "rows": RowLine,
    "leaves": LeafLine,
    "checkpoints": CheckpointLine,
    "verdict": VerdictLine,
}


def exact(value: Any) -> bytes:
    """The canonical JSON of plain values. LedgerError where one is a number that JSON cannot keep."""
    try:
        return canonical(value)
    except ValueError as wrong:
        raise LedgerError(f"it cannot be written exactly: {wrong}") from None


def known_at_text(moment: Moment) -> str | None:
    """How the manifest writes what was known when."""
    return None if moment.known_at is None else instant(moment.known_at)
