"""A bundle as bytes: a manifest, the lines of each section, and a seal over all of it. Same input, same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from trueup.bundle.lines import (
    MARK,
    BatchLine,
    CheckpointLine,
    DocumentLine,
    KeyLine,
    LadderMark,
    LeafLine,
    Line,
    Manifest,
    RowLine,
    SealLine,
    SectionMark,
    SignatureLine,
    TableMark,
    VerdictLine,
    known_at_text,
)
from trueup.bundle.model import BundleInput, CarriedBatch
from trueup.bundle.recompute import Answer
from trueup.bundle.rows import column_types, to_plain
from trueup.facts.digest import row_hashes
from trueup.ledger.encoding import instant, to_base64


def write(given: BundleInput) -> bytes:
    """The bundle of these values. Raises LedgerError for rows that JSON cannot carry exactly."""
    sections = {name: [line.encoded for line in lines] for name, lines in _sections(given).items()}
    basis = given.basis
    manifest = Manifest(
        book=next(document.id for document in basis.documents if document.kind_name() == "book"),
        signed_as=given.signed_as,
        agreement=basis.agreement,
        as_of=basis.moment.as_of,
        known_at=known_at_text(basis.moment),
        grade=basis.grade,
        seed=basis.seed,
        method=given.method,
        ladder=LadderMark.of(basis.ladder),
        definitions=dict(given.definitions),
        sections=tuple(_marked(name, lines) for name, lines in sections.items()),
    )
    body = b"".join([manifest.encoded, *(line for lines in sections.values() for line in lines)])
    return body + SealLine(seal=hashlib.sha256(body).hexdigest()).encoded


def _marked(name: str, lines: list[bytes]) -> SectionMark:
    marks = "".join(hashlib.sha256(line).hexdigest()[:MARK] for line in lines)
    return SectionMark(name=name, lines=len(lines), sha256=hashlib.sha256(b"".join(lines)).hexdigest(), marks=marks)


def _sections(given: BundleInput) -> dict[str, Iterable[Line]]:
    """Every section in its order."""
    return {
        "documents": [DocumentLine(digest=each.digest, body=each.body) for each in given.basis.documents],
        "signatures": [SignatureLine(text=each.text, signature=each.signature) for each in given.signatures],
        "keys": [KeyLine(key=str(k.key), role=k.role, party=k.party, member=k.member) for k in given.keys],
        "batches": [_batch(each) for each in given.basis.batches],
        "rows": _rows(given.basis.batches),
        "leaves": [
            LeafLine(
                index=each.index,
                leaf=json.loads(each.leaf.encoded),
                path=tuple(map(to_base64, each.path)),
                contents=each.contents,
            )
            for each in given.leaves
        ],
        "checkpoints": [
            CheckpointLine(note=str(each.note), consistency=tuple(map(to_base64, each.consistency)))
            for each in given.checkpoints
        ],
        "verdict": [VerdictLine.model_validate(json.loads(Answer(given.result, given.deliveries).json))],
    }


def _batch(carried: CarriedBatch) -> BatchLine:
    sent = carried.sent
    return BatchLine(
        batch=sent.batch,
        digest=sent.digest,
        key=sent.key,
        source=sent.source,
        recorded_at=instant(sent.recorded_at),
        row_keys=dict(sent.row_keys),
        tables={name: _table(carried, name) for name in sorted(sent.tables)},
    )


def _table(carried: CarriedBatch, name: str) -> TableMark:
    table, shown = carried.sent.tables[name], carried.rows.get(name, ())
    columns = column_types(table) if shown else {}
    if not carried.sent.whole:
        return TableMark(columns=columns, rows=len(shown))
    kept = set(shown)
    hidden = sorted(hash_ for index, hash_ in enumerate(row_hashes(table)) if index not in kept)
    return TableMark(columns=columns, rows=len(shown), others=to_base64(b"".join(hidden)))


def _rows(batches: Iterable[CarriedBatch]) -> Iterator[RowLine]:
    for number, carried in enumerate(batches):
        for name in sorted(carried.rows):
            for row in to_plain(carried.sent.tables[name].take(list(carried.rows[name]))):
                yield RowLine(batch=number, table=name, row=row)
