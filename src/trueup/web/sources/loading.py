"""Load one source of a book on the server, and bring what landed into the ledger: at least once, recorded once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from trueup.scorecard.opened import OpenBook
from trueup.sources.files.paths import variables
from trueup.vocabulary import TrueupError
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Seat
from trueup.web.evidence.models import Batch
from trueup.web.ledger.acting import action, record
from trueup.web.sources.confine import confine, reads_database
from trueup.web.sources.models import LoadReport
from trueup.web.sources.signals import load_ended
from trueup.web.sources.variables import variables_of
from trueup.web.work.masking import masked
from trueup.web.work.worker import progress

if TYPE_CHECKING:
    from trueup.facts.sent import SentBatch
    from trueup.sources.report import LoadReport as Report

SERVER = "server"


class LoadFailed(TrueupError):
    """A load that failed; `permanent` where trying again would give the same."""

    def __init__(self, problem: str, *, permanent: bool) -> None:
        super().__init__(problem)
        self.permanent = permanent


def run(load: LoadReport) -> None:
    """Do what `load` asks for and write down what came of it. Raises LoadFailed."""
    given: dict[str, str] = {}
    begin(load)
    try:
        given = variables_of(load.book)
        report = _loaded(load, given)
        _completed(load)
    except TrueupError as error:
        raise LoadFailed(masked(str(error), given.values()), permanent=_is_permanent(load, error)) from None
    _done(load, report)


def begin(load: LoadReport) -> None:
    """Another try. Where the load began is remembered over all of its tries."""
    load.tries += 1
    load.started_at = load.started_at or timezone.now()
    if load.since is None:
        with open_book(load.book.slug).store.snapshot() as snapshot:
            load.since = snapshot.seq
    load.problem, load.retry_at = "", None
    load.save(update_fields=["tries", "started_at", "since", "problem", "retry_at"])


def _loaded(load: LoadReport, given: dict[str, str]) -> Report:
    def told(what: str, done: int, total: int) -> None:
        progress(what, done, total)

    opened = open_book(load.book.slug)
    source = opened.book.source(load.source).latest
    with variables(given):
        confine(source, opened.folder)
        return opened.load(load.source, dry_run=load.dry_run, progress=told)[0]


def _is_permanent(load: LoadReport, error: TrueupError) -> bool:
    if getattr(error, "permanent", False):
        return True
    try:
        return not reads_database(open_book(load.book.slug).book.source(load.source).latest)
    except TrueupError:
        return True


def _completed(load: LoadReport) -> None:
    """Record every batch that the source has landed since the load began and the ledger does not have."""
    if load.dry_run:
        return
    for batch in _unrecorded(load, open_book(load.book.slug)):
        _record(load, batch)


def _unrecorded(load: LoadReport, opened: OpenBook) -> Sequence[SentBatch]:
    import narwhals as nw

    with opened.store.snapshot() as snapshot:
        names: set[str] = set()
        for table in snapshot.tables():
            rows = snapshot.frame(table).filter(nw.col("source") == load.source, nw.col("seq") >= load.since)
            names.update(snapshot.collect(rows.select("batch").unique())["batch"].to_pylist())
        found = snapshot.batches(sorted(names))
    known = set(
        Batch.objects.filter(book=load.book, key__in=[batch.key for batch in found]).values_list("key", flat=True)
    )
    return [batch for batch in found if batch.key not in known]


@action("source.load")
def _record(load: LoadReport, batch: SentBatch) -> None:
    """A batch of a source is in the store: its row and its leaf."""
    seat = Seat.objects.filter(book=load.book, role="customer").first()
    actor = f"{load.asked_by.party.slug}/{load.asked_by.pk}" if load.asked_by else SERVER
    row, new = Batch.objects.get_or_create(
        book=load.book,
        key=batch.key,
        defaults={
            "name": batch.batch,
            "digest": batch.digest,
            "table": ",".join(sorted(batch.tables))[:40],
            "rows": sum(table.num_rows for table in batch.tables.values()),
            "how": "source",
            "seat": seat,
            "member": load.asked_by,
            "recorded_at": batch.recorded_at,
        },
    )
    if new or row.leaf is None:
        row.leaf = record(
            "source.loaded",
            batch.digest,
            actor=actor,
            at=timezone.now(),
            book=load.book.slug,
            subject=f"source/{load.source}",
            about={"batch": batch.key, "rows": row.rows},
        )
        row.save(update_fields=["leaf"])


def _done(load: LoadReport, report: Report) -> None:
    with transaction.atomic():
        load.body, load.ended_at = report.model_dump_json(), timezone.now()
        load.read, load.landed, load.refused = report.read, report.landed, report.refused
        load.save(update_fields=["body", "ended_at", "read", "landed", "refused"])
        load_ended.send(None, load=load)


def failed(load: LoadReport, problem: str, retry_at: dt.datetime | None) -> None:
    """Write down that a try failed: the last one, where there is no `retry_at`."""
    with transaction.atomic():
        load.problem, load.retry_at = problem, retry_at
        load.ended_at = None if retry_at else timezone.now()
        load.save(update_fields=["problem", "retry_at", "ended_at"])
        if retry_at is None:
            load_ended.send(None, load=load)
