"""The door to every comparison: which rows are treated, which are controls, and where before ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, Ints, checked
from trueup.vocabulary import InputError, Insufficient, said

FEWEST_PRE = 8
"""Periods before the start below which no counterfactual is fitted."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Series of treated units and of controls, cut into what may be fitted (`pre`) and what is judged (`post`).

    Shapes: `pre` (units, n_pre), `post` (units, n_post); `treated` and `controls` are rows of both.
    """

    pre: Floats
    post: Floats
    treated: Ints
    controls: Ints

    @property
    def n_pre(self) -> int:
        """Periods that may be fitted."""
        return int(self.pre.shape[1])

    @property
    def n_post(self) -> int:
        """Periods from the start on."""
        return int(self.post.shape[1])

    def mean(self, rows: Ints) -> tuple[Floats, Floats]:
        """The mean series of some rows, before and after."""
        return self.pre[rows].mean(axis=0), self.post[rows].mean(axis=0)


def panel(
    values: npt.ArrayLike,
    treated: Sequence[int],
    t0: int,
    *,
    controls: Sequence[int] | None = None,
    pre: tuple[int, int] | None = None,
    fewest_controls: int = 1,
) -> Panel | Insufficient:
    """A panel of `values` (units, periods), complete; `t0` is the first period of the treatment.

    `controls` default to all rows that are not treated. `pre` (first, past the last) narrows the periods that are
    fitted, default all before `t0`; periods between it and `t0` are left out of both. Fewer than 8 of them, or fewer
    controls than needed, give Insufficient. InputError for NaN, a start outside the data, a row that is treated and a
    control, and a fitting window that reaches into the treatment.
    """
    y, _ = checked(values, name="values")
    if y.ndim != 2:
        raise InputError(f"shape {y.shape} is not units by periods", where="values")
    window = cut(y.shape[1], t0, pre)
    chosen = _rows(treated, len(y), "treated")
    others = [row for row in range(len(y)) if row not in chosen] if controls is None else controls
    against = _rows(others, len(y), "controls")
    both = sorted(set(chosen.tolist()) & set(against.tolist()))
    if both:
        raise InputError(f"row {both[0]} is treated and cannot be a control", where="controls", do="leave it out")
    if not len(chosen):
        raise InputError("no row is treated", where="treated")
    if len(against) < fewest_controls:
        return Insufficient(said("a comparison: controls"), len(against), fewest_controls)
    if window[1] - window[0] < FEWEST_PRE:
        return too_short(window[1] - window[0])
    return Panel(y[:, slice(*window)], y[:, t0:], chosen, against)


def cut(periods: int, t0: int, pre: tuple[int, int] | None) -> tuple[int, int]:
    """The window that may be fitted. InputError for a start outside the data or a window that reaches past it."""
    if not 0 < t0 < periods:
        raise InputError(f"a start at period {t0} lies outside the {periods} periods of the data", where="t0")
    first, end = (0, t0) if pre is None else pre
    if end > t0:
        raise InputError(
            f"the window that is fitted ends at period {end}, after the start at {t0}",
            where="pre",
            do="end it at the start or before: what came after must not shape what it is compared with",
        )
    if not 0 <= first < end:
        raise InputError(f"from period {first} to {end} there is nothing to fit", where="pre")
    return first, end


def too_short(have: int) -> Insufficient:
    """What to say where the time before the start is shorter than 8 periods."""
    return Insufficient(said("a comparison: periods before the start"), have, FEWEST_PRE)


def _rows(given: Sequence[int], units: int, name: str) -> Ints:
    rows = np.asarray(given, dtype=np.int64).reshape(-1)
    outside = rows[(rows < 0) | (rows >= units)]
    if len(outside):
        raise InputError(f"there is no row {outside[0]}: the data have {units}", where=name)
    if len(np.unique(rows)) != len(rows):
        raise InputError("a row is named twice", where=name)
    return rows
