"""How much each player brings to what all bring together (Shapley 1953): shares that always add up to the whole.

A player's share is what it adds when it joins, averaged over all orders in which players may join.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import comb

import numpy as np

from trueup.stats.arrays import Bools, Floats

EXACT = 8
"""Up to so many players every coalition is looked at (256); beyond, orders are drawn."""
Value = Callable[[Bools], Floats]
"""Of coalitions (coalitions, players): what each brings in each future, (coalitions, futures)."""


def exact(value: Value, players: int) -> Floats:
    """Each player's share in each future, (players, futures), from all 2^players coalitions."""
    coalitions = _all_coalitions(players)
    brought = value(coalitions)
    row = {coalition.tobytes(): at for at, coalition in enumerate(coalitions)}
    shares = np.zeros((players, brought.shape[1]))
    for coalition in coalitions:
        size = int(coalition.sum())
        for player in np.flatnonzero(~coalition):
            joined = coalition.copy()
            joined[player] = True
            adds = brought[row[joined.tobytes()]] - brought[row[coalition.tobytes()]]
            shares[player] += adds / (players * comb(players - 1, size))
    return shares


def drawn(value: Value, players: int, rng: np.random.Generator, *, pairs: int) -> Floats:
    """The same from `pairs` orders that are drawn, each also backwards; unbiased (Castro, Gomez & Tejada 2009)."""
    shares: Floats | None = None
    for _ in range(pairs):
        order = rng.permutation(players)
        for each in (order, order[::-1]):
            adds = _along(value, each)
            shares = adds if shares is None else shares + adds
    assert shares is not None
    return shares / (2 * pairs)


def _along(value: Value, order: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Floats:
    """What each adds when they join in this order."""
    coalitions = np.zeros((len(order) + 1, len(order)), dtype=np.bool_)
    for size, player in enumerate(order, start=1):
        coalitions[size:, player] = True
    brought = value(coalitions)
    adds = np.empty((len(order), brought.shape[1]))
    adds[order] = np.diff(brought, axis=0)
    return adds


def _all_coalitions(players: int) -> Bools:
    everyone = range(players)
    members = [each for size in range(players + 1) for each in combinations(everyone, size)]
    coalitions = np.zeros((len(members), players), dtype=np.bool_)
    for row, each in enumerate(members):
        coalitions[row, list(each)] = True
    return coalitions
