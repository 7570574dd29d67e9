"""Load sources: read, map, compare with what the store has, and land what is new, whole or not at all."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trueup.facts.digest import digest_of
from trueup.sources import horizons
from trueup.sources.account import account
from trueup.sources.answers.bring import bring
from trueup.sources.answers.record import KEY as ASKED_KEY
from trueup.sources.answers.record import TABLE as ASKED
from trueup.sources.answers.record import recorded, rows_of
from trueup.sources.answers.rules import judged
from trueup.sources.compare import compare, row_keys
from trueup.sources.documents import Source
from trueup.sources.gather import Gathered, Progress, gather_files
from trueup.sources.known import Bound, Known
from trueup.sources.mapping.documents import make_documents
from trueup.sources.mapping.facts import map_facts
from trueup.sources.mapping.landing import land_rows
from trueup.sources.mapping.stage import Calendar, Stage
from trueup.sources.notices import notices
from trueup.sources.reading import Read
from trueup.sources.report import SHOWN, LoadReport
from trueup.sources.sql.cursor import KEY, TABLE, Cursor, cursor_rows
from trueup.sources.under_way import UnderWay
from trueup.vocabulary import Issue, SourceError, UnknownName, did_you_mean

if TYPE_CHECKING:
    from trueup.facts import FactStore, Receipt

Check = Callable[[Iterable[Mapping[str, Any]]], Sequence[Issue]]


def load(
    book: Bound,
    store: FactStore,
    *,
    source_id: str | None = None,
    progress: Progress | None = None,
    dry_run: bool = False,
    check: Check | None = None,
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> list[LoadReport]:
    """Load every source of a book, those that make documents first, or one; a report each.

    What a source brings lands in one batch: all its rows and documents, or nothing. Rows that are refused stay out,
    unless the source is `strict` or more than `max_refused` of its rows are: then it lands nothing. Loading the same
    again lands nothing. `progress(what, done, total)` is called as files and rows come in. `check` says what is wrong
    with the book once given documents (rows of the table `documents`) are in it: an error there lands nothing.
    Raises SourceError, naming source and place, when a source cannot be read, mapped or landed; sources loaded before
    it stay loaded. Raises UnknownName for a source that the book does not have.
    """
    loader = _Loader(book, store, progress, dry_run, check, clock)
    return [loader.load(source) for source in _chosen(book, source_id)]


def load_one(
    book: Bound,
    store: FactStore,
    source: Source,
    *,
    progress: Progress | None = None,
    dry_run: bool = False,
    whole: bool = False,
    called: str | None = None,
    clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> LoadReport:
    """Load a source that need not be in the book. `whole`: one refused row, and nothing lands (the report is `held`).

    Raises SourceError as `load` does, naming what people have `called` it.
    """
    return _Loader(book, store, progress, dry_run, None, clock, whole, called).load(source)


def _chosen(book: Bound, source_id: str | None) -> list[Source]:
    if source_id is None:
        sources = [versions.latest for versions in book.sources.values()]
        return sorted(sources, key=lambda source: not source.documents)
    if source_id not in book.sources:
        hint = did_you_mean(source_id, book.sources) or f"sources: {', '.join(book.sources) or 'none'}"
        raise UnknownName(f"there is no source {source_id!r} in the book", do=hint)
    return [book.sources[source_id].latest]


@dataclass(frozen=True, slots=True)
class _Loader:
    """Loads one source after the other."""

    book: Bound
    store: FactStore
    progress: Progress | None
    dry_run: bool
    check: Check | None
    clock: Callable[[], dt.datetime]
    whole: bool = False
    called: str | None = None

    def load(self, source: Source) -> LoadReport:
        """One source, in one batch."""
        begun = time.perf_counter()
        definition = self.book.definition
        stage = Stage(Calendar(definition.zone, definition.fiscal_year_start, self.clock()))
        try:
            load = UnderWay(source, stage)
            told = self._prepare(load)
            held = self.whole and bool(load.refusals)
            receipt = None if self.dry_run or held else self._append(load)
        except SourceError as bad:
            known = self.called or f"source {source.id}"
            place = known + (f", {bad.where}" if bad.where and bad.where != known else "")
            raise SourceError(bad.what, where=place, do=bad.do) from None
        finally:
            stage.close()
        seconds = time.perf_counter() - begun
        if receipt is not None and receipt.already:
            told.append("another load landed the same while this one was under way; it is there once")
        batch = None if receipt is None else receipt.batch
        return account(load, told, batch=batch, dry_run=self.dry_run, held=held, seconds=seconds)

    def _prepare(self, load: UnderWay) -> list[str]:
        """Everything up to the append; returns the notices."""
        with self.store.snapshot() as snapshot:
            known = Known(snapshot, load.source.id)
            self._gather(load, known.cursors(load.source))
            _map(load, known, self.book)
            _tolerate(load)
            compare(load, known)
            landed = known.documents()
        self._whole(load, landed)
        return notices(load, self.book, landed)

    def _gather(self, load: UnderWay, since: Mapping[str, Cursor]) -> None:
        for name, reads in load.source.reads.items():
            gathered = self._read(load, name, reads, since.get(name))
            load.gathered[name] = gathered
            load.stage.add(
                name,
                gathered.table,
                absent=gathered.absent,
                numbers=reads[0].numbers,
                missing={text: why for read in reads for text, why in read.missing.items()},
                units=gathered.units,
            )

    def _read(self, load: UnderWay, name: str, reads: Sequence[Read], since: Cursor | None) -> Gathered:
        folder = self.book.folder or Path()
        if reads[0].format != "sql":
            return gather_files(reads, folder, self.progress)
        from trueup.sources.sql.read import gather_sql

        gathered, reached = gather_sql(reads[0], folder, since, self.progress)
        if reached is not None and reached != since:
            load.reached[name] = reached
        return gathered

    def _whole(self, load: UnderWay, landed: Sequence[Mapping[str, Any]]) -> None:
        """SourceError when the book would be broken by the documents that are about to land."""
        new = load.tables.get("documents")
        if self.check is None or new is None:
            return
        rows = {(row["kind"], row["id"], row["version"]): row for row in (*landed, *new.to_pylist())}
        errors = [issue for issue in self.check(rows.values()) if issue.level == "error"]
        if errors:
            listing = "".join(f"\n  {issue}" for issue in errors[:SHOWN])
            what = f"its documents do not fit the book ({len(errors)} errors), and nothing was landed:{listing}"
            raise SourceError(what, do="mend the mapping, or the book")

    def _append(self, load: UnderWay) -> Receipt | None:
        """Land what is new; the key says what, on top of what: sent twice at once, it lands once."""
        tables, keys = load.tables, row_keys(load.source)
        if load.reached:
            tables[TABLE] = cursor_rows(load.source.id, load.source.digest, load.reached)
            keys[TABLE] = KEY
        if not tables:
            return None
        if load.answers and "responses" in tables:
            tables[ASKED], keys[ASKED] = rows_of([brought.asked for brought in load.answers]), ASKED_KEY
        key = f"{load.source.id}:{load.source.digest[:16]}:{load.seq}:{digest_of(tables)[:32]}"
        known = {name: columns for name, columns in keys.items() if name in tables}
        return self.store.append(tables, key=key, source=load.source.id, row_keys=known)


def _map(load: UnderWay, known: Known, book: Bound) -> None:
    source, stage = load.source, load.stage
    load.mapped += [land_rows(stage, land, known.schema(f"raw_{land.table}")) for land in source.land]
    for table, rows in source.facts.mappings:
        mapped = map_facts(stage, table, rows)
        judge = horizons.judged if table in horizons.TABLES else judged if table == "responses" else None
        load.mapped.append(judge(mapped, stage.reads[rows.rows], book) if judge is not None else mapped)
    if source.answers:
        before = recorded(known.every(ASKED))
        load.answers += [bring(stage, answers, book, before) for answers in source.answers]
        load.mapped += [brought.mapped for brought in load.answers]
    load.made += [make_documents(stage, generated) for generated in source.documents]


def _tolerate(load: UnderWay) -> None:
    """SourceError when more is refused than the source allows."""
    refusals = load.refusals
    share = len({refusal.line for refusal in refusals}) / max(1, load.rows)
    allowed = 0.0 if load.source.strict else load.source.max_refused
    if refusals and share > allowed:
        listing = "".join(f"\n  {refusal}" for refusal in refusals[:SHOWN])
        why = "the source is strict" if load.source.strict else f"more than {allowed:.1%} of {load.rows:,} rows are"
        what = f"{len(refusals):,} refused, and {why}: nothing was landed{listing}"
        raise SourceError(what, do="mend the rows or the mapping")
