"""Facts: the rows that are shown, with the hashes of those that are not, have the digest of their batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from trueup.bundle.lines import BatchLine, RowLine, TableMark
from trueup.bundle.model import CarriedBatch
from trueup.bundle.read import Contents
from trueup.bundle.report import Check
from trueup.bundle.rows import Row, from_plain
from trueup.facts.digest import digest_of_hashes, row_hashes
from trueup.facts.sent import SentBatch
from trueup.facts.tables import DOCUMENTS
from trueup.ledger.encoding import from_base64
from trueup.ledger.merkle import HASH_SIZE
from trueup.vocabulary import LedgerError

ABOUT = "facts"
Given = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Facts:
    """The batches with the rows that are carried, the digests that a ledger holds of them, and what was found.

    `landed` are digests of documents that came with a batch: the ledger knows them by their batch.
    """

    batches: tuple[CarriedBatch, ...]
    digests: tuple[tuple[str, str, str], ...]
    landed: frozenset[str]
    checks: tuple[Check, ...]


def check(contents: Contents) -> Facts:
    """Recompute the digest of every batch."""
    given, stray = _given(contents)
    batches: list[CarriedBatch] = []
    digests: list[tuple[str, str, str]] = []
    found = list(stray)
    for number, (where, line) in enumerate(contents.lines(BatchLine, "batches")):
        try:
            tables = _tables(line, given.get(number, {}))
            batches.append(_carried(line, tables))
        except LedgerError as wrong:
            found.append(Check(ABOUT, "fails", f"batch {line.key}: {wrong.what}", where))
            continue
        found += _compared(line, tables, where)
        digests.append((line.digest, f"the batch {line.key}", where))
    if not any(each.state == "fails" for each in found):
        found[:0] = _counted(contents, batches)
    return Facts(tuple(batches), tuple(digests), _landed(batches), tuple(found))


def _given(contents: Contents) -> tuple[dict[int, Given], list[Check]]:
    """The rows of each batch by table, and rows that belong to no batch."""
    marks = [set(line.tables) for _, line in contents.lines(BatchLine, "batches")]
    rows: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    stray: list[Check] = []
    for where, line in contents.lines(RowLine, "rows"):
        if line.batch >= len(marks) or line.table not in marks[line.batch]:
            stray.append(Check(ABOUT, "fails", "the row belongs to no batch that is there", where))
        else:
            rows[line.batch][line.table].append(line.row)
    return dict(rows), stray


def _tables(line: BatchLine, given: Given) -> dict[str, pa.Table]:
    found = {}
    for name, mark in line.tables.items():
        rows = given.get(name, ())
        if len(rows) != mark.rows:
            raise LedgerError(f"{len(rows)} rows of {name} are there, and {mark.rows} should be")
        if rows:
            found[name] = from_plain(rows, mark.columns)
    return found


def _compared(line: BatchLine, tables: Mapping[str, pa.Table], where: str) -> list[Check]:
    if any(mark.others is None for mark in line.tables.values()):
        words = f"batch {line.key}: rows of it were erased since, so its digest cannot be computed again"
        return [Check(ABOUT, "missing", words, where)]
    try:
        hashes = {name: [*_shown(tables, name), *_hidden(mark, name)] for name, mark in line.tables.items()}
    except LedgerError as wrong:
        return [Check(ABOUT, "fails", f"batch {line.key}: {wrong.what}", where)]
    if digest_of_hashes(hashes) != line.digest:
        words = f"batch {line.key}: its rows do not have its digest: one was changed, added or left out"
        return [Check(ABOUT, "fails", words, where)]
    return []


def _shown(tables: Mapping[str, pa.Table], name: str) -> list[bytes]:
    return row_hashes(tables[name]) if name in tables else []


def _hidden(mark: TableMark, name: str) -> list[bytes]:
    joined = from_base64(mark.others or "", f"the hashes of the other rows of {name}")
    hashes = [joined[at : at + HASH_SIZE] for at in range(0, len(joined), HASH_SIZE)]
    if len(joined) % HASH_SIZE or hashes != sorted(hashes):
        raise LedgerError(f"the hashes of the other rows of {name} are not hashes in order")
    return hashes


def _carried(line: BatchLine, tables: Mapping[str, pa.Table]) -> CarriedBatch:
    sent = SentBatch(
        key=line.key,
        batch=line.batch,
        digest=line.digest,
        source=line.source,
        recorded_at=line.at,
        seq=0,
        row_keys=line.row_keys,
        tables=tables,
        whole=True,
    )
    return CarriedBatch(sent, {name: tuple(range(table.num_rows)) for name, table in tables.items()})


def _counted(contents: Contents, batches: Sequence[CarriedBatch]) -> Iterator[Check]:
    shown = len(contents.sections["rows"])
    if not shown:
        yield Check(ABOUT, "missing", "no facts are there yet")
        return
    yield Check(ABOUT, "holds", f"{shown:,} rows of {len(batches)} batches have the digests of their batches")
    marks = [mark for _, line in contents.lines(BatchLine, "batches") for mark in line.tables.values()]
    hidden = sum(len(from_base64(mark.others or "", "hashes")) // HASH_SIZE for mark in marks)
    if hidden:
        words = f"{hidden:,} other rows of these batches are only hashes: that none of them belongs here is the "
        yield Check(ABOUT, "note", words + "sender's word")


def _landed(batches: Sequence[CarriedBatch]) -> frozenset[str]:
    tables = [each.sent.tables[DOCUMENTS.name] for each in batches if DOCUMENTS.name in each.sent.tables]
    return frozenset(digest for table in tables for digest in table.column("digest").to_pylist())
