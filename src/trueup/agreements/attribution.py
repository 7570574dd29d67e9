"""How the part that an agreement caused is told from what would have happened anyway, as it is agreed on."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from trueup.vocabulary import Part, PeriodText, Slice, SliceKeys

Method = Literal[
    "none", "interrupted_series", "control", "synthetic_control", "synthetic_did", "structural", "stepped",
    "randomised",
]  # fmt: skip


class Started(Part):
    """A part of the customer's world that the agreement reached on a day of its own."""

    slice: SliceKeys
    since: dt.date


class Excluded(Part):
    """A slice that is not compared with, and why: whoever leaves one out says so before the result is known."""

    slice: SliceKeys
    why: str = Field(min_length=3)


class Happened(Part):
    """Something else that happened and may have moved the KPI: on a day, or until another."""

    on: dt.date
    what: str = Field(min_length=3)
    until: dt.date | None = None


class Attribution(Part):
    """How the part caused by the agreement is told from what would have happened anyway.

    Declared before the result is known: what is changed later is shown as chosen after the result, and the earlier
    declaration counts. `since` is T0, when the agreement began to work (default: when improvement starts to count).
    """

    method: Method = "none"
    control: SliceKeys | None = None
    pool: tuple[SliceKeys, ...] = ()
    treated: tuple[SliceKeys, ...] = ()
    units: tuple[Started, ...] = ()
    since: dt.date | None = None
    pre: PeriodText | None = None
    impact: Literal["level", "level_slope"] = "level_slope"
    exclude: tuple[Excluded, ...] = ()
    events: tuple[Happened, ...] = ()

    @property
    def agreed(self) -> bool:
        """Whether a counterfactual was agreed on; without one, value is before against after, which is not causal."""
        return self.method != "none"

    @property
    def compares(self) -> bool:
        """Whether the method sets other slices beside those that the agreement reached."""
        return self.method not in ("none", "interrupted_series")

    @property
    def named(self) -> tuple[Slice, ...]:
        """Every slice that is named to be compared with, each once, in order."""
        first = () if self.control is None else (self.control,)
        return tuple(dict.fromkeys((*first, *self.pool)))

    @property
    def slices(self) -> tuple[Slice, ...]:
        """Every slice that attribution reads beside the objective's own."""
        return tuple(dict.fromkeys((*self.named, *self.treated, *(unit.slice for unit in self.units))))

    @property
    def controls(self) -> tuple[Slice, ...]:
        """The slices that are compared with: those that are named, less those that are excluded."""
        return tuple(each for each in self.named if self.excluded(each) is None)

    def excluded(self, slice: Slice) -> Excluded | None:
        """What excludes a slice: it, or one that it lies in, is listed under `exclude`."""
        return next((each for each in self.exclude if each.slice.contains(slice)), None)

    def reached(self, own: Slice) -> tuple[Slice, ...]:
        """The slices that the agreement reached; `own` is the objective's, which they are unless others are named."""
        if self.units:
            return tuple(each.slice for each in self.units)
        return self.treated or (own,)
