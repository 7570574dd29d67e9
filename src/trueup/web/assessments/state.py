"""What a book's assessments rest on: with another state they are out of date."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from trueup.scorecard.method import METHOD
from trueup.vocabulary import day_of
from trueup.web.ledger.models import Leaf

MOVES = (
    "version.in_force",
    "batch.landed",
    "attestation.made",
    "dispute.opened",
    "dispute.answered",
    "stake.declared",
    "book.imported",
    "source.loaded",
)
"""The leaves after which a verdict may be another: of documents in force and of facts."""


def moved(slug: str = "slug") -> Subquery:
    """For an annotation of rows with the slug of a book: the index of the last leaf that moved it, or None."""
    leaves = Leaf.objects.filter(book=OuterRef(slug), type__in=MOVES)
    return Subquery(leaves.order_by("-index").values("index")[:1])


def state_of(leaf: int | None) -> str:
    """The state of a book whose last move was that leaf."""
    return f"{'-' if leaf is None else leaf} {METHOD}"


def state_now(book: str) -> str:
    """The state of a book. Take it before reading the book: what comes later is then seen as a move."""
    last = Leaf.objects.filter(book=book, type__in=MOVES).order_by("-index").values_list("index", flat=True).first()
    return state_of(last)


def today(zone: str, now: dt.datetime) -> dt.date:
    """The day it is in the book's time zone."""
    return day_of(now, ZoneInfo(zone))
