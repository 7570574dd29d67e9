"""What other pages say of horizons in a line: Today, and the agreement that they are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from trueup.horizons.results import CriterionResult, LevelResult
from trueup.web.documents.access import Place
from trueup.web.documents.books import open_book
from trueup.web.horizons.access import Relationship
from trueup.web.horizons.queries import Standing, standings, with_scores
from trueup.web.parties.access import Actor

SOON = dt.timedelta(days=14)
LATELY = dt.timedelta(days=30)
What = Literal["lapsed", "disordered", "asked", "ageing"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a relationship says to a seat: a sentence of the engine, levels, or a number of criteria."""

    what: What
    standing: Standing
    said: str = ""
    level: LevelResult | None = None
    criteria: tuple[CriterionResult, ...] = ()


def every(actor: Actor) -> tuple[Line, ...]:
    """What the relationships of the actor say, over all books."""
    return tuple(line for each in standings(actor) for line in told(each))


def told(found: Standing) -> Iterator[Line]:
    """Lapses of late, effort out of order, and to who may answer: what is asked of their side, what grows stale."""
    ladder = found.ladder
    if ladder is None:
        return
    for lapse in ladder.lapses:
        if lapse.back_on is None and ladder.as_of - lapse.lapsed_on <= LATELY:
            yield Line("lapsed", found, lapse.words)
    yield from (Line("disordered", found, each.words) for each in ladder.warnings)
    if not found.place.may_answer:
        return
    asked = tuple(each for level in ladder.levels for each in level.criteria if _is_asked(found, each))
    if asked:
        yield Line("asked", found, criteria=asked)
    for level in ladder.levels:
        if level.maintained and level.stale_on is not None and level.stale_on - ladder.as_of <= SOON:
            yield Line("ageing", found, level=level)


def _is_asked(found: Standing, criterion: CriterionResult) -> bool:
    """Whether an answer is wanted of the actor's side: none is there, or it holds no longer and its own decides."""
    if criterion.kind in ("objective", "kpi", "incidents", "survey"):
        return False
    sides = set(found.place.seats.values())
    if criterion.rater is None or (criterion.rater == "provider" and "customer" in sides):
        return "customer" in sides
    return criterion.stale and criterion.rater in sides


def of_agreement(place: Place) -> tuple[Standing, ...]:
    """The relationships that are about an agreement, as they were scored: one question at most."""
    documents = open_book(place.book.slug).book
    about = [each.latest for each in documents.stakeholders.values() if each.latest.agreement == place.agreement]
    here = [Relationship(place.actor, place.book, documents, each, dict(place.seats)) for each in about]
    return with_scores(here, (place.book.pk,))
