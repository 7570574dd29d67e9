"""How many people must be asked for an interval of a given width, and how wide it is when so many were asked."""

from __future__ import annotations

import math
from statistics import NormalDist

from trueup.vocabulary import InputError


def unit_variance(first: float, second: float, correlation: float = 0.0) -> float:
    """Variance of the opportunity (0 to 20) of one person.

    100 (4 Var I + Var S - 4 Cov) where more find it important than are satisfied, else 100 Var I. `first` and `second`
    are the shares of top boxes, `correlation` that of the two answers of one person. InputError for what are no shares.
    """
    for name, share in (("first", first), ("second", second)):
        if not 0 <= share <= 1:
            raise InputError(f"{share} is not a share", where=name)
    of_first, of_second = first * (1 - first), second * (1 - second)
    if first <= second:
        return 100 * of_first
    return 100 * (4 * of_first + of_second - 4 * correlation * math.sqrt(of_first * of_second))


def half_width(
    n: float, first: float, second: float, correlation: float = 0.0, *, size: int | None = None, level: float = 0.95
) -> float:
    """Half the width of the interval of the opportunity when n people rate both, of `size` that there are."""
    if n < 1 or (size is not None and n > size):
        raise InputError(f"{n} people cannot be asked" + (f" of {size}" if size is not None else ""), where="n")
    left = 1.0 if size is None else (size - n) / max(size - 1, 1)
    z = NormalDist().inv_cdf((1 + level) / 2)
    return z * math.sqrt(unit_variance(first, second, correlation) / n * left)


def needed(half: float, variance: float, *, size: int | None = None, level: float = 0.95) -> int:
    """How many people must rate both for an interval of this half-width.

    `variance` is that of one person (`unit_variance`, or n times the squared standard error that was found). About
    (17 / half)^2 where .8 find it important and .4 are satisfied. InputError for a half-width that is none.
    """
    if not half > 0:
        raise InputError("the half-width must be over 0", where="half")
    z = NormalDist().inv_cdf((1 + level) / 2)
    many = z * z * variance / (half * half)
    if size is None:
        return max(1, math.ceil(many))
    few = many * size / (many + max(size - 1, 1))  # n of the finite population with the same variance
    return min(size, max(1, math.ceil(few - 1e-9)))
