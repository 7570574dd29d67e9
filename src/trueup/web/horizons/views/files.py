"""Tables of horizons as CSV and Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from trueup.horizons.results import Ladder
from trueup.report.horizons_table import history_table, ladder_table
from trueup.web.horizons import queries
from trueup.web.parties.access import ActorRequest, NotFound
from trueup.web.site.door import seated
from trueup.web.site.export import Table, download

Row = tuple[Any, ...]
LIST = ("book", "stakeholders", "title", "agreement", "frontier", "headline", "all_maintained", "failing", "next")
LAPSES = ("horizon", "held_from", "lapsed_on", "why", "score", "back_on", "frontier_before", "frontier_after")


@require_safe
@seated
def listed(request: ActorRequest, format: str) -> HttpResponse:
    """Every ladder that the seat sees."""
    return download("horizons", Table(LIST, list(_rows(request))), format)


def _rows(request: ActorRequest) -> Iterator[Row]:
    for each in queries.standings(request.actor):
        found, document = each.ladder, each.place.document
        head = (each.place.slug, document.id, document.name, document.agreement)
        if found is None:
            yield (*head, None, None, None, None, None)
        else:
            lowest = found.headline.value if found.headline else None
            yield (*head, found.frontier, lowest, found.all_maintained, " ".join(found.failing), found.next)


@require_safe
@seated
def table(request: ActorRequest, book: str, id: str, what: str, format: str) -> HttpResponse:
    """A table of one: criteria, history, lapses."""
    found = queries.standing(request.actor, book, id)
    if what not in _TABLES or found.ladder is None:
        raise NotFound(f"there is no table {what!r} of it")
    return download(f"{book}-{id}-{what}", _TABLES[what](found.ladder), format)


def _lapses(found: Ladder) -> Table:
    return Table(LAPSES, [tuple(getattr(each, name) for name in LAPSES) for each in found.lapses])


_TABLES: dict[str, Callable[[Ladder], Table]] = {
    "criteria": ladder_table,
    "history": history_table,
    "lapses": _lapses,
}
