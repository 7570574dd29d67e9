"""A server in small: keys of all parties, a log of everything, two checkpoints, a witness. And a server that lies."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from trueup.agreements.documents import Agreement, Attestation, Dispute
from trueup.bundle.lines import MARK
from trueup.bundle.model import BundleInput, CarriedCheckpoint, CarriedKey, CarriedLeaf
from trueup.bundle.report import Report
from trueup.ledger import checkpoint, statement
from trueup.ledger.checkpoint import Checkpoint
from trueup.ledger.cosign import cosign
from trueup.ledger.keys import COSIGNATURE, SigningKey
from trueup.ledger.leaf import Leaf, Payload
from trueup.ledger.statement import Signature, Statement, Subject
from trueup.ledger.tree import Tree
from trueup.vocabulary import Document, canonical

NOW = dt.datetime(2026, 10, 1, 8, tzinfo=dt.UTC)
PARTIES = ("northwind", "acme", "sint", "brandt", "assay")
Lines = dict[str, list[dict[str, Any]]]


def keys(seed: str = "true") -> dict[str, SigningKey]:
    """A key for each party, the log and the witness; another seed is another server with the same names."""

    def made(name: str, type: int = 1) -> SigningKey:
        return SigningKey.from_seed(name, hashlib.sha256(f"{seed} {name}".encode()).digest(), type)

    members = {party: made(f"{party}/owner") for party in PARTIES}
    return {**members, "log": made("log.example/northwind"), "witness": made("witness.example/w1", COSIGNATURE)}


PINNED = tuple(keys()[name].verifier for name in ("log", "northwind", "sint", "witness"))
"""Keys that somebody trusts from elsewhere."""


def signers(document: Document) -> tuple[str, ...]:
    if isinstance(document, Agreement):
        return (document.customer, *document.providers)
    if isinstance(document, Attestation | Dispute):
        return (document.by,)
    return ("northwind",) if document.kind_name() == "kpi" else ()


def subject(document: Document, documents: Iterable[Document]) -> Subject:
    measured = {each.kpi for each in document.objectives} if isinstance(document, Agreement) else set()
    stands_on = {
        f"kpi/{each.id}@{each.version}": each.digest
        for each in documents
        if each.kind_name() == "kpi" and each.id in measured
    }
    if isinstance(document, Agreement):
        stands_on |= {f"book/{each.id}@{each.version}": each.digest for each in documents if each.kind_name() == "book"}
    return Subject(
        book="northwind",
        kind=document.kind_name(),
        id=document.id,
        version=document.version,
        digest=document.digest,
        stands_on=stands_on,
    )


def signature(about: Subject, party: str, key: SigningKey, held: Any = "member") -> Signature:
    said = Statement.about(about, party=party, member=f"{party}-owner", held=held, key=key.verifier, at=NOW)
    return statement.sign(said, key)


def entered(digests: Iterable[str]) -> list[Leaf]:
    """A leaf for each digest, between leaves about other things."""
    payloads = [Payload(commitment="00" * 32), *(Payload(sha256=each) for each in digests), Payload(sha256="11" * 32)]
    return [
        Leaf.about("document", book="northwind", subject=f"entry/{i}", payload=payload, actor="m1", time=NOW)
        for i, payload in enumerate(payloads)
    ]


def on_a_server(made: BundleInput, own: dict[str, SigningKey] | None = None) -> BundleInput:
    """The same bundle with signatures, a ledger and a witness."""
    own = own or keys()
    documents = made.basis.documents
    signatures = tuple(
        signature(subject(each, documents), party, own[party]) for each in documents for party in signers(each)
    )
    signed = replace(made, signatures=signatures, keys=carried(own))
    leaves = entered(signed.digests)
    tree = Tree(leaf.encoded for leaf in leaves)
    held = tuple(CarriedLeaf(i, leaf, tree.inclusion(i)) for i, leaf in enumerate(leaves) if 0 < i < len(leaves) - 1)
    return replace(signed, leaves=held, checkpoints=heads(tree, (3, tree.size), own))


def carried(own: dict[str, SigningKey]) -> tuple[CarriedKey, ...]:
    members = (CarriedKey(own[party].verifier, "member", party, f"{party}-owner") for party in PARTIES)
    return (*members, CarriedKey(own["log"].verifier, "log"), CarriedKey(own["witness"].verifier, "witness"))


def heads(tree: Tree, sizes: tuple[int, ...], own: dict[str, SigningKey]) -> tuple[CarriedCheckpoint, ...]:
    found, before = [], 0
    for size in sizes:
        head = Checkpoint(own["log"].name, size, tree.root(size))
        note = checkpoint.sign(head, own["log"]).signed_too(cosign(head, own["witness"], NOW))
        found.append(CarriedCheckpoint(note, tree.consistency(before, size) if before else ()))
        before = size
    return tuple(found)


def forged(data: bytes, change: Callable[[Lines], None], manifest: dict[str, Any] | None = None) -> bytes:
    """The bundle after a change by somebody who computes manifest, marks and seal anew."""
    head, *rest, _ = [json.loads(line) for line in data.splitlines()]
    lines: Lines = {}
    for mark in head["sections"]:
        lines[mark["name"]], rest = rest[: mark["lines"]], rest[mark["lines"] :]
    change(lines)
    head.update(manifest or {})
    written = {name: [canonical(line) + b"\n" for line in lines[name]] for name in lines}
    head["sections"] = [
        {
            "name": name,
            "lines": len(section),
            "sha256": hashlib.sha256(b"".join(section)).hexdigest(),
            "marks": "".join(hashlib.sha256(line).hexdigest()[:MARK] for line in section),
        }
        for name, section in written.items()
    ]
    body = b"".join([canonical(head) + b"\n", *(line for section in written.values() for line in section)])
    return body + canonical({"seal": hashlib.sha256(body).hexdigest()}) + b"\n"


def states(report: Report, about: str) -> list[str]:
    """How each check about something ended."""
    return [check.state for check in report.checks if check.about == about]


def words(report: Report) -> str:
    """What failed, a line each."""
    return "\n".join(map(str, report.failures))
