"""An open book: the Python door. `trueup.open(path)` gives one."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from trueup.book.book import Book, check, check_texts
from trueup.facts import FactStore, Snapshot
from trueup.vocabulary import Grade, Issue, Moment, TrueupError, day_of
from trueup.vocabulary.moment import day_given, instant_given

if TYPE_CHECKING:
    import pyarrow as pa

    from trueup.delivery.assess import PlanAssessment
    from trueup.delivery.documents import Plan
    from trueup.facts import Receipt
    from trueup.scorecard.asked_elsewhere import Elsewhere
    from trueup.scorecard.deliveries import Plans
    from trueup.scorecard.horizons import Ladders
    from trueup.scorecard.model import Claims, Delivery, Scorecard
    from trueup.scorecard.models import Models
    from trueup.scorecard.panels import Panels
    from trueup.scorecard.reported import Report
    from trueup.scorecard.values import Values
    from trueup.sources.plans import Landed, PlanFile
    from trueup.sources.report import LoadReport
    from trueup.value.results_calibration import CalibrationResult

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and out of how much."""


def open_book(path: str | Path, *, lake: str | None = None, engine: str | None = None) -> OpenBook:
    """Open the book in a folder: its documents, those its sources have landed, and its facts.

    `lake` and `engine` default to the environment variables TRUEUP_LAKE and TRUEUP_ENGINE. Raises DocumentError with
    every issue if a document is wrong, TrueupError if there is no such folder.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise TrueupError("there is no such folder", where=str(folder), do=f"make one with: trueup init {folder}")
    return OpenBook(folder, _store(folder, lake, engine))


def _store(folder: Path, lake: str | None = None, engine: str | None = None) -> FactStore:
    return FactStore.open(
        folder,
        lake=lake or os.environ.get("TRUEUP_LAKE"),
        engine=engine or os.environ.get("TRUEUP_ENGINE"),
    )


def documents_landed_in(folder: Path) -> list[dict[str, object]]:
    """The documents that sources have landed for the book in a folder, whether or not it is free of errors."""
    store = _store(folder)
    try:
        with store.snapshot() as snapshot:
            return landed_documents(snapshot)
    finally:
        store.close()


class OpenBook:
    """A book with its facts. Answers are frozen; only `load` brings in what is new."""

    def __init__(
        self,
        folder: Path,
        store: FactStore,
        clock: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        *,
        texts: Sequence[tuple[str, str]] | None = None,
    ) -> None:
        """`texts` are the documents as (name, YAML or JSON) where they do not lie in the folder."""
        self.folder, self.store, self._clock, self._texts = folder, store, clock, texts
        with store.snapshot() as snapshot:
            self.book = self._read(landed_documents(snapshot))

    def _read(self, landed: Sequence[Mapping[str, object]]) -> Book:
        if self._texts is None:
            return Book.load(self.folder, landed)
        return Book.read(self._texts, landed, self.folder)

    def _check(self, landed: Iterable[Mapping[str, object]]) -> Sequence[Issue]:
        if self._texts is None:
            return check(self.folder, landed)
        return check_texts(self._texts, landed)

    def moment(self, as_of: dt.date | str | None = None, known_at: dt.datetime | str | None = None) -> Moment:
        """The moment asked for; `as_of` defaults to today in the book's time zone.

        Raises InputError for what is no day, or no moment.
        """
        day, known = day_given(as_of), instant_given(known_at)
        if known is not None and known.tzinfo is None:
            known = known.replace(tzinfo=self.book.definition.zone)
        today = day_of(self._clock(), self.book.definition.zone)
        return Moment(day or today, known)

    def load(
        self, source: str | None = None, *, dry_run: bool = False, progress: Progress | None = None
    ) -> list[LoadReport]:
        """Bring in what the sources of the book have, or one of them; then read the book anew.

        A source lands whole or not at all, and loading again lands only what is new. Raises SourceError for what cannot
        be read, mapped or landed, UnknownName for a source that the book does not have.
        """
        from trueup.sources.load import load

        def told(what: str, done: int, total: int | None) -> None:
            if progress is not None:
                progress(what, done, total or done)

        reports = load(
            self.book,
            self.store,
            source_id=source,
            progress=told,
            dry_run=dry_run,
            check=self._check,
        )
        if not dry_run:
            self.store.tidy()
        with self.store.snapshot() as snapshot:
            self.book = self._read(landed_documents(snapshot))
        return reports

    def assess(
        self,
        as_of: dt.date | str | None = None,
        *,
        known_at: dt.datetime | str | None = None,
        at_grade: Grade | str = Grade.reported,
        progress: Progress | None = None,
    ) -> Scorecard:
        """The scorecard as of a moment, over the evidence of at least a grade."""
        from trueup.scorecard.assess import assess

        moment = self.moment(as_of, known_at)
        grade = Grade.parse(at_grade) if isinstance(at_grade, str) else at_grade
        with self.store.snapshot(moment.known_at) as snapshot:
            return assess(self._as_known(snapshot), snapshot, moment, grade=grade, progress=progress)

    def kpis(
        self,
        by: Sequence[str] = ("kpi", "month"),
        *,
        where: Mapping[str, str] | None = None,
        kpis: Sequence[str] | None = None,
        as_of: dt.date | str | None = None,
        known_at: dt.datetime | str | None = None,
    ) -> pa.Table:
        """The cube: any KPI by any of stage, phase, project, provider, segment and a grain; also "kpi,month"."""
        from trueup.scorecard.cube import cube

        moment = self.moment(as_of, known_at)
        axes = by.split(",") if isinstance(by, str) else by
        with self.store.snapshot(moment.known_at) as snapshot:
            return cube(self._as_known(snapshot), snapshot, axes, where or {}, moment, kpis=kpis)

    def claims(self, as_of: dt.date | str | None = None, *, known_at: dt.datetime | str | None = None) -> Claims:
        """What publishers say of their own results, recomputed and compared."""
        from trueup.scorecard.claims import claims

        moment = self.moment(as_of, known_at)
        with self.store.snapshot(moment.known_at) as snapshot:
            return claims(self._as_known(snapshot), snapshot, moment)

    @contextmanager
    def plan(
        self,
        plan: str | None = None,
        as_of: dt.date | str | None = None,
        *,
        known_at: dt.datetime | str | None = None,
        at_grade: Grade | str = Grade.reported,
        believe: str | None = None,
        seed: int | None = None,
        iterations: int | None = None,
    ) -> Iterator[PlanAssessment]:
        """One plan under assessment, or the only one: its schedule, futures, earned value and verdicts, on demand.

        `iterations` 0 simulates until the answer stands still. Raises UnknownName for a plan that is not there.
        """
        from trueup.delivery.assess import BUDGET

        with self._plans(as_of, known_at, at_grade, seed) as plans:
            limit = BUDGET if iterations is None else iterations or None
            yield plans.assessment(plans.named(plan), believe, limit)

    def delivery(
        self,
        plan: str | None = None,
        as_of: dt.date | str | None = None,
        *,
        known_at: dt.datetime | str | None = None,
        at_grade: Grade | str = Grade.reported,
        believe: str | None = None,
    ) -> Delivery:
        """Everything about one plan, as it stands in the scorecard, with the verdict on its agreement beside it."""
        from trueup.scorecard.assess import assess_one
        from trueup.scorecard.deliveries import delivery_of

        with self._plans(as_of, known_at, at_grade, None) as plans:
            found = plans.assessment(plans.named(plan), believe)
            agreement = plans.agreement_of(found.current)
            if agreement is None:
                return delivery_of(found, {})
            judged = assess_one(plans.book, plans.snapshot, plans.moment, agreement.id, grade=plans.grade)
            return delivery_of(found, {judged.id: judged.verdict})

    @contextmanager
    def _plans(
        self,
        as_of: dt.date | str | None,
        known_at: dt.datetime | str | None,
        at_grade: Grade | str,
        seed: int | None,
    ) -> Iterator[Plans]:
        from trueup.scorecard.assess import SEED
        from trueup.scorecard.deliveries import Plans

        moment = self.moment(as_of, known_at)
        grade = Grade.parse(at_grade) if isinstance(at_grade, str) else at_grade
        with self.store.snapshot(moment.known_at) as snapshot:
            yield Plans(self._as_known(snapshot), snapshot, moment, grade, SEED if seed is None else seed)

    @contextmanager
    def panels(
        self,
        as_of: dt.date | str | None = None,
        *,
        known_at: dt.datetime | str | None = None,
        seed: int | None = None,
    ) -> Iterator[Panels]:
        """What customers say as of a moment: scores of outcomes, segments, shifts and what to work on, on demand."""
        from trueup.scorecard.assess import SEED
        from trueup.scorecard.panels import Panels

        moment = self.moment(as_of, known_at)
        with self.store.snapshot(moment.known_at) as snapshot:
            yield Panels(self._as_known(snapshot), snapshot, moment, SEED if seed is None else seed)

    @contextmanager
    def ladders(
        self, as_of: dt.date | str | None = None, *, known_at: dt.datetime | str | None = None
    ) -> Iterator[Ladders]:
        """The five horizons of each relationship as of a moment: levels, the order gate, and what lapsed, on demand."""
        from trueup.scorecard.horizons import Ladders

        moment = self.moment(as_of, known_at)
        with self.store.snapshot(moment.known_at) as snapshot:
            yield Ladders(self._as_known(snapshot), snapshot, moment)

    @contextmanager
    def models(
        self, as_of: dt.date | str | None = None, *, known_at: dt.datetime | str | None = None
    ) -> Iterator[Models]:
        """The operating models as of a moment: maps, traces, gaps and what hangs on what, on demand."""
        from trueup.scorecard.models import Models

        moment = self.moment(as_of, known_at)
        with self.store.snapshot(moment.known_at) as snapshot:
            yield Models(self._as_known(snapshot), snapshot, moment)

    @contextmanager
    def values(
        self,
        as_of: dt.date | str | None = None,
        *,
        known_at: dt.datetime | str | None = None,
        at_grade: Grade | str = Grade.reported,
        seed: int | None = None,
    ) -> Iterator[Values]:
        """The money side as of a moment: what was caused, what is worth improving, what is owed, on demand."""
        from trueup.scorecard.assess import SEED
        from trueup.scorecard.values import Values

        moment = self.moment(as_of, known_at)
        grade = Grade.parse(at_grade) if isinstance(at_grade, str) else at_grade
        with self.store.snapshot(moment.known_at) as snapshot:
            yield Values(self._as_known(snapshot), snapshot, moment, grade, SEED if seed is None else seed)

    def land_plan(self, read: PlanFile, *, dry_run: bool = False) -> Landed | None:
        """Bring a plan that was read from a file into the folder, whole or not at all; None: it was a dry run.

        Raises SourceError (DocumentError in a dry run) where the book would be broken by it, FactError for progress
        that may not enter.
        """
        from trueup.scorecard.landing import bring_in

        with self.store.snapshot() as snapshot:
            landed = landed_documents(snapshot)
        found = bring_in(
            self.book,
            self.store,
            read,
            lambda more: self._check([*landed, *more]),
            clock=self._clock,
            dry_run=dry_run,
        )
        self.book = self._read(landed)
        return found

    def import_answers(self, asked: Elsewhere, *, dry_run: bool = False, whole: bool = True) -> LoadReport:
        """Land the answers to a wave of a survey that was asked elsewhere. The report says what became of every row.

        `whole`: one refused row, and nothing lands (the report is `held`); otherwise the others do. The same file again
        changes nothing. Raises SourceError for a file, survey, wave or scale that cannot be used, DocumentError for a
        mapping that is wrong.
        """
        from trueup.sources.load import load_one

        loading = (self.book, self.store, asked.source())
        return load_one(*loading, called=asked.file.name, dry_run=dry_run, whole=whole, clock=self._clock)

    def report_progress(self, plan: str | None, reports: Sequence[Report]) -> Receipt:
        """Store reports on a plan's activities, all of them or none.

        Raises FactError with a Refusal for each that could not count: an unknown activity or party, days that lie
        ahead, a portion that is somebody else's.
        """
        from trueup.scorecard.reported import store_progress

        with self._plans(None, None, Grade.reported, None) as plans:
            current: Plan = plans.book.plan(plans.named(plan)).latest
            roles = plans.roles(current)
        return store_progress(self.store, current, roles, reports, today=self.moment().as_of)

    def calibration(
        self,
        as_of: dt.date | str | None = None,
        *,
        known_at: dt.datetime | str | None = None,
        at_grade: Grade | str = Grade.reported,
        kinds: Sequence[str] = (),
        by: str | None = None,
        since: dt.date | str | None = None,
        progress: Progress | None = None,
    ) -> CalibrationResult:
        """Every forecast and promise of the book against what came; past months are replayed as they were known.

        `kinds` are forecast, p_hit, p_worth, promise, plan, business_case, improvement (default: all); `by` is method,
        kpi, provider, party or horizon. Raises InputError for any other.
        """
        from trueup.scorecard.value_calibration import calibrate

        day = dt.date.fromisoformat(since) if isinstance(since, str) else since
        with self.values(as_of, known_at=known_at, at_grade=at_grade) as values:
            return calibrate(values, self.known, kinds=kinds, by=by, since=day, progress=progress)

    @contextmanager
    def known(self, known_at: dt.datetime | None = None) -> Iterator[tuple[Book, Snapshot]]:
        """The documents and facts as they were known at an aware instant; None: by now."""
        with self.store.snapshot(known_at) as snapshot:
            yield self._as_known(snapshot), snapshot

    def close(self) -> None:
        """Let go of files and engine."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _as_known(self, snapshot: Snapshot) -> Book:
        """The book with only those landed documents that were known at the snapshot's moment."""
        if snapshot.known_at is None or not snapshot.has("documents"):
            return self.book
        return self._read(landed_documents(snapshot))


def landed_documents(snapshot: Snapshot) -> list[dict[str, object]]:
    """The documents that source mappings have landed, as known at the snapshot's moment."""
    if not snapshot.has("documents"):
        return []
    rows = snapshot.collect(snapshot.latest("documents").select("kind", "id", "version", "body", "digest"))
    return list(rows.sort_by([("kind", "ascending"), ("id", "ascending"), ("version", "ascending")]).to_pylist())
