"""What Explore reads. A book's customer sees the whole cube, others what their agreements promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from trueup.agreements.results import AgreementResult
from trueup.report import words
from trueup.scorecard.model import Finding, Scorecard
from trueup.scorecard.opened import OpenBook
from trueup.vocabulary import DIMENSIONS, Grade, Grain, Period, Said, Slice
from trueup.web.assessments.models import Assessed
from trueup.web.assessments.seen import Sight as Eyes
from trueup.web.assessments.seen import seen
from trueup.web.assessments.stored import standing
from trueup.web.documents.access import Place, book_place, own_parts, visible_agreements
from trueup.web.documents.books import open_book, state_of
from trueup.web.documents.models import AgreementSeat, Book, Seat
from trueup.web.evidence.known import Known, known_rows
from trueup.web.explore.asked import Asked
from trueup.web.explore.computed import computed, observed_places
from trueup.web.explore.cube import UNASSIGNED, Row, recent
from trueup.web.explore.models import SavedView
from trueup.web.parties.access import Actor, NotFound, require
from trueup.web.written import written

PLACES = 60
"""In how many slices a provider or observer sees the promised KPIs on one page."""
FACTS = 500


@dataclass(frozen=True, slots=True)
class Promised:
    """A KPI that an agreement of the actor promises something of, and where.

    `own` are the seats whose facts are open to the actor there, beside those of no provider; None for an observer, who
    checks them all.
    """

    kpi: str
    around: Slice
    own: frozenset[str] | None

    def opens(self, kpi: str, where: Slice) -> bool:
        """Whether a fact of the KPI in a slice is open to the actor by this promise."""
        inside = kpi == self.kpi and self.around.contains(where)
        return inside and (self.own is None or where.provider is None or where.provider in self.own)

    def fits(self, asked: Asked) -> bool:
        """Whether the promise is within what is asked for."""
        return all((getattr(self.around, name) or UNASSIGNED) == value for name, value in asked.where.items())


@dataclass(frozen=True, slots=True)
class Sight:
    """The book as a party (by its key) sees it; `promised` is None for who sees it whole."""

    party: int
    book: Book
    opened: OpenBook
    names: Mapping[str, Mapping[str, str]]
    promised: Sequence[Promised] | None
    strengths: Sequence[Finding]
    weaknesses: Sequence[Finding]
    multiplicity: str

    @property
    def whole(self) -> bool:
        """Whether the actor is the book's customer."""
        return self.promised is None

    def sees(self, kpi: str, where: Slice) -> bool:
        """Whether a fact is for the actor."""
        return self.promised is None or any(each.opens(kpi, where) for each in self.promised)


def books(actor: Actor | None) -> list[Book]:
    """The books in which the actor's party has a part in something."""
    return list(Book.objects.filter(pk__in=visible_agreements(require(actor)).values("book")).order_by("name"))


def sight(actor: Actor | None, slug: str) -> Sight:
    """How the actor sees a book. Raises NotFound where it has no part in it."""
    party = require(actor).party
    parts = _kinds_of_parts(party, slug)
    if parts and "customer" not in parts:
        return _part(party, own_parts(party, slug))
    return _whole(party, book_place(actor, slug))


@written
def _kinds_of_parts(party: int, book: str) -> QuerySet[AgreementSeat, str]:
    rows = AgreementSeat.objects.filter(book__slug=book, seat__party_id=party)
    return rows.values_list("part", flat=True).distinct()


def _whole(party: int, place: Place) -> Sight:
    card = Scorecard.model_validate_json(standing(place.book, Grade.reported).kept.body)
    opened = open_book(place.book.slug)
    providers = {party.id: party.name for party in opened.book.parties.values()}
    names = {"provider": providers, "kpi": _kpis(opened)}
    return Sight(party, place.book, opened, names, None, card.strengths, card.weaknesses, card.multiplicity)


def _part(party: int, rows: Sequence[AgreementSeat]) -> Sight:
    """`rows` are the actor's own parts in agreements of one book: only what those show is read."""
    book, own = rows[0].book, frozenset(row.seat.local_id for row in rows)
    observed = frozenset(row.agreement for row in rows if row.part == "observer")
    kept = standing(book, Grade.reported)
    mine = Assessed.objects.filter(assessment=kept.kept, agreement__in={row.agreement for row in rows})
    results = [AgreementResult.model_validate_json(each.body) for each in mine]
    card, eyes = Scorecard.model_validate_json(kept.kept.body), Eyes(False, own, observed)
    found = seen(book.slug, card, results, eyes, kept.freshness)
    promised = _promised(results, own, observed)
    opened = open_book(book.slug)
    kpis = {kpi: name for kpi, name in _kpis(opened).items() if any(kpi == each.kpi for each in promised)}
    names = {"provider": {party: each.name for party, each in found.parties.items()}, "kpi": kpis}
    return Sight(party, book, opened, names, promised, found.strengths, found.weaknesses, found.multiplicity)


def _promised(results: Sequence[AgreementResult], own: frozenset[str], observed: frozenset[str]) -> list[Promised]:
    """What the agreements speak of; an observer checks the facts of all parties in those it observes."""
    return list(
        dict.fromkeys(
            Promised(each.kpi, each.slice, None if result.id in observed else own)
            for result in results
            for each in result.objectives
        )
    )


