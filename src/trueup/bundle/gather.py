"""From a book and its facts to the values of a bundle. A server then adds signatures, leaves and checkpoints."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from trueup.book.book import Book
from trueup.bundle.concerns import Concerns
from trueup.bundle.model import Basis, BundleInput, CarriedBatch
from trueup.bundle.recompute import differences, recompute
from trueup.facts import Snapshot
from trueup.facts.tables import DOCUMENTS, OBSERVATIONS
from trueup.scorecard.assess import METHOD, SEED, assess_one
from trueup.vocabulary import Grade, LedgerError, Moment


def gather(
    book: Book,
    snapshot: Snapshot,
    moment: Moment,
    agreement: str,
    *,
    grade: Grade = Grade.reported,
    all_parties: bool = False,
) -> BundleInput:
    """Everything about one agreement of a book, as of a moment, and nothing about any other.

    `all_parties` keeps the book's definition whole, so that its digest can be verified; it names all parties then.
    The snapshot must have been taken with the moment's `known_at`. The answer is computed twice: over the whole book,
    and over just what is carried. Raises LedgerError where they differ, UnknownName for an agreement that is not there.
    """
    concerns = Concerns(book, agreement)
    batches = tuple(_batches(concerns, snapshot))
    reporters = {name for batch in batches for name in _reporters(batch)}
    documents = concerns.documents(reporters, all_parties=all_parties)
    made = BundleInput(
        basis=Basis(agreement, moment, grade, SEED, documents, batches),
        definitions=_definitions(book),
        result=assess_one(book, snapshot, moment, agreement, grade=grade),
        method=METHOD,
    )
    _must_follow(made)
    return made


def _definitions(book: Book) -> dict[str, str]:
    """Agreements stand on the definition that was in force when they were signed."""
    own = ("book", book.definition.id)
    return {f"book/{own[1]}@{key[2]}": digest for key, digest in book.digests.items() if key[:2] == own}


def _must_follow(made: BundleInput) -> None:
    found = recompute(made.basis)
    differing = differences(made.result.model_dump_json(), found.model_dump_json())
    if differing:
        raise LedgerError(
            f"the bundle would not prove its own verdict: {differing[0]}",
            where=f"agreement {made.basis.agreement}",
            do="something that is not carried changes the answer; please report it",
        )


def _batches(concerns: Concerns, snapshot: Snapshot) -> Iterator[CarriedBatch]:
    """The batches that have rows of the agreement, in order of arrival."""
    for sent in snapshot.batches(sorted(_names(concerns, snapshot))):
        rows = {name: tuple(concerns.of(name, sent.tables[name])) for name in concerns.tables() if name in sent.tables}
        if any(rows.values()):
            yield CarriedBatch(sent, {name: shown for name, shown in rows.items() if shown})


def _names(concerns: Concerns, snapshot: Snapshot) -> set[str]:
    """The batches that may have such rows."""
    found: set[str] = set()
    for name in concerns.tables():
        if snapshot.has(name):
            frame = snapshot.frame(name)
            if name == OBSERVATIONS.name:
                frame = frame.filter(nw.col("kpi").is_in(sorted(concerns.slices)))
            if name == DOCUMENTS.name:
                frame = frame.filter(nw.col("id").is_in(sorted({key[1] for key in concerns.keys})))
            found.update(snapshot.collect(frame.select("batch").unique()).column("batch").to_pylist())
    return found


def _reporters(batch: CarriedBatch) -> set[str]:
    """Who is named in the rows that are carried."""
    shown = batch.rows.get(OBSERVATIONS.name, ())
    table = batch.sent.tables[OBSERVATIONS.name].take(list(shown)) if shown else None
    if table is None:
        return set()
    cells = [*table.column("reported_by").to_pylist(), *table.column("provider").to_pylist()]
    return {name for name in cells if name is not None}
