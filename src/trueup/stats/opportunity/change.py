"""What changed between two rounds of the same questions, with the interval of the difference.

Both rounds are drawn anew together: who answered in both is weighted alike in both, so what one person keeps is no
change. The interval is the middle of the drawn differences; p is of no change, by the normal approximation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.opportunity.ranks import Indicators, resampled_shares
from trueup.stats.opportunity.tables import Tables, opportunity


@dataclass(frozen=True, slots=True)
class Round:
    """One round: who rated what on top, the tables [m] of it, and how many there are to ask (None: very many)."""

    people: Indicators
    tables: Tables
    size: Floats | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """later - earlier [m], the ends of its interval, and p of no change."""

    value: Floats
    low: Floats
    high: Floats
    p: Floats


def changes(
    earlier: Round, later: Round, rng: np.random.Generator, *, level: float = 0.95
) -> tuple[Change, Change, Change]:
    """The changes of the opportunity (0 to 20), of importance and of satisfaction (0 to 10).

    Row i of both rounds is the same person; who was not asked in one rated nothing there.
    """
    drawn = [_drawn(earlier, later, rng), _exact(earlier, later)]
    found = (_change(exact, each, level) for each, exact in zip(*(list(_scales(*pair)) for pair in drawn), strict=True))
    opened, importance, satisfaction = found
    return opened, importance, satisfaction


Four = tuple[Floats, Floats, Floats, Floats]


def _drawn(earlier: Round, later: Round, rng: np.random.Generator) -> Four:
    """Shares [draws, m]: importance and satisfaction before, then after."""
    m = len(earlier.tables.first)
    tables = Tables(*(np.concatenate([getattr(each.tables, name) for each in (earlier, later)]) for name in _PARTS))
    first, second = resampled_shares(_beside(earlier.people, later.people), tables, rng, size=_sizes(earlier, later))
    return first[:, :m], second[:, :m], first[:, m:], second[:, m:]


_PARTS = ("people", "cells")


def _exact(earlier: Round, later: Round) -> Four:
    return *earlier.tables.shares, *later.tables.shares


def _beside(earlier: Indicators, later: Indicators) -> Indicators:
    """Both rounds as columns of the same people, so that one weight a person serves both."""
    names = ("top_first", "rated_first", "top_second", "rated_second")
    first, of_first, second, of_second = (
        np.concatenate([getattr(earlier, name), getattr(later, name)], axis=1) for name in names
    )
    return Indicators(first, of_first, second, of_second, np.maximum(earlier.weight, later.weight))


def _sizes(earlier: Round, later: Round) -> Floats | None:
    if earlier.size is None and later.size is None:
        return None
    m = len(earlier.tables.first)
    many = np.full(m, 1e12)  # very many: nothing shrinks
    return np.concatenate([many if each.size is None else each.size for each in (earlier, later)])


def _scales(first: Floats, second: Floats, first_after: Floats, second_after: Floats) -> Iterator[Floats]:
    yield opportunity(first_after, second_after) - opportunity(first, second)
    yield 10 * (first_after - first)
    yield 10 * (second_after - second)


def _change(exact: Floats, drawn: Floats, level: float) -> Change:
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Change(exact, np.minimum(low, exact), np.maximum(high, exact), _p(exact, drawn.std(axis=0)))


def _p(value: Floats, sd: Floats) -> Floats:
    from trueup.stats.special import ndtr

    z = np.divide(np.abs(value), sd, out=np.where(value == 0, 0.0, np.inf), where=sd > 0)
    found: Floats = 2 * ndtr(-z)
    return found
