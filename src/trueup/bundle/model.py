"""What a bundle is made of. A book gives documents, facts and the verdict; a server adds what its ledger has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from trueup.agreements.results import AgreementResult
from trueup.facts.sent import SentBatch
from trueup.kpis.ladder import UNJUDGED, Ladder
from trueup.ledger.keys import VerifierKey
from trueup.ledger.leaf import Leaf
from trueup.ledger.note import Note
from trueup.ledger.statement import Signature
from trueup.scorecard.model import Delivery
from trueup.vocabulary import Document, Grade, Moment

Role = Literal["member", "log", "witness"]


@dataclass(frozen=True, slots=True)
class CarriedBatch:
    """A batch of facts: the rows that concern the agreement by their place in each table; of the others, the hashes."""

    sent: SentBatch
    rows: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class CarriedKey:
    """A public key, and what it speaks for: a member of a party, the log, or a witness."""

    key: VerifierKey
    role: Role
    party: str | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class CarriedLeaf:
    """A leaf with its path to the root of the last checkpoint.

    `contents` is the payload itself where it is more than one thing of the bundle: JSON whose digest the leaf holds
    and that names the digests of what it speaks of (an import, say). None where the leaf holds the digest of a
    document, a signature or a batch.
    """

    index: int
    leaf: Leaf
    path: tuple[bytes, ...]
    contents: Any = None


@dataclass(frozen=True, slots=True)
class CarriedCheckpoint:
    """A signed checkpoint, and the proof that it continues the one before it in the bundle (none for the first)."""

    note: Note
    consistency: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """What the verdict follows from, and nothing else does.

    `documents` holds the book's definition, all versions of the agreement, of its KPIs, plans and containments,
    parties, and what is said about the evidence. `ladder` says which rungs of the forecast ladder had lost their place
    over the whole book: that rests on other agreements too, so it is carried as it was.
    """

    agreement: str
    moment: Moment
    grade: Grade
    seed: int
    documents: tuple[Document, ...]
    batches: tuple[CarriedBatch, ...]
    ladder: Ladder = UNJUDGED


@dataclass(frozen=True)
class BundleInput:
    """Everything that goes into a bundle. `gather` makes one without a ledger; replace the last five to add it.

    `result` is the verdict as stated, `deliveries` those on its plans. `definitions` has the digests of all versions of
    the book's definition as signed, "book/northwind@1": the last is carried, maybe without parties that have no part in
    this. Checkpoints are in the order of their sizes; leaves are proved in the last.
    `signed_as` is how signatures name the book, where that is not its id.
    """

    basis: Basis
    definitions: Mapping[str, str]
    result: AgreementResult
    method: str
    deliveries: tuple[Delivery, ...] = ()
    signatures: tuple[Signature, ...] = ()
    keys: tuple[CarriedKey, ...] = ()
    leaves: tuple[CarriedLeaf, ...] = ()
    checkpoints: tuple[CarriedCheckpoint, ...] = ()
    signed_as: str | None = None

    @property
    def digests(self) -> tuple[str, ...]:
        """What a ledger should have a leaf of: documents, signatures and batches, by the digest that the leaf holds."""
        documents = [document.digest for document in self.basis.documents if document.kind_name() != "book"]
        held = [*self.definitions.values(), *documents, *(signature.digest for signature in self.signatures)]
        return tuple(dict.fromkeys([*held, *(batch.sent.digest for batch in self.basis.batches)]))
