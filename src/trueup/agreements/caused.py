"""What attribution found of one objective, as the verdict takes it in. It is found elsewhere (`trueup.value`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.amounts import Sum
from trueup.agreements.calendar import Ints
from trueup.agreements.results import AttributedEffect
from trueup.vocabulary import Grade


@dataclass(frozen=True, slots=True)
class Earned:
    """When what was caused came: `starts`, `ends` (day numbers) and `worth` (money), each of shape (periods,)."""

    starts: Ints
    ends: Ints
    worth: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Caused:
    """The value that an agreement caused of one objective to date.

    `at_grade` sums what rests on inputs of at least each grade; empty where nothing was found. `decides`: this, not
    the realised value, decides status and verdict. `lacks` says why there is no figure that may decide.
    """

    shown: AttributedEffect
    at_grade: Mapping[Grade, Sum] = field(default_factory=dict)
    earned: Mapping[Grade, Earned] = field(default_factory=dict)
    decides: bool = False
    lacks: str | None = None
