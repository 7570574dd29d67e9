"""The fee of a settlement period as a function of its value: where floor and cap hold, and where the value lies."""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field

from trueup.value.settlement import Case, fee_at
from trueup.vocabulary.result import Result

STEPS = 40


class FeePoint(Result):
    """One point of the fee function."""

    value: float = Field(description="the value of the period, in the currency of the fee")
    fee: float = Field(description="what it would earn")


class FeeCurve(Result):
    """What a period would earn at other values, all else being equal; straight between the points."""

    points: tuple[FeePoint, ...] = Field(description="in order of value")
    target: float = Field(description="the value at which the base is due")
    deadband: float = Field(description="how far from it nothing is shared")
    floor: float | None = Field(description="the least that the period pays")
    cap: float | None = Field(description="the most that the period pays")


def fee_curve(case: Case) -> FeeCurve:
    """The fee function over the values that matter: from below the floor's end to beyond the cap's beginning."""
    terms = case.terms
    return FeeCurve(
        points=tuple(FeePoint(value=float(at), fee=float(fee_at(case, at).amount)) for at in _values(case)),
        target=float(terms.target),
        deadband=float(terms.deadband),
        floor=None if terms.floor is None else float(terms.floor),
        cap=None if terms.cap is None else float(terms.cap),
    )


def _values(case: Case) -> list[Fraction]:
    """Even steps over the range, and both sides of each edge of the deadband."""
    terms = case.terms
    target, band = Fraction(terms.target), Fraction(terms.deadband)
    bottom, top = min(Fraction(0), case.low, target - band), max(case.high, target + band, _cap_begins(case))
    width = max(top - bottom, Fraction(1)) * Fraction(23, 20)
    steps = {bottom + width * Fraction(step, STEPS) for step in range(STEPS + 1)}
    hair = width / 10_000
    edges = {edge + side for edge in (target - band, target + band) for side in (-hair, Fraction(0), hair)}
    return sorted(steps | {each for each in edges if bottom <= each <= bottom + width} | {case.low, case.high})


def _cap_begins(case: Case) -> Fraction:
    """The value from which the cap holds, where a share reaches it; else the target."""
    terms = case.terms
    target, share = Fraction(terms.target), Fraction(terms.share)
    if terms.cap is None or not share:
        return target
    beyond = max(Fraction(terms.cap) - Fraction(terms.base), Fraction(0)) / share
    return target + beyond + (Fraction(terms.deadband) if terms.mode == "excess" else 0)
