"""p-values of many questions at once, adjusted so that the share of false discoveries stays below a level.

Source: Benjamini and Hochberg, JRSS B 57 (1995), for independent or positively dependent questions; Benjamini and
Yekutieli, Annals of Statistics 29 (2001), under any dependence.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, checked
from trueup.vocabulary import InputError


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """Adjusted p-values in the order given, shape (questions,). InputError for NaN or p outside 0 to 1."""
    return _step_up(p, 1.0)


def benjamini_yekutieli(p: npt.ArrayLike) -> Floats:
    """As `benjamini_hochberg`, times 1 + 1/2 + ... + 1/m: valid under any dependence."""
    return _step_up(p, float((1 / np.arange(1, np.size(p) + 1)).sum()))


def _step_up(p: npt.ArrayLike, factor: float) -> Floats:
    x, _ = checked(p, name="p")
    if x.ndim != 1 or ((x < 0) | (x > 1)).any():
        raise InputError("p-values are one line of numbers from 0 to 1", where="p")
    order = np.argsort(x, kind="stable")
    raw = x[order] * factor * len(x) / np.arange(1, len(x) + 1)
    adjusted = np.empty(len(x))
    adjusted[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return adjusted


def holm(p: npt.ArrayLike) -> Floats:
    """Adjusted p-values: the chance of even one false alarm among all questions stays below a level.

    Valid under any dependence. Source: Holm, Scandinavian J. Statistics 6 (1979).
    """
    x, _ = checked(p, name="p")
    if x.ndim != 1 or ((x < 0) | (x > 1)).any():
        raise InputError("p-values are one line of numbers from 0 to 1", where="p")
    order = np.argsort(x, kind="stable")
    raw = x[order] * np.arange(len(x), 0, -1)
    adjusted = np.empty(len(x))
    adjusted[order] = np.minimum(np.maximum.accumulate(raw), 1.0)
    return adjusted
