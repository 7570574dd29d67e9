"""The list of operating models, the page of one, and the piece of it that says what was chosen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from trueup.operating_model.parts import KINDS
from trueup.operating_model.results import ElementResult, Hanging, Map, TraceElement
from trueup.web.kept.page import kept
from trueup.web.operating_model import queries, words
from trueup.web.operating_model.drawing import drawn, legend
from trueup.web.operating_model.forms import NewModel
from trueup.web.operating_model.queries import GOING, MAPPED, Seen
from trueup.web.operating_model.seven import profile
from trueup.web.operating_model.sight import Sight, sight
from trueup.web.parties.access import ActorRequest, NotFound, require
from trueup.web.site.door import seated

MOST = 1500
"""Elements that are drawn at most: nobody reads a picture of more."""


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """Every model that the seat sees; one alone is shown at once."""
    actor = require(request.actor)
    rows = queries.every(actor)
    if len(rows) == 1 and "all" not in request.GET:
        return redirect(rows[0].address)
    context = {"rows": rows, "books": queries.writable(actor), "new": NewModel()}
    return kept(request, lambda: render(request, "operating_model/list.html", context), on=(MAPPED,))


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """The layered map, what is missing, what hangs on whom."""
    seen = queries.seen(request.actor, book, id)
    return kept(request, partial(_made, request, seen), on=(MAPPED, GOING))


@require_safe
@seated
def element(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """What was chosen and its trace: the piece of the page that stands beside the map."""
    seen = queries.seen(request.actor, book, id)
    return kept(request, lambda: _chosen(request, seen), on=(MAPPED,))


@require_safe
@seated
def state(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """How far the mapping is, as a piece of the page that asks again until it ends."""
    seen = queries.seen(request.actor, book, id)
    going = queries.going([seen.book]).get(seen.book)
    answer = render(request, "operating_model/under-way.html", {"seen": seen, "going": going})
    if going is None:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _chosen(request: ActorRequest, seen: Seen) -> HttpResponse:
    found = sight(seen, request.GET.dict())
    return render(request, "operating_model/chosen.html", {"seen": seen, "sight": found, **_traced(seen, found)})


def _made(request: ActorRequest, seen: Seen) -> HttpResponse:
    look, found = sight(seen, request.GET.dict()), seen.found
    context: dict[str, Any] = {"seen": seen, "found": found, "sight": look}
    context["going"] = queries.going([seen.book]).get(seen.book)
    if found is not None:
        too_many = len(look.drawn) > MOST
        context |= (
            _traced(seen, look)
            | _without(seen, look)
            | {
                "too_many": too_many,
                "picture": drawn(found, look, "the-map") if look.drawn and not too_many else None,
                "legend": legend(),
                "lists": [] if too_many else _lists(found, look),
                "parties": sorted(found.names.items(), key=lambda each: each[1].casefold()),
                "jobs": [each for each in found.elements if each.kind == "job"],
                "sevens": [(each, profile(each)) for each in found.seven_s],
            }
        )
    return render(request, "operating_model/model.html", context)


def _traced(seen: Seen, look: Sight) -> dict[str, Any]:
    """The panel of the chosen element."""
    context: dict[str, Any] = {"names": seen.names}
    if look.trace is not None and look.chosen is not None:
        context |= {
            "lit": json.dumps(sorted(look.lit)),
            "up": _by_kind(look.trace.up),
            "down": _by_kind(look.trace.down),
            "hanging": seen.hanging(look.chosen.id),
            "only": look.at(show="only"),
            "whole": look.at(show=""),
            "clear": look.at(element="", show="", find=""),
        }
    return context


def _by_kind(elements: Iterable[TraceElement]) -> list[tuple[str, list[TraceElement]]]:
    """From the jobs down; kinds without any are left out."""
    every = list(elements)
    parts = [(kind, [each for each in every if each.kind == kind]) for kind in KINDS]
    return [(kind, rows) for kind, rows in parts if rows]


def _without(seen: Seen, look: Sight) -> dict[str, Any]:
    """What hangs on the party that was asked about. Raises NotFound for one that the model does not name."""
    party = look.asked.get("without")
    if party is None:
        return {}
    if party not in seen.names:
        raise NotFound(f"the operating model {seen.id!r} names no party {party!r}")
    found = seen.hanging(party)
    return {"without": found, "sides": _sides(found)}


def _sides(found: Hanging) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """By kind: what is touched, what is cut off."""
    named = dict(zip(KINDS, ("jobs", "interactions", "decisions", "components", "capabilities"), strict=False))
    return [(kind, getattr(found.touched, name), getattr(found.cut_off, name)) for kind, name in named.items()]


def _lists(found: Map, look: Sight) -> list[tuple[str, list[dict[str, Any]]]]:
    """The elements that are meant, by kind, each with what it hangs on."""
    names = {each.id: each.name for each in found.elements}
    below: dict[str, list[str]] = {}
    for link in found.links:
        if link.kind != "part_of":
            below.setdefault(link.source, []).append(names[link.target])
    meant = look.drawn if look.inside is None else look.drawn & look.inside
    rows = [(kind, [_row(each, below) for each in found.elements if each.kind == kind and each.id in meant])
            for kind in KINDS]  # fmt: skip
    return [(kind, those) for kind, those in rows if those]


def _row(element: ElementResult, below: dict[str, list[str]]) -> dict[str, Any]:
    return {"element": element, "below": below.get(element.id, ()), "measured": words.measured(element)}
