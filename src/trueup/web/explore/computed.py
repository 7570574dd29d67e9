"""Cubes as they were computed, kept as long as neither documents nor facts have changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from trueup.scorecard.opened import OpenBook
from trueup.vocabulary import DIMENSIONS, Slice
from trueup.web.documents.books import open_book

KEPT = 64
Rows = tuple[Mapping[str, Any], ...]


def computed(
    opened: OpenBook,
    slug: str,
    state: str,
    by: tuple[str, ...],
    where: Mapping[str, str],
    kpis: tuple[str, ...] | None,
) -> Rows:
    """The rows of the cube as of now; `state` is that of documents and facts. Raises as `OpenBook.kpis`."""
    today = opened.moment().as_of.isoformat()
    return _computed(slug, f"{today} {state}", by, tuple(sorted(where.items())), kpis)


@lru_cache(maxsize=KEPT)
def _computed(
    slug: str, state: str, by: tuple[str, ...], where: tuple[tuple[str, str], ...], kpis: tuple[str, ...] | None
) -> Rows:
    """`state` is what it rests on: with another, it is another cube."""
    with open_book(slug) as opened:
        return tuple(opened.kpis(by, where=dict(where), kpis=kpis).to_pylist())


@lru_cache(maxsize=KEPT)
def observed_places(slug: str, state: str) -> frozenset[Slice]:
    """Every slice that anything was observed in, and the stages of the KPIs; `state` is what it rests on."""
    opened = open_book(slug)
    with opened.store.snapshot() as snapshot:
        stages = {Slice(stage=versions.latest.stage) for versions in opened.book.kpis.values()}
        if not snapshot.has("observations"):
            return frozenset(stages)
        rows = snapshot.collect(snapshot.frame("observations").select(*DIMENSIONS).unique()).to_pylist()
    return frozenset(stages | {Slice(**row) for row in rows})
