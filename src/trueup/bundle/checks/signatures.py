"""Signatures: each is of the digest that was recomputed, by a key of its party, over the KPIs it stands on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from trueup.agreements.documents import Agreement, Attestation, Dispute
from trueup.bundle.checks.documents import Documents
from trueup.bundle.checks.keys import Keys
from trueup.bundle.lines import Manifest, SignatureLine
from trueup.bundle.read import Contents
from trueup.bundle.report import Check
from trueup.ledger import statement
from trueup.ledger.keys import VerifierKey
from trueup.ledger.statement import Signature, Statement, Subject
from trueup.vocabulary import Document, LedgerError

ABOUT = "signatures"


@dataclass(frozen=True, slots=True)
class Signatures:
    """Which keys have signed, the digests that a ledger holds of it, and what was found."""

    signed: frozenset[VerifierKey]
    digests: tuple[tuple[str, str, str], ...]
    checks: tuple[Check, ...]


def check(contents: Contents, documents: Documents, keys: Keys) -> Signatures:
    """Verify every signature, and say whose are missing."""
    by_name: dict[str, dict[str, str]] = defaultdict(dict)
    signed: set[VerifierKey] = set()
    relied: set[str] = set()
    digests: list[tuple[str, str, str]] = []
    found: list[Check] = []
    for where, line in contents.lines(SignatureLine, "signatures"):
        signature = Signature(line.text, line.signature)
        try:
            said, key = _verified(signature, contents.manifest, documents, keys)
        except LedgerError as wrong:
            found.append(Check(ABOUT, "fails", str(wrong).splitlines()[0], where))
            continue
        signed.add(key)
        relied |= {_name(said), *said.stands_on}
        by_name[_name(said)][said.party] = said.held
        digests.append((signature.digest, f"the signature of {said.party} on {said.name}", where))
    found += _who(documents, by_name)
    unseen = sorted(relied & documents.unseen)
    found += (
        Check(ABOUT, "missing", f"{name}: signatures are over its digest, and it is not here whole") for name in unseen
    )
    if contents.manifest.signed_as not in (None, contents.manifest.book):
        found.append(Check(ABOUT, "note", f"signatures name the book {contents.manifest.signed_as!r}"))
    return Signatures(frozenset(signed), tuple(digests), tuple(found))


def _verified(
    signature: Signature, manifest: Manifest, documents: Documents, keys: Keys
) -> tuple[Statement, VerifierKey]:
    said = signature.statement
    digest = documents.digests.get(_name(said))
    if digest is None:
        raise LedgerError(f"{said.name} was signed, and is not in the bundle")
    holder = keys.member(said.key)
    if holder is None or holder.party is None:
        raise LedgerError(f"the key that signed {said.name} is not in the bundle as a member's")
    if holder.member != said.member:
        raise LedgerError(f"{said.name} was signed as {said.member!r} with the key of {holder.member!r}")
    subject = Subject(
        book=manifest.signed_as or manifest.book,
        kind=said.kind,
        id=said.id,
        version=said.version,
        digest=digest,
        stands_on=_stands_on(said, documents),
    )
    return statement.verify(signature, holder.key, subject, holder.party), holder.key


def _name(said: Statement) -> str:
    return f"{said.kind}/{said.id}@{said.version}"


def _stands_on(said: Statement, documents: Documents) -> dict[str, str]:
    """The digests of what the signature says it stands on, as they are here; of an agreement, its KPIs and the book."""
    absent = sorted(set(said.stands_on) - set(documents.digests))
    if absent:
        raise LedgerError(f"{said.name} stands on {absent[0]}, which is not in the bundle")
    measured = {name.rpartition("@")[0] for name in said.stands_on}
    for needed in _needed(said, documents):
        if needed not in measured:
            raise LedgerError(f"{said.name} was signed without {needed}, which it stands on")
    return {name: documents.digests[name] for name in said.stands_on}


def _needed(said: Statement, documents: Documents) -> list[str]:
    """What gives the words of an agreement their meaning, whichever version of it was in force."""
    read = documents.by_name.get(_name(said))
    if read is None or not isinstance(read.document, Agreement):
        return []
    book = sorted({name.rpartition("@")[0] for name in documents.definitions})
    return [*book, *(f"kpi/{objective.kpi}" for objective in read.document.objectives)]


def _who(documents: Documents, signed: dict[str, dict[str, str]]) -> Iterator[Check]:
    """Who has signed each agreement and statement, who has not, and for whom the server holds the key."""
    expected = {each.name: _signers(each.document) for each in documents.read}
    if not signed:
        yield Check(ABOUT, "missing", "nothing is signed: the bundle shows what its sender says was agreed")
        return
    for name, parties in expected.items():
        there = signed.get(name, {})
        absent = [party for party in parties if party not in there]
        if absent:
            yield Check(ABOUT, "missing", f"{name} is not signed by {', '.join(absent)}")
        elif parties:
            yield Check(ABOUT, "holds", f"{name} is signed by {', '.join(sorted(there))}")
        served = sorted(party for party, held in there.items() if held == "server")
        if served:
            yield Check(ABOUT, "note", f"{name}: the server holds the key of {', '.join(served)}")


def _signers(document: Document) -> tuple[str, ...]:
    """Customer and providers sign an agreement; a statement is signed by the party that makes it, an answered dispute
    by the one that answers."""
    if isinstance(document, Agreement):
        return (document.customer, *document.providers)
    if isinstance(document, Dispute) and document.answer is not None:
        return (document.answer.by,)
    if isinstance(document, Attestation | Dispute):
        return (document.by,)
    return ()
