"""The door to every method: what may be a series, and how missing points are said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from trueup.vocabulary import Figure, InputError, Said, said

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NoVariation:
    """All `n` points of `what` are equal to `value`: there is nothing to estimate a spread from."""

    what: str
    value: float
    n: int

    @property
    def words(self) -> Said:
        """The same as a sentence."""
        value = Figure(f"{self.value:g}")
        return said("no variation in {what}: {n} points, all {value}", what=self.what, n=self.n, value=value)

    def __str__(self) -> str:
        return str(self.words)


def checked(values: npt.ArrayLike, present: npt.ArrayLike | None = None, name: str = "values") -> tuple[Floats, Bools]:
    """`values` as floats with 0 where a point is missing, and the mask of points that are there.

    Missing is said by `present`, never by NaN: where a point is present it must be finite.
    Raises InputError that names the first row (and column) that is not, or a mask of another shape.
    """
    x = _floats(values, name)
    finite = np.isfinite(x)
    if present is None and finite.all():
        return x.copy(), finite
    mask = np.ones(x.shape, dtype=bool) if present is None else np.asarray(present, dtype=bool)
    if mask.shape != x.shape:
        raise InputError(f"the mask has shape {mask.shape}, the values {x.shape}", where=name)
    bad = np.argwhere(mask & ~finite)
    if len(bad):
        _refuse(x, bad[0], name)
    return np.where(mask, x, 0.0), mask


def checked_line(values: npt.ArrayLike, present: npt.ArrayLike | None = None, name: str = "values") -> Floats:
    """The present points of one series, in order. Raises InputError as `checked` does."""
    x, mask = checked(values, present, name)
    if x.ndim != 1:
        raise InputError(f"one series is expected, not an array of shape {x.shape}", where=name)
    return x[mask]


def on_grid(periods: npt.ArrayLike, values: npt.ArrayLike) -> tuple[Floats, Bools]:
    """Values laid out period by period, with the mask of the periods that have one.

    `periods` are whole numbers, strictly increasing; a jump of more than 1 is a gap.
    Raises InputError for periods that are out of order or twice there, naming the row.
    """
    at, (x, _) = np.asarray(periods, dtype=np.int64), checked(values)
    if at.shape != x.shape or at.ndim != 1:
        raise InputError(f"{at.size} periods for {x.size} values", where="periods")
    steps = np.flatnonzero(np.diff(at) < 1)
    if len(steps):
        row = int(steps[0]) + 1
        word = "twice there" if at[row] == at[row - 1] else "before the one above it"
        raise InputError(f"period {at[row]} is {word}", where=f"periods, row {row}", do="sort, one value a period")
    grid, mask = np.zeros(_length(at)), np.zeros(_length(at), dtype=bool)
    grid[at - at[:1]], mask[at - at[:1]] = x, True
    return grid, mask


def positive(value: float, name: str) -> float:
    """`value` if it is finite and above zero, else InputError."""
    if not (np.isfinite(value) and value > 0):
        raise InputError(f"must be a finite number above zero, not {value!r}", where=name)
    return float(value)


def frozen(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same array, closed for writing: results do not change after they are given out."""
    array.setflags(write=False)
    return array


def _length(at: Ints) -> int:
    return int(at[-1] - at[0]) + 1 if len(at) else 0


def _floats(values: npt.ArrayLike, name: str) -> Floats:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"not an array of numbers ({error})", where=name) from error


def _refuse(x: Floats, place: Ints, name: str) -> None:
    where = ", ".join(f"{axis} {index}" for axis, index in zip(_axes(x.ndim), place, strict=True))
    raise InputError(
        f"{x[tuple(place)]} is not a finite number",
        where=f"{name}, {where}",
        do="leave a missing point out with the mask `present`",
    )


def _axes(dimensions: int) -> tuple[str, ...]:
    return ("row", "column")[:dimensions] if dimensions <= 2 else tuple(f"axis {i}" for i in range(dimensions))
