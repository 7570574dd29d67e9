"""What pages and the API read of evidence, through the door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from trueup.agreements.documents import Agreement
from trueup.book.rules.names import stake_in
from trueup.vocabulary import Party, Stake
from trueup.web.documents.access import visible_agreements
from trueup.web.documents.books import open_book, store_of
from trueup.web.documents.models import Book, Seat
from trueup.web.evidence.actuals import Actual, Measure, measures
from trueup.web.evidence.models import Batch
from trueup.web.evidence.scope import Scope, scope_of
from trueup.web.evidence.statements import Certificate, Disputed, Vouched, certificate, disputed, vouched
from trueup.web.parties.access import Actor, NotFound, require
from trueup.web.site.export import Table

RIGHTS = ("evidence.report", "evidence.verify", "evidence.attest", "dispute.open", "dispute.answer")


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch that came through the server."""

    at: dt.datetime
    by: str
    how: str
    rows: int
    corrections: int
    reason: str
    digest: str
    leaf: int | None


@dataclass(frozen=True, slots=True)
class EvidenceOf:
    """The evidence of an agreement: its actuals, what was said about them, how they came, and what the seat may do.

    `stake` is the one that keeps this observer from attesting.
    """

    scope: Scope
    agreement: Agreement
    measures: tuple[Measure, ...]
    vouched: tuple[Vouched, ...]
    disputed: tuple[Disputed, ...]
    batches: tuple[Sent, ...]
    may: frozenset[str]
    stake: Stake | None

    @property
    def parties(self) -> dict[str, str]:
        """The names of parties by id."""
        return {party.id: party.name for party in self.scope.documents.parties.values()}


def evidence(actor: Actor | None, book: str, agreement: str) -> EvidenceOf:
    """All evidence of an agreement. Raises NotFound where the actor has no part in it."""
    scope = scope_of(actor, book, agreement, "agreement.read")
    with store_of(book).snapshot() as snapshot:
        found = measures(scope, snapshot)
    may = frozenset(right for right in RIGHTS if scope.place.may(right))
    return EvidenceOf(
        scope=scope,
        agreement=scope.documents.agreements[agreement].latest,
        measures=found,
        vouched=tuple(vouched(scope)),
        disputed=tuple(disputed(scope)),
        batches=tuple(_batches(scope)),
        may=may,
        stake=_stake(scope) if "evidence.attest" in may else None,
    )


def _stake(scope: Scope) -> Stake | None:
    seat = scope.place.seat_for("evidence.attest")
    return stake_in(scope.documents.party(seat), scope.documents.agreements[scope.agreement].latest)


def _batches(scope: Scope) -> Iterator[Sent]:
    rows = Batch.objects.filter(book=scope.book, agreement=scope.agreement, leaf__isnull=False)
    for row in rows.select_related("seat").order_by("-recorded_at")[:50]:
        by = row.seat.name if row.seat else ""
        yield Sent(row.recorded_at, by, row.how, row.rows, row.corrections, row.reason, row.digest, row.leaf)


def certificate_of(actor: Actor | None, book: str, agreement: str, id: str) -> tuple[Scope, Certificate]:
    """The certificate of an attestation. Raises NotFound where there is none that speaks of the agreement."""
    scope = scope_of(actor, book, agreement, "agreement.read")
    found = certificate(scope, id)
    if found is None:
        raise NotFound(f"there is no attestation {id!r}")
    return scope, found


def stakes_of(actor: Actor | None, book: str) -> tuple[Book, tuple[Party, ...]]:
    """The actor's own parties in a book, with the stakes they have declared. Raises NotFound without a seat."""
    actor = require(actor)
    seats = list(Seat.objects.filter(book__slug=book, party_id=actor.party).select_related("book"))
    if not seats:
        raise NotFound(f"there is no book {book!r}")
    documents = open_book(book).book
    return seats[0].book, tuple(documents.parties[s.local_id] for s in seats if s.local_id in documents.parties)


