"""Tables of operating models as CSV and Parquet, and the model as an ArchiMate file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from trueup.operating_model.results import Map
from trueup.web.operating_model import queries
from trueup.web.operating_model.exchange import written
from trueup.web.operating_model.picture import alone
from trueup.web.operating_model.queries import Seen
from trueup.web.operating_model.sight import sight
from trueup.web.parties.access import ActorRequest, NotFound
from trueup.web.site.door import seated
from trueup.web.site.export import Table, download

Row = tuple[Any, ...]
LIST = ("book", "model", "title", "elements", "jobs", "complete", "interactions", "third", "share", "gaps")


@require_safe
@seated
def listed(request: ActorRequest, format: str) -> HttpResponse:
    """Every model that the seat sees."""
    return download("operating-models", Table(LIST, list(_rows(request))), format)


def _rows(request: ActorRequest) -> Iterator[Row]:
    for each in queries.every(request.actor):
        head = (each.book, each.id, each.document.name)
        if each.found is None:
            yield (*head, *(None for _ in LIST[3:]))
        else:
            of, third = each.found.coverage, each.found.third
            counts = (len(each.found.elements), of.jobs, len(of.complete), third.n, third.third, third.share)
            yield (*head, *counts, each.found.gaps.total)


@require_safe
@seated
def table(request: ActorRequest, book: str, id: str, what: str, format: str) -> HttpResponse:
    """A table of one: elements, links, gaps, parties, seven-s; or its map as SVG."""
    seen = queries.seen(request.actor, book, id)
    if (what, format) == ("map", "svg"):
        return _picture(request, seen)
    if what not in _TABLES:
        raise NotFound(f"an operating model has no table {what!r}")
    columns, rows = _TABLES[what]
    return download(f"{book}-{id}-{what}", Table(columns, list(rows(seen.found)) if seen.found else []), format)


def _picture(request: ActorRequest, seen: Seen) -> HttpResponse:
    """The map as the address asks for it: with a trace, or a part of it. Raises NotFound before there is one."""
    if seen.found is None:
        raise NotFound("the map was not computed yet")
    answer = HttpResponse(alone(seen.found, sight(seen, request.GET.dict())), content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="{seen.book}-{seen.id.replace("/", "-")}.svg"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@seated
def archimate(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The model in force as a file of the ArchiMate exchange format."""
    return as_archimate(queries.seen(request.actor, book, id))


def as_archimate(seen: Seen) -> HttpResponse:
    """The file to download."""
    answer = HttpResponse(written(seen), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{seen.book}-{seen.id.replace("/", "-")}.xml"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _elements(found: Map) -> Iterator[Row]:
    for each in found.elements:
        touched = each.measures.touchpoints
        counts = (touched.n, touched.failed, touched.share) if touched else (None, None, None)
        cost = (float(each.cost.a_year), each.cost.currency) if each.cost else (None, None)
        yield (each.id, each.name, each.kind, each.layer, each.party, each.third, each.owner, each.provider,
               each.channel, each.competency, each.level, " ".join(each.gaps), each.complete, *counts,
               *cost)  # fmt: skip


def _links(found: Map) -> Iterator[Row]:
    for each in found.links:
        yield each.source, each.target, each.kind, each.why


def _gaps(found: Map) -> Iterator[Row]:
    for kind in found.gaps.kinds:
        for each in kind.elements:
            yield kind.kind, each.id, each.name, " ".join(each.lacks)


def _parties(found: Map) -> Iterator[Row]:
    for each in found.third.parties:
        yield each.party, each.name, each.interactions, each.third


def _sevens(found: Map) -> Iterator[Row]:
    for party in found.seven_s:
        for item in party.items:
            for on, score in item.history:
                yield party.party, party.name, item.of, on, score


_TABLES: dict[str, tuple[tuple[str, ...], Callable[[Map], Iterator[Row]]]] = {
    "elements": (
        ("element", "name", "kind", "layer", "party", "third", "owner", "provider", "channel", "competency", "level",
         "gaps", "complete", "touchpoints", "failed", "failed_share", "cost_a_year", "currency"),
        _elements,
    ),
    "links": (("source", "target", "kind", "why"), _links),
    "gaps": (("gap", "element", "name", "lacks"), _gaps),
    "parties": (("party", "name", "interactions", "third"), _parties),
    "seven-s": (("party", "name", "of", "on", "score"), _sevens),
}  # fmt: skip
