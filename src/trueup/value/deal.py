"""A deal over everything that may happen: the fee of each draw, what both sides have of it, who bears which risk.

The fee of an expected value is not the expected fee: floor, cap and deadband bend it. So the terms are applied to each
draw of each settlement period's value (pricing.fee, in floats and for all draws at once), and only then averaged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from trueup.value.pricing import Terms
from trueup.vocabulary import InputError, Period

Floats = NDArray[np.float64]
Test = Callable[[float], bool]
FEWEST = 1_000


@dataclass(frozen=True, slots=True)
class Slot:
    """One settlement period to come: its terms, and what is added whatever the value is (milestones)."""

    period: Period
    label: str
    part: float
    terms: Terms
    promised: float
    added: float = 0.0


@dataclass(frozen=True, slots=True)
class Stated:
    """What both sides bring to the simulation, each for the whole deal: own cost, and the net that it needs.

    The provider's cost is its own affair: it is an argument here, and kept nowhere.
    """

    provider_cost: float | None = None
    provider_needs: float = 0.0
    customer_cost: float = 0.0
    customer_needs: float = 0.0

    def __post_init__(self) -> None:
        for name in ("provider_cost", "customer_cost"):
            amount = getattr(self, name)
            if amount is not None and not (np.isfinite(amount) and amount >= 0):
                raise InputError(f"a cost is a number of 0 or more, not {amount}", where=name)


@dataclass(frozen=True, slots=True)
class Simulated:
    """A deal on its draws: `values` (draws, slots) in the currency of the fee."""

    slots: tuple[Slot, ...]
    values: Floats
    stated: Stated

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.slots):
            raise InputError(f"draws of shape {self.values.shape} for {len(self.slots)} settlement periods")
        if len(self.values) < FEWEST:
            raise InputError(f"{len(self.values)} draws are too few", do=f"take {FEWEST:,} or more")
        if not np.isfinite(self.values).all():
            raise InputError("a drawn value is not a finite number")

    def fees(self, share: float | None = None) -> Floats:
        """The fee of each draw and period (draws, slots); at another `share`, all else as agreed."""
        columns = [fees_of(self.values[:, at], slot, share) for at, slot in enumerate(self.slots)]
        return np.stack(columns, axis=1)

    def at_expected(self) -> Floats:
        """The fee of the expected value of each period (slots,)."""
        means = self.values.mean(axis=0)
        return np.array([fees_of(means[[at]], slot)[0] for at, slot in enumerate(self.slots)])

    def without_cap(self) -> Floats:
        """The fees if there were no cap (draws, slots)."""
        free = [replace(slot, terms=replace(slot.terms, cap=None)) for slot in self.slots]
        return replace(self, slots=tuple(free)).fees()

    def without_floor(self) -> Floats:
        """The fees if there were no floor (draws, slots)."""
        free = [replace(slot, terms=replace(slot.terms, floor=None)) for slot in self.slots]
        return replace(self, slots=tuple(free)).fees()

    def customer(self, fees: Floats) -> Floats:
        """What is left for the customer in each draw (draws,)."""
        return np.asarray(self.values.sum(axis=1) - fees.sum(axis=1) - self.stated.customer_cost)

    def provider(self, fees: Floats) -> Floats | None:
        """What is left for the provider in each draw (draws,); None where its cost is not stated."""
        cost = self.stated.provider_cost
        return None if cost is None else np.asarray(fees.sum(axis=1) - cost)


def fees_of(values: Floats, slot: Slot, share: float | None = None) -> Floats:
    """`pricing.fee` in floats for many values (n,) of one period; gates are taken to be passed."""
    terms = slot.terms
    gain = values - float(terms.target)
    band = float(terms.deadband)
    size = np.abs(gain) - (band if terms.mode == "excess" else 0.0)
    part = np.where(gain > 0, float(terms.share) if share is None else share, -float(terms.share_loss))
    fee = float(terms.base) + np.where(np.abs(gain) > band, part * size, 0.0) + slot.added
    if terms.floor is not None:
        fee = np.maximum(fee, float(terms.floor))
    return np.asarray(fee if terms.cap is None else np.minimum(fee, float(terms.cap)))


@dataclass(frozen=True, slots=True)
class Split:
    """Parts that the fee (the provider) takes of what varies; the customer bears the rest."""

    variance: float
    shortfall: float
    surplus: float


def split(simulated: Simulated, fees: Floats) -> Split | None:
    """Who bears the risk of value; None where it does not vary.

    Of the variance: the regression of fee on value. Of a shortfall against expectation: by how much the fee is lower
    than that of the expected value, over all cases in which value is lower; of a surplus likewise.
    """
    value, fee = simulated.values.sum(axis=1), fees.sum(axis=1)
    apart = value - value.mean()
    if np.allclose(apart, 0.0, atol=1e-9 * max(1.0, abs(float(value.mean())))):
        return None
    moved = fee - float(simulated.at_expected().sum())
    below, above = apart < 0, apart > 0
    return Split(
        variance=float(apart @ (fee - fee.mean()) / (apart @ apart)),
        shortfall=float(moved[below].sum() / apart[below].sum()),
        surplus=float(moved[above].sum() / apart[above].sum()),
    )


@dataclass(frozen=True, slots=True)
class Range:
    """The shares at which the provider (from `least` on) and the customer (up to `most`) may expect what they need.

    None: no share gives it to them.
    """

    least: float | None
    most: float | None

    @property
    def both(self) -> bool:
        """Whether there is a share at which both may."""
        return self.least is not None and self.most is not None and self.least <= self.most


def shares(simulated: Simulated) -> Range:
    """From which share on the provider, and up to which the customer, may expect what it needs; all else as agreed.

    The expected fee never falls as the share rises, so each bound is found by halving. The provider's cost must be
    stated.
    """
    stated = simulated.stated
    assert stated.provider_cost is not None, "callers ask only where the provider's cost is stated"
    enough = stated.provider_cost + stated.provider_needs
    bearable = float(simulated.values.sum(axis=1).mean()) - stated.customer_cost - stated.customer_needs

    def expected(share: float) -> float:
        return float(simulated.fees(share).sum(axis=1).mean())

    least = None if expected(1.0) < enough else _first(lambda share: expected(share) >= enough)
    if expected(0.0) > bearable:
        return Range(least, None)
    if expected(1.0) <= bearable:
        return Range(least, 1.0)
    return Range(least, _last(lambda share: expected(share) <= bearable))


def curve(slot: Slot, low: float, high: float, points: int = 61) -> Floats:
    """Values of one period for its pay-off curve: even steps, and every value at which the fee bends."""
    even = np.linspace(low, high, points)
    return np.unique(np.concatenate([even, [each for each in bends(slot) if low <= each <= high]]))


def bends(slot: Slot) -> Sequence[float]:
    """Where the fee of a period bends or jumps: the edges of the deadband, and where floor and cap begin to hold."""
    terms = slot.terms
    target, band = float(terms.target), float(terms.deadband)
    edges = [target - band, np.nextafter(target - band, -np.inf), target + band, np.nextafter(target + band, np.inf)]
    base, free = float(terms.base) + slot.added, band if terms.mode == "excess" else 0.0
    for limit in (terms.floor, terms.cap):
        gain = float(terms.share), float(terms.share_loss)
        if limit is not None and float(limit) >= base and gain[0] > 0:
            edges.append(target + free + (float(limit) - base) / gain[0])
        elif limit is not None and float(limit) < base and gain[1] > 0:
            edges.append(target - free - (base - float(limit)) / gain[1])
    return edges


def _first(holds: Test) -> float:
    """The least share in [0, 1] at which `holds`, rounded up to 1 in 10,000; it holds at 1."""
    low, high = -1, 10_000
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle / 10_000) else (middle, high)
    return high / 10_000


def _last(holds: Test) -> float:
    """The greatest share in [0, 1] at which `holds`, rounded down to 1 in 10,000; it holds at 0."""
    low, high = 0, 10_001
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle / 10_000) else (low, middle)
    return low / 10_000