def named(text: str, names: Mapping[str, Mapping[str, str]]) -> str:
    """What the engine found, its places by what people call them."""
    if not isinstance(text, Said):
        return text
    parts = {name: words.called(part, names) if isinstance(part, Slice) else part for name, part in text.parts.items()}
    return Said(text.template, parts)


def _kpis(opened: OpenBook) -> dict[str, str]:
    return {name: versions.latest.name for name, versions in opened.book.kpis.items()}


def cube(found: Sight, asked: Asked) -> list[Row]:
    """The rows of the cube for the last periods; for a part of a book, of what was promised there."""
    chosen = (asked.kpi,) if asked.kpi in found.names["kpi"] else None
    slug = found.book.slug
    if found.promised is None:
        where = {name: value for name, value in asked.where.items() if value != UNASSIGNED}
        return recent(computed(found.opened, slug, state_of(slug), asked.by, where, chosen), asked)
    rows: list[Row] = []
    state = state_of(slug)
    for around, kpis in _by_place(found.promised, asked, chosen).items():
        found_there = computed(found.opened, slug, state, ("kpi", asked.grain), around.bound, tuple(sorted(kpis)))
        rows += [{**dict.fromkeys(DIMENSIONS), **around.bound, **row} for row in found_there]
    return recent(rows, asked)


def _by_place(promised: Sequence[Promised], asked: Asked, chosen: tuple[str, ...] | None) -> dict[Slice, set[str]]:
    """The promised KPIs that are asked for, by where they are promised: one question to the engine each."""
    places: dict[Slice, set[str]] = {}
    for each in promised:
        if each.fits(asked) and (chosen is None or each.kpi in chosen):
            places.setdefault(each.around, set()).add(each.kpi)
    return dict(list(places.items())[:PLACES])


def choices(found: Sight) -> dict[str, list[tuple[str, str]]]:
    """What each filter can be set to."""
    promised = found.promised
    if promised is None:
        around: Iterable[Slice] = observed_places(found.book.slug, state_of(found.book.slug))
    else:
        around = {each.around for each in promised}
    named = {}
    for name in DIMENSIONS:
        values = {value for each in around if (value := getattr(each, name))}
        named[name] = sorted((value, found.names.get(name, {}).get(value, value)) for value in values)
    return {"kpi": sorted(found.names["kpi"].items(), key=lambda pair: pair[1].casefold()), **named}


def formulas(found: Sight, place: Mapping[str, str]) -> list[tuple[str, str]]:
    """The KPIs of a cell that are computed from the rows that sources land, each with its formula."""
    wanted = [place["kpi"]] if place.get("kpi") in found.names["kpi"] else list(found.names["kpi"])
    kpis = [found.opened.book.kpis[name].latest for name in wanted]
    stage = place.get("stage", "")
    return [
        (kpi.name, f"{kpi.formula.value} · {kpi.formula.from_}")
        for kpi in kpis
        if kpi.formula and stage in ("", kpi.stage or UNASSIGNED)
    ]


def facts(found: Sight, place: Mapping[str, str]) -> Iterator[Known]:
    """The observations behind a cell that the actor may see, the latest period first; at most 500."""
    kpis = [place["kpi"]] if place.get("kpi") in found.names["kpi"] else list(found.names["kpi"])
    stages = {name: versions.latest.stage for name, versions in found.opened.book.kpis.items()}
    with found.opened.store.snapshot() as snapshot:
        rows = known_rows(snapshot, kpis, within=_within(place))
    fitting = (row for row in rows if found.sees(row.kpi, row.slice) and _fits(row, place, stages))
    yield from sorted(fitting, key=lambda row: row.period, reverse=True)[:FACTS]


def _within(place: Mapping[str, str]) -> Period | None:
    for grain in Grain:
        if grain.name in place:
            try:
                return grain.period_of(dt.date.fromisoformat(place[grain.name]))
            except ValueError:
                raise NotFound(f"there is no period {place[grain.name]!r}") from None
    return None


def _fits(row: Known, place: Mapping[str, str], stages: Mapping[str, str | None]) -> bool:
    """Whether a fact lies in a cell; a stage may come from its KPI."""
    here = {name: getattr(row.slice, name) for name in DIMENSIONS}
    here["stage"] = here["stage"] or stages.get(row.kpi)
    return all((here[name] or UNASSIGNED) == value for name, value in place.items() if name in DIMENSIONS)


def views(found: Sight) -> list[SavedView]:
    """The kept views of the book that the actor sees: its own party's and the customer's; the customer sees all.

    A view names who keeps it: parties that share no agreement do not learn of each other by it.
    """
    return [kept for kept in _views(found.book.pk) if _shown(found, kept)]


@written
def _views(book: int) -> QuerySet[SavedView]:
    return SavedView.objects.filter(book=book).select_related("member__party")[:50]


def _shown(found: Sight, kept: SavedView) -> bool:
    keeper = kept.member.party_id
    return found.whole or keeper == found.party or keeper in _customers(found.book.pk)


@written
def _customers(book: int) -> QuerySet[Seat, int | None]:
    return Seat.objects.filter(book=book, role="customer").values_list("party_id", flat=True)


def view(found: Sight, pk: int) -> SavedView:
    """One kept view. Raises NotFound."""
    kept = SavedView.objects.filter(book=found.book, pk=pk).select_related("member").first()
    if kept is None or not _shown(found, kept):
        raise NotFound("there is no such view")
    return kept
