"""What of a load the store does not have yet."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from trueup.facts.tables import TABLES, fact_table, field_of
from trueup.sources.documents import Source
from trueup.sources.fresh import fresh
from trueup.sources.headers import FILE, LINE, snake
from trueup.sources.known import Known
from trueup.sources.mapping.documents import Made
from trueup.sources.mapping.facts import Mapped
from trueup.sources.under_way import UnderWay
from trueup.vocabulary import canonical


def compare(load: UnderWay, known: Known) -> None:
    """Fill `load.news` and `load.seq`."""
    keys = row_keys(load.source)
    for part in load.mapped:
        _news(load, known, part.name, part.table.drop_columns([FILE, LINE]), _key(part, keys), part.known_by)
    for made in load.made:
        _news(load, known, "documents", document_rows(made), TABLES["documents"].key, ())


def row_keys(source: Source) -> dict[str, tuple[str, ...]]:
    """The columns that identify a row of each raw table that has a key."""
    return {f"raw_{land.table}": tuple(snake(column) for column in land.key) for land in source.land if land.key}


def _key(part: Mapped, keys: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What makes two rows of the table the same fact; without a key, their place in the source."""
    stated = fact_table(part.name).key if part.name in TABLES else keys.get(part.name, ("source_ref",))
    return tuple(column for column in stated if column in part.table.column_names)


def _news(load: UnderWay, known: Known, name: str, rows: pa.Table, key: Sequence[str], known_by: Sequence[str]) -> None:
    before = known.rows(name)
    load.news.append(fresh(load.stage, rows, before, key, known_by))
    if before is not None and before.num_rows:
        load.seq = max(load.seq, pc.max(before["seq"]).as_py())


def document_rows(made: Made) -> pa.Table:
    """Documents as rows of the table `documents`."""
    bodies = [canonical(document.body) for document in made.documents]
    rows = [
        {
            "kind": document.kind_name(),
            "id": document.id,
            "version": document.version,
            "body": body.decode(),
            "digest": hashlib.sha256(body).hexdigest(),
        }
        for document, body in zip(made.documents, bodies, strict=True)
    ]
    return pa.Table.from_pylist(rows, pa.schema([field_of(column) for column in TABLES["documents"].columns]))