def things_of(actor: Actor | None, book: str) -> tuple[str, ...]:
    """What a stake of the actor can be in: the agreements that it has a part in, their projects and their sides."""
    documents = open_book(book).book
    mine = {row.agreement for row in visible_agreements(actor).filter(book__slug=book)}
    found: list[str | None] = []
    for name in sorted(mine & set(documents.agreements)):
        agreement = documents.agreements[name].latest
        found += [name, agreement.project, agreement.customer, *agreement.providers]
    return tuple(dict.fromkeys(each for each in found if each is not None))


_ACTUALS = (
    "kpi", "unit", "period_start", "period_end", "slice", "actual", "n", "stderr", "missing_reason", "claim", "grade",
    "stands", "low", "high", "reported_by", "recorded_at", "corrected_at", "how", "reason", "source_ref",
)  # fmt: skip


def table(actor: Actor | None, book: str, agreement: str, what: str) -> Table:
    """A table of the page as values, for export: actuals (with what was corrected), statements, disputes or batches."""
    found = evidence(actor, book, agreement)
    tables = {"actuals": _actuals, "statements": _statements, "disputes": _disputes, "batches": _batch_table}
    if what not in tables:
        raise NotFound(f"there is no table {what!r}")
    return tables[what](found)


def _actuals(found: EvidenceOf) -> Table:
    rows = [row for measure in found.measures for actual in measure.actuals for row in _lines(measure, actual)]
    return Table(_ACTUALS, rows)


def _lines(measure: Measure, actual: Actual) -> Iterator[tuple[object, ...]]:
    corrected_at: dt.datetime | None = None
    grades = (actual.grade, *(None for _ in actual.before))
    said = ((actual.row, actual.sending), *((each.row, each.sending) for each in actual.before))
    for (row, sending), grade in zip(said, grades, strict=True):
        current = corrected_at is None
        yield (
            row.kpi, measure.kpi.unit.name, row.period.start, row.period.end, str(row.slice), row.actual, row.n,
            row.stderr, row.missing_reason, row.claim, grade, actual.stands and current,
            actual.low if current else None, actual.high if current else None, row.reported_by, row.recorded_at,
            corrected_at, sending.how if sending else row.source, sending.reason if sending else None, row.source_ref,
        )  # fmt: skip
        corrected_at = row.recorded_at


def _statements(found: EvidenceOf) -> Table:
    columns = ("id", "by", "at", "grade", "kpi", "period_start", "period_end", "slice", "reported_by", "statement",
               "digest")  # fmt: skip
    rows = [
        (each.id, each.by, each.at, each.grade, part.kpi, part.period.start, part.period.end, str(part.slice),
         part.reported_by, each.statement, each.digest)
        for each in found.vouched for part in each.evidence
    ]  # fmt: skip
    return Table(columns, rows)


def _disputes(found: EvidenceOf) -> Table:
    columns = ("id", "by", "at", "kpi", "period_start", "period_end", "slice", "counter", "reason", "finding",
               "answered_by", "answered_at", "stands", "answer")  # fmt: skip
    rows = []
    for each in found.disputed:
        said, about, end = each.dispute, each.dispute.evidence, each.dispute.answer
        ended = (end.finding, end.by, end.at, end.actual, end.reason) if end else (None,) * 5
        counter = None if said.counter is None else float(said.counter)
        stands = None if ended[3] is None else float(ended[3])
        rows.append((said.id, said.by, said.at, about.kpi, about.period.start, about.period.end, str(about.slice),
                     counter, said.reason, *ended[:3], stands, ended[4]))  # fmt: skip
    return Table(columns, rows)


def _batch_table(found: EvidenceOf) -> Table:
    columns = ("at", "by", "how", "rows", "corrections", "reason", "digest", "leaf")
    rows = [(b.at, b.by, b.how, b.rows, b.corrections, b.reason, b.digest, b.leaf) for b in found.batches]
    return Table(columns, rows)
