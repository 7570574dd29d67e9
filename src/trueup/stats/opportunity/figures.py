"""Importance, satisfaction and opportunity of many tables at once, with intervals.

The interval of the opportunity is a paired bootstrap: shares of the cells of the table are drawn anew, importance and
satisfaction of one person always together, and the middle 95 % of the opportunities is taken. The cells are drawn from
a Dirichlet distribution (the Bayesian bootstrap: Rubin, Annals of Statistics 9, 1981), in law the same as weighting
each respondent at random, at a cost that does not depend on how many there are. Half a person in each of the four
cells of those who rated both (Jeffreys' prior) keeps the coverage where shares are close to 0 or 1 and few are asked:
there the plain bootstrap covers as little as 44 % (docs/decisions/0027-smoothed-paired-bootstrap.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from trueup.stats.arrays import Bools, Floats
from trueup.stats.opportunity.tables import MISSING, OTHER, TOP, Tables, finite, opportunity, ratio

DRAWS = 2000
PRIOR = 0.5
OVER = (10.0, 12.0, 15.0)
_LARGE = 10.0
_NOISE = 1e-9  # a whole number that a sum of shares just misses is not over itself
_AT_ONCE = 64  # tables drawn together: bounds memory at some ten megabytes


@dataclass(frozen=True, slots=True)
class Interval:
    """Estimates with the ends of their intervals, one each a table."""

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Figures:
    """What the tables say, in their shape. Importance and satisfaction 0 to 10, opportunity 0 to 20.

    `surplus` is satisfaction - importance. `over` [..., 3] are the chances of an opportunity over 10, 12 and 15.
    `hinge` is by how much the bend at importance = satisfaction lifts the estimate on average; `sd` is the standard
    error by the delta method, and `unit` the variance of one of very many people who rate both. Where `known` is false,
    nobody rated one of the two, and the figures mean nothing.
    """

    known: Bools
    importance: Interval
    satisfaction: Interval
    opportunity: Interval
    surplus: Interval
    over: Floats
    hinge: Floats
    sd: Floats
    unit: Floats


def figures(
    tables: Tables,
    rng: np.random.Generator,
    *,
    size: Floats | None = None,
    level: float = 0.95,
    draws: int = DRAWS,
) -> Figures:
    """The figures of each table; `size` [...] is how many people there are to ask (None: many more than were asked).

    Raises InputError where more answered than there are.
    """
    first, second = tables.shares
    shrunk = finite(tables.first, size), finite(tables.second, size)
    opened, surplus, over = _drawn(tables, shrunk, rng, level, draws)
    return Figures(
        known=tables.known,
        importance=_wilson(first, tables.effective[0], shrunk[0], level),
        satisfaction=_wilson(second, tables.effective[1], shrunk[1], level),
        opportunity=Interval(opportunity(first, second), *opened),
        surplus=Interval(10 * (second - first), *surplus),
        over=over,
        hinge=_hinge(tables, shrunk),
        sd=_delta(tables, shrunk),
        unit=_delta(tables, (np.ones(first.shape), np.ones(first.shape))) ** 2 * np.minimum(*tables.effective),
    )


def _wilson(share: Floats, n: Floats, shrunk: Floats, level: float) -> Interval:
    """Wilson's score interval of ten times a share; asking many of few people is like asking more of many."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    per = ratio(z * z * shrunk**2, n)  # z^2 / n
    centre, half = share + per / 2, np.sqrt(share * (1 - share) * per + per * per / 4)
    low = np.where(share > 0, (centre - half) / (1 + per), 0.0)
    high = np.where(share < 1, (centre + half) / (1 + per), 1.0)
    return Interval(10 * share, 10 * np.clip(low, 0, 1), 10 * np.clip(high, 0, 1))


Ends = tuple[Floats, Floats]


