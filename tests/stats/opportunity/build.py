"""Tables and people of whom the truth is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from trueup.stats.opportunity import Tables

if TYPE_CHECKING:
    from trueup.stats.arrays import Floats


def cells_of(first: float, second: float, correlation: float = 0.0) -> Floats:
    """Probabilities [2, 2] of top and other of two answers, with these shares of tops and this correlation."""
    both = first * second + correlation * np.sqrt(first * (1 - first) * second * (1 - second))
    cells = np.array([[both, first - both], [second - both, 1 - first - second + both]])
    if (cells < -1e-12).any():
        raise ValueError(f"no two answers have shares {first} and {second} and the correlation {correlation}")
    found: Floats = np.clip(cells, 0, 1)
    return found


def feasible(first: float, second: float, correlation: float) -> bool:
    """Whether two answers can have these shares and this correlation."""
    try:
        cells_of(first, second, correlation)
    except ValueError:
        return False
    return True


def table_of(people: Floats) -> Tables:
    """Tables of people who all count the same: [..., 2, 2] where all rated both, or [..., 3, 3]."""
    whole = np.zeros((*people.shape[:-2], 3, 3))
    whole[..., : people.shape[-2], : people.shape[-1]] = people
    return Tables(whole, whole.copy())


def asked(
    cells: Floats, n: int, times: int, rng: np.random.Generator, *, size: int | None = None, missing: float = 0.0
) -> Tables:
    """`times` surveys of n people: from so many of whom exactly these shares hold (`size`), or from very many.

    Each of the two ratings is missing with this probability, whatever it would be.
    """
    if size is None:
        drawn = rng.multinomial(n, cells.ravel(), times)
    else:
        drawn = rng.multivariate_hypergeometric(np.round(cells.ravel() * size).astype(int), n, times)
    keep = np.array([1 - missing, missing])
    if not missing:
        return table_of(drawn.reshape(times, 2, 2).astype(float))
    whole = np.zeros((times, 3, 3))
    chances = np.outer(keep, keep).ravel()
    for cell in range(4):
        parts = rng.multinomial(drawn[:, cell], chances)  # kept both, only the first, only the second, none
        one, two = divmod(cell, 2)
        for part, (row, column) in enumerate(((one, two), (one, 2), (2, two), (2, 2))):
            whole[:, row, column] += parts[:, part]
    return Tables(whole, whole.copy())
