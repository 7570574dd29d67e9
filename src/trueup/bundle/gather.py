"""From a book and its facts to the values of a bundle. A server then adds signatures, leaves and checkpoints."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from trueup.book.book import Book
from trueup.bundle.concerns import Concerns
from trueup.bundle.model import Basis, BundleInput, CarriedBatch
from trueup.bundle.recompute import Answer, answer, differences, recompute
from trueup.facts import Snapshot
from trueup.facts.tables import DOCUMENTS, OBSERVATIONS, PROGRESS
from trueup.scorecard.assess import SEED, ladder_of
from trueup.scorecard.method import METHOD
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
    basis = Basis(agreement, moment, grade, SEED, documents, batches, ladder_of(book, snapshot, moment))
    found = answer(book, snapshot, basis)
    made = BundleInput(
        basis=basis,
        definitions=_definitions(book),
        result=found.result,
        method=METHOD,
        deliveries=found.deliveries,
    )
    _must_follow(made, found)
    return made


def _definitions(book: Book) -> dict[str, str]:
    """Agreements stand on the definition that was in force when they were signed."""
    own = ("book", book.definition.id)
    return {f"book/{own[1]}@{key[2]}": digest for key, digest in book.digests.items() if key[:2] == own}


def _must_follow(made: BundleInput, found: Answer) -> None:
    differing = differences(found.json, recompute(made.basis).json)
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
    found: set[str] = set()
    for name, columns in ((OBSERVATIONS.name, ("reported_by", "provider")), (PROGRESS.name, ("reported_by",))):
        shown = batch.rows.get(name, ())
        if shown:
            table = batch.sent.tables[name].take(list(shown))
            found.update(cell for column in columns for cell in table.column(column).to_pylist() if cell is not None)
    return found