def _drawn(
    tables: Tables, shrunk: Ends, rng: np.random.Generator, level: float, draws: int
) -> tuple[Ends, Ends, Floats]:
    """Ends of the opportunity, ends of the surplus, and the chances of being over."""
    shape = tables.known.shape
    cells, shares = tables.cells.reshape(-1, 3, 3), [share.reshape(-1, 1) for share in tables.shares]
    shrinks = [each.reshape(-1, 1) for each in shrunk]
    ends, over = np.empty((4, len(cells))), np.empty((len(cells), len(OVER)))
    tails = [(1 - level) / 2, (1 + level) / 2]
    for part in _parts(len(cells)):
        drawn = _shares(cells[part], rng, draws)
        first, second = (
            share[part] + shrink[part] * (each - share[part])
            for share, shrink, each in zip(shares, shrinks, drawn, strict=True)
        )
        opened = opportunity(first, second)
        ends[:2, part] = np.quantile(opened, tails, axis=1)
        ends[2:, part] = np.quantile(10 * (second - first), tails, axis=1)
        over[part] = np.stack([(opened > limit + _NOISE).mean(1) for limit in OVER], -1)
    low, high, least, most = ends.reshape(4, *shape)
    return (low, high), (least, most), over.reshape(*shape, len(OVER))


def _parts(count: int) -> Iterator[slice]:
    for start in range(0, count, _AT_ONCE):
        yield slice(start, start + _AT_ONCE)


def _shares(cells: Floats, rng: np.random.Generator, draws: int) -> Ends:
    """Shares of top boxes [table, draws] from cells drawn anew."""
    given = cells.copy()
    given[:, :MISSING, :MISSING] += PRIOR
    complete = not cells[:, MISSING, :MISSING].any() and not cells[:, :MISSING, MISSING].any()
    side = MISSING if complete else MISSING + 1
    drawn = _gammas(given[:, :side, :side].reshape(-1, side * side), rng, draws).reshape(-1, side, side, draws)
    first, second = drawn.sum(2), drawn.sum(1)  # [table, answer, draws]
    return _of_two(first), _of_two(second)


def _of_two(drawn: Floats) -> Floats:
    share: Floats = drawn[:, TOP] / (drawn[:, TOP] + drawn[:, OTHER])
    return share


def _gammas(shape: Floats, rng: np.random.Generator, draws: int) -> Floats:
    """Gamma variates [table, cell, draws], the same chance for each table where its cells are large.

    Large cells by Wilson and Hilferty (PNAS 17, 1931): a cubed normal, within .2 % of the exact quantiles from a shape
    of 10 on, at a tenth of the cost.
    """
    chance = rng.standard_normal((shape.shape[1], draws))
    large = np.maximum(shape, _LARGE)[..., None]
    found: Floats = large * (1 - 1 / (9 * large) + chance / (3 * np.sqrt(large))) ** 3
    small = shape < _LARGE
    found[small] = rng.standard_gamma(shape[small][:, None], size=(int(small.sum()), draws))
    return found


def _delta(tables: Tables, shrunk: Ends) -> Floats:
    """Standard error of the opportunity: 100 (4 Var I + Var S - 4 Cov) above the bend, 100 Var I below it."""
    (first, second), (of_first, of_second, both) = tables.shares, _shrunk(tables, shrunk)
    above = 4 * of_first + of_second - 4 * both
    return 10 * np.sqrt(np.maximum(np.where(first > second, above, of_first), 0))


def _shrunk(tables: Tables, shrunk: Ends) -> tuple[Floats, Floats, Floats]:
    (first, second, both), (one, two) = tables.variances, shrunk
    return first * one**2, second * two**2, both * one * two


def _hinge(tables: Tables, shrunk: Ends) -> Floats:
    """E max(X, 0) - max(E X, 0) of a normal X: how far the bend lifts 10 (importance - satisfaction) on average."""
    (share, other), (of_first, of_second, both) = tables.shares, _shrunk(tables, shrunk)
    gap, sd = share - other, np.sqrt(np.maximum(of_first + of_second - 2 * both, 0))
    z = ratio(gap, sd)
    density = np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return np.where(sd > 0, 10 * (gap * _below(z) + sd * density - np.maximum(gap, 0)), 0.0)


def _below(z: Floats) -> Floats:
    from trueup.stats.special import ndtr

    found: Floats = ndtr(z)
    return found
