"""The portfolio of a seat: its agreements narrowed, ordered and counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from trueup.report import summary
from trueup.report.signs import VERDICTS
from trueup.vocabulary import Grade
from trueup.web.assessments.portfolio import Filters, Row
from trueup.web.assessments.queries import portfolio
from trueup.web.delivery.lines import Line, by_agreement
from trueup.web.documents.models import AgreementSeat, Seat
from trueup.web.parties.access import Actor, require
from trueup.web.written import written

PAGE = 50
RANKS: dict[str, int] = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
ORDERS: dict[str, Callable[[Row], Any]] = {
    "verdict": lambda row: (RANKS[row.line.verdict], -row.line.stake),
    "title": lambda row: row.line.title.casefold(),
    "chance": lambda row: -1.0 if row.p_success is None else row.p_success,
    "realised": lambda row: row.realised,
    "cost": lambda row: row.cost,
    "net": lambda row: row.summary.net,
    "due": lambda row: row.summary.due.toordinal() if row.summary.due else 0,
}
"""What a portfolio can be ordered by; a minus in front turns the order round."""


@dataclass(frozen=True, slots=True)
class Money:
    """What is realised against what it costs, in one currency."""

    currency: str
    realised: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What the page shows. `rows` are those that fit the filters, in order; `every` is how many there are without."""

    rows: tuple[Row, ...]
    every: int
    counts: Mapping[str, int]
    money: tuple[Money, ...]
    choices: Mapping[str, Sequence[tuple[str, str]]]
    names: Mapping[tuple[str, str], str]
    plans: Mapping[tuple[str, str], Line]
    """Of each agreement (book and id) that has a plan: the plan in a line."""

    def named(self, book: str, parties: Iterable[str]) -> list[str]:
        """What people call the parties of a book."""
        return [self.names.get((book, party), party) for party in parties]

    @property
    def out_of_date(self) -> bool:
        """Whether any row is older than its book."""
        return any(row.freshness.out_of_date for row in self.rows)


def read(actor: Actor | None, filters: Filters, order: str, grade: Grade | str) -> Portfolio:
    """Everything the page needs, in a handful of queries. An order that does not exist is the usual one."""
    every = portfolio(actor, None, grade)
    rows = ordered([row for row in every if filters.keeps(row)] if filters != Filters() else every, order)
    names = _names(actor)
    counts = Counter(row.verdict for row in every)
    return Portfolio(
        rows=tuple(rows),
        every=len(every),
        counts={verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]},
        money=tuple(_money(rows)),
        choices=_choices(every, names),
        names=names,
        plans=by_agreement(actor, str(grade)) if every else {},
    )


def ordered(rows: Sequence[Row], order: str) -> list[Row]:
    """The rows in an order of `ORDERS`; those that are equal in it by their title."""
    down, name = order.startswith("-"), order.removeprefix("-")
    by_title = sorted(rows, key=ORDERS["title"])
    return sorted(by_title, key=ORDERS.get(name, ORDERS["verdict"]), reverse=down)


def kept(row: Row, plan: Line | None = None) -> float | None:
    """How far the project is a success, 0 to 1: by its plan where it has one, else how far the promise is kept."""
    if plan is not None and plan.kept is not None:
        return plan.kept
    return summary.kept_by(row.verdict, row.p_success, row.summary.met_share)


def _money(rows: Iterable[Row]) -> Iterable[Money]:
    """Amounts of different currencies are never added."""
    realised: dict[str, Decimal] = defaultdict(Decimal)
    cost: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        told = row.line.summary
        realised[told.currency] += told.realised
        cost[told.currency] += told.cost
    return [Money(currency, realised[currency], cost[currency]) for currency in sorted(cost)]


def _choices(rows: Sequence[Row], names: Mapping[tuple[str, str], str]) -> dict[str, Sequence[tuple[str, str]]]:
    """What each filter can be set to: only what leaves something to see."""
    seats = {(row.book, row.line.summary.providers) for row in rows}
    providers = {party: names.get((book, party), party) for book, parties in sorted(seats) for party in parties}
    return {
        "book": _sorted({row.book: row.book_name for row in rows}),
        "provider": _sorted(providers),
        "project": _sorted({row.project: row.project for row in rows if row.project}),
        "stage": _sorted({stage: stage for stages in {row.line.stages for row in rows} for stage in stages}),
        "phase": _sorted({phase: phase for phases in {row.line.phases for row in rows} for phase in phases}),
    }


def _sorted(found: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    return sorted(found.items(), key=lambda pair: pair[1].casefold())


def _names(actor: Actor | None) -> dict[tuple[str, str], str]:
    """The names of those who have a part in the actor's agreements."""
    return {(book, local): name for book, local, name in _seats(require(actor).party)}


@written
def _seats(party: int) -> QuerySet[Seat, tuple[str, str, str]]:
    books = AgreementSeat.objects.filter(seat__party_id=party).values("book")
    return Seat.objects.filter(book__in=books).values_list("book__slug", "local_id", "name")
