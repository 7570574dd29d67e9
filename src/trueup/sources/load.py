"""Load sources: read, map, compare with what the store has, and land what is new, whole or not at all."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from trueup.facts.digest import digest_of
from trueup.facts.tables import TABLES, fact_table, field_of
from trueup.sources.documents import Source
from trueup.sources.fresh import Fresh, fresh
from trueup.sources.gather import Gathered, Progress, gather_files
from trueup.sources.headers import FILE, LINE, snake
from trueup.sources.known import Bound, Known
from trueup.sources.mapping.documents import Made, make_documents
from trueup.sources.mapping.facts import Mapped, map_facts
from trueup.sources.mapping.landing import land_rows
from trueup.sources.mapping.stage import Calendar, Stage
from trueup.sources.notices import notices
from trueup.sources.reading import Read
from trueup.sources.report import SHOWN, LoadedFile, LoadedTable, LoadReport, Refused
from trueup.sources.sql.cursor import KEY, TABLE, Cursor, cursor_rows
from trueup.vocabulary import SourceError, UnknownName, canonical, did_you_mean

if TYPE_CHECKING:
    from trueup.facts import FactStore


@dataclass(slots=True)
class _Load:
    """One source on its way into the store."""

    source: Source
    stage: Stage
    gathered: dict[str, Gathered] = field(default_factory=dict)
    mapped: list[Mapped] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    cursors: dict[str, Cursor] = field(default_factory=dict)
    known_before: dict[str, Cursor] = field(default_factory=dict)


def load(
    book: Bound,
    store: FactStore,
    *,
    source_id: str | None = None,
    progress: Progress | None = None,
    dry_run: bool = False,
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> list[LoadReport]:
    """Load every source of a book, or one; a report each.

    What a source brings lands in one batch: all its rows and documents, or nothing. Rows that are refused stay out,
    unless the source is `strict` or more than `max_refused` of its rows are: then it lands nothing. Loading the same
    again lands nothing. `progress(what, done, total)` is called as files and rows come in.
    Raises SourceError, naming source and place, when a source cannot be read, mapped or landed; sources loaded before
    it stay loaded. Raises UnknownName for a source that the book does not have.
    """
    return [_load(book, source, store, progress, dry_run, clock) for source in _chosen(book, source_id)]


def _chosen(book: Bound, source_id: str | None) -> list[Source]:
    if source_id is None:
        return [versions.latest for versions in book.sources.values()]
    if source_id not in book.sources:
        known = ", ".join(book.sources) or "none"
        hint = did_you_mean(source_id, book.sources) or f"sources: {known}"
        raise UnknownName(f"there is no source {source_id!r} in the book", do=hint)
    return [book.sources[source_id].latest]


def _load(
    book: Bound,
    source: Source,
    store: FactStore,
    progress: Progress | None,
    dry_run: bool,
    clock: Callable[[], dt.datetime],
) -> LoadReport:
    begun = time.perf_counter()
    calendar = Calendar(book.definition.zone, book.definition.fiscal_year_start, clock())
    stage = Stage(calendar)
    try:
        with store.snapshot() as snapshot:
            known = Known(snapshot, source.id)
            one = _Load(source, stage, known_before=known.cursors(source))
            _gather(one, book.folder or Path(), progress)
            _map(one, known)
            _tolerate(one)
            compared = _compare(one, known)
        batch = None if dry_run else _append(one, compared, store)
    except SourceError as bad:
        where = f"source {source.id}" + (f", {bad.where}" if bad.where else "")
        raise SourceError(bad.what, where=where, do=bad.do) from None
    finally:
        stage.close()
    told = notices(one.gathered, one.mapped, one.made, compared.counts(), book, calendar, source)
    return _report(one, compared, told, batch, dry_run, time.perf_counter() - begun)


def _gather(one: _Load, folder: Path, progress: Progress | None) -> None:
    for name, reads in one.source.reads.items():
        one.gathered[name] = _gathered(one, name, reads, folder, progress)
        missing = {text: why for read in reads for text, why in read.missing.items()}
        gathered = one.gathered[name]
        one.stage.add(
            name,
            gathered.table,
            absent=gathered.absent,
            numbers=reads[0].numbers,
            missing=missing,
            units=gathered.units,
        )


def _gathered(one: _Load, name: str, reads: Sequence[Read], folder: Path, progress: Progress | None) -> Gathered:
    if reads[0].format != "sql":
        return gather_files(reads, folder, progress)
    from trueup.sources.sql.read import gather_sql

    gathered, reached = gather_sql(reads[0], folder, one.known_before.get(name), progress)
    if reached is not None and reached != one.known_before.get(name):
        one.cursors[name] = reached
    return gathered


def _map(one: _Load, known: Known) -> None:
    one.mapped += [land_rows(one.stage, land, known.schema(f"raw_{land.table}")) for land in one.source.land]
    one.mapped += [map_facts(one.stage, table, rows) for table, rows in one.source.facts.mappings]
    one.made += [make_documents(one.stage, generated) for generated in one.source.documents]


def _all_refusals(one: _Load) -> list[Refused]:
    found = [Refused.of(f"read {name}", refusal) for name, part in one.gathered.items() for refusal in part.refusals]
    found += [Refused.of(part.name, refusal) for part in one.mapped for refusal in part.refusals]
    return found + [Refused.of(part.kind, refusal) for part in one.made for refusal in part.refusals]


def _tolerate(one: _Load) -> None:
    """SourceError when more is refused than the source allows."""
    refusals = _all_refusals(one)
    rows = sum(part.read for part in one.gathered.values())
    share = len({refusal.line for refusal in refusals}) / rows if rows else 0.0
    allowed = 0.0 if one.source.strict else one.source.max_refused
    if refusals and share > allowed:
        listing = "".join(f"\n  {refusal}" for refusal in refusals[:SHOWN])
        why = "the source is strict" if one.source.strict else f"more than {allowed:.1%} of {rows:,} rows"
        what = f"{len(refusals):,} refused, and {why}: nothing was landed{listing}"
        raise SourceError(what, do="mend the rows or the mapping")


@dataclass(slots=True)
class _Compared:
    """What is new, table by table, and how each mapping fared."""

    tables: dict[str, list[pa.Table]] = field(default_factory=dict)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fresh: list[tuple[str, Fresh]] = field(default_factory=list)
    seq: int = 0

    def counts(self) -> list[tuple[str, int]]:
        """Superseded rows of each mapping."""
        return [(name, part.superseded) for name, part in self.fresh]


def _compare(one: _Load, known: Known) -> _Compared:
    compared = _Compared()
    keys = {f"raw_{land.table}": tuple(snake(column) for column in land.key) for land in one.source.land}
    for part in one.mapped:
        key = keys.get(part.name) or (fact_table(part.name).key if part.name in TABLES else ("source_ref",))
        own = [column for column in key if column in part.table.column_names]
        known_by = part.known_by if part.name in TABLES else ()
        _add(one, compared, known, part.name, part.table.drop_columns([FILE, LINE]), own or ["source_ref"], known_by)
        compared.keys[part.name] = keys.get(part.name, ())
    for made in one.made:
        _add(one, compared, known, "documents", _document_rows(made), TABLES["documents"].key, ())
    return compared


def _add(
    one: _Load,
    compared: _Compared,
    known: Known,
    name: str,
    rows: pa.Table,
    key: Sequence[str],
    known_by: Sequence[str],
) -> None:
    before = known.rows(name)
    found = fresh(one.stage, rows, before, key, known_by)
    compared.fresh.append((name, found))
    compared.tables.setdefault(name, []).append(found.table)
    if before is not None and before.num_rows:
        import pyarrow.compute as pc

        compared.seq = max(compared.seq, pc.max(before["seq"]).as_py())


def _document_rows(made: Made) -> pa.Table:
    rows = [
        {
            "kind": document.kind_name(),
            "id": document.id,
            "version": document.version,
            "body": canonical(document.body).decode(),
            "digest": document.digest,
        }
        for document in made.documents
    ]
    return pa.Table.from_pylist(rows, pa.schema([field_of(column) for column in TABLES["documents"].columns]))


def _append(one: _Load, compared: _Compared, store: FactStore) -> str | None:
    tables = {name: pa.concat_tables(parts) for name, parts in compared.tables.items()}
    tables = {name: table for name, table in tables.items() if table.num_rows}
    if one.cursors:
        tables[TABLE] = cursor_rows(one.source.id, one.source.digest, one.cursors)
        compared.keys[TABLE] = KEY
    if not tables:
        return None
    row_keys = {name: compared.keys[name] for name in tables if compared.keys.get(name)}
    key = f"{one.source.id}:{one.source.digest[:16]}:{compared.seq}:{digest_of(tables)[:32]}"
    return store.append(tables, key=key, source=one.source.id, row_keys=row_keys).batch


def _report(
    one: _Load, compared: _Compared, told: list[str], batch: str | None, dry_run: bool, seconds: float
) -> LoadReport:
    loaded = [*map(_of_mapping, one.mapped), *map(_of_documents, one.made)]
    counted = [
        table.model_copy(
            update={
                "landed": part.table.num_rows,
                "unchanged": part.unchanged,
                "repeated": part.repeated,
                "superseded": part.superseded,
            }
        )
        for table, (_, part) in zip(loaded, compared.fresh, strict=True)
    ]
    return LoadReport(
        source=one.source.id,
        dry_run=dry_run,
        batch=batch,
        files=tuple(_files(one)),
        tables=tuple(counted),
        refusals=tuple(_all_refusals(one)),
        notices=tuple(told),
        seconds=round(seconds, 3),
    )


def _files(one: _Load) -> list[LoadedFile]:
    return [
        LoadedFile(
            file=file.file,
            rows=file.rows,
            refused=file.refused,
            blank=file.blank,
            encoding=file.encoding,
            mended_lines=len(file.mended),
        )
        for part in one.gathered.values()
        for file in part.files
    ]


def _of_mapping(part: Mapped) -> LoadedTable:
    missing = part.table["missing_reason"].null_count if "missing_reason" in part.table.column_names else part.mapped
    return LoadedTable(
        table=part.name,
        read=part.read,
        passed=part.passed,
        mapped=part.mapped,
        refused=len(part.refusals),
        missing=part.mapped - missing,
    )


def _of_documents(part: Made) -> LoadedTable:
    return LoadedTable(
        table=f"{part.kind} documents",
        read=part.read,
        passed=part.passed,
        mapped=part.mapped,
        refused=len(part.refusals),
    )
