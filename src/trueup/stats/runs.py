"""Run rules: which points of a chart say that something has changed.

Source: Western Electric, Statistical Quality Control Handbook (1956); Nelson, J. Quality Technology 16 (1984). A point
on a limit does not signal, and a point on the centre line is on neither side; a missing point breaks every run.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Bools, Floats, checked
from trueup.vocabulary import InputError

Rule = Literal["beyond_3_sigma", "2_of_3_beyond_2_sigma", "4_of_5_beyond_1_sigma", "8_on_one_side", "9_on_one_side"]
Side = Literal["above", "below"]

DEFAULT: tuple[Rule, ...] = ("beyond_3_sigma", "8_on_one_side")
WESTERN_ELECTRIC: tuple[Rule, ...] = (
    "beyond_3_sigma",
    "2_of_3_beyond_2_sigma",
    "4_of_5_beyond_1_sigma",
    "8_on_one_side",
)
NELSON_RUN: tuple[Rule, ...] = (*WESTERN_ELECTRIC[:3], "9_on_one_side")

SHAPES: dict[Rule, tuple[int, int, float]] = {
    "beyond_3_sigma": (1, 1, 3.0),
    "2_of_3_beyond_2_sigma": (2, 3, 2.0),
    "4_of_5_beyond_1_sigma": (4, 5, 1.0),
    "8_on_one_side": (8, 8, 0.0),
    "9_on_one_side": (9, 9, 0.0),
}
"""Each rule is: at least `hits` of the last `window` points more than `sigmas` from the centre, on one side."""


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that spoke at point `index` (0-based), with the value of that point and the side it lies on."""

    rule: str
    index: int
    value: float
    side: Side


def signals(
    values: npt.ArrayLike,
    centre: float,
    sigma: float | npt.ArrayLike,
    present: npt.ArrayLike | None = None,
    *,
    rules: Collection[Rule] = DEFAULT,
) -> tuple[Signal, ...]:
    """Every signal of one series of shape (time,), ordered by point, then rule.

    `sigma` is one number, or one a point where limits vary. A rule speaks at each point that completes its pattern and
    is itself part of it. InputError for NaN, sigma <= 0 or an unknown rule.
    """
    x, mask = checked(values, present)
    found = signals_many(x[None], np.array([centre]), np.broadcast_to(sigma, x.shape)[None], mask[None], rules=rules)
    return found[0]


def signals_many(
    values: npt.ArrayLike,
    centres: npt.ArrayLike,
    sigmas: npt.ArrayLike,
    present: npt.ArrayLike | None = None,
    *,
    rules: Collection[Rule] = DEFAULT,
) -> tuple[tuple[Signal, ...], ...]:
    """`signals` for many series: values (series, time), centres (series,), sigmas (series,) or (series, time)."""
    x, mask = checked(values, present)
    spread, _ = checked(sigmas, name="sigma")
    if (spread <= 0).any() or x.ndim != 2:
        raise InputError("every sigma must be above zero", where="sigma")
    distance = x - np.asarray(centres, dtype=float)[:, None]
    reach = spread if spread.ndim == 2 else spread[:, None]
    found: list[list[Signal]] = [[] for _ in x]
    for rule in rules:
        for side, signed in (("above", distance), ("below", -distance)):
            for i, t in np.argwhere(_speaks(shape_of(rule), signed, reach, mask)):
                found[i].append(Signal(rule, int(t), float(x[i, t]), "above" if side == "above" else "below"))
    return tuple(tuple(sorted(each, key=lambda signal: (signal.index, signal.rule))) for each in found)


def shape_of(rule: Rule) -> tuple[int, int, float]:
    """Hits, window and sigmas of a rule; InputError for a rule that does not exist."""
    if rule not in SHAPES:
        raise InputError(f"{rule!r} is not a run rule", where="rules", do=f"one of {', '.join(SHAPES)}")
    return SHAPES[rule]


def _speaks(shape: tuple[int, int, float], signed: Floats, sigma: Floats, mask: Bools) -> Bools:
    """Where at least `hits` of the last `window` unbroken points, this one among them, lie beyond the line."""
    hits, window, sigmas = shape
    beyond = (signed > sigmas * sigma) & mask
    count = np.zeros(signed.shape, dtype=np.int64)
    unbroken = mask.copy()
    for back in range(min(window, signed.shape[1])):
        if back:
            unbroken[:, back:] &= mask[:, :-back]
            unbroken[:, :back] = False
        count[:, back:] += beyond[:, : signed.shape[1] - back] & unbroken[:, back:]
    return beyond & (count >= hits)
