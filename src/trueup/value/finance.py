"""Cash flows: present value, return, payback and rate of return, exact where arithmetic allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Literal

from trueup.vocabulary import InputError, Money, MoneyError, to_decimal

Flows = Sequence[Money] | Sequence[Fraction]
"""Money, or exact amounts that are known to be in one currency."""


@dataclass(frozen=True, slots=True)
class RiskAdjusted:
    """A line of a business case before and after its risk factor."""

    before: tuple[Money, ...]
    factor: Decimal
    after: tuple[Money, ...]


def present_value(flows: Flows, rate: Decimal) -> Fraction:
    """Sum of CF_t / (1 + rate)^t, exact; flow 0 is now and not discounted, the others follow a year apart.

    InputError for a rate of -1 or less or no flows, MoneyError for two currencies.
    """
    if rate <= -1:
        raise InputError(f"a yearly rate is above -1, not {rate}")
    factor = 1 + Fraction(rate)
    return sum((amount / factor**year for year, amount in enumerate(_amounts(flows))), Fraction(0))


def _amounts(flows: Flows) -> list[Fraction]:
    if not flows:
        raise InputError("no cash flows")
    currencies = sorted({flow.currency for flow in flows if isinstance(flow, Money)})
    if len(currencies) > 1:
        raise MoneyError(f"{' and '.join(currencies)} in one cash flow", do="convert them at a dated rate first")
    return [Fraction(flow.amount) if isinstance(flow, Money) else flow for flow in flows]


def npv(benefits: Flows, costs: Flows, rate: Decimal) -> Fraction:
    """Present value of benefits less that of costs; costs are given as positive amounts."""
    _amounts([*benefits, *costs])
    return present_value(benefits, rate) - present_value(costs, rate)


def roi(benefits: Flows, costs: Flows, rate: Decimal) -> Fraction | None:
    """(PV of benefits - PV of costs) / PV of costs; None where the costs are worth nothing: then it is undefined."""
    spent = present_value(costs, rate)
    return npv(benefits, costs, rate) / spent if spent else None


def payback_years(net: Flows) -> Fraction | Literal["never"]:
    """Years until the running sum first reaches zero and stays there, linear inside a year, undiscounted.

    Flow 0 falls now, flow t evenly over the year t.
    """
    running = list(accumulate(_amounts(net)))
    if running[-1] < 0:
        return "never"
    short = [year for year, total in enumerate(running) if total < 0]
    if not short:
        return Fraction(0)
    last = short[-1]
    return last - running[last] / (running[last + 1] - running[last])


def irr(net: Flows) -> float | Literal["multiple", "none"]:
    """The yearly rate at which the flows are worth nothing, where their signs change exactly once.

    With one change of sign there is exactly one (Descartes' rule on x = 1 / (1 + rate)); with none there is no rate,
    and with several there may be many: then no number is given.
    """
    amounts = _amounts(net)
    signs = [amount > 0 for amount in amounts if amount]
    changes = sum(first != second for first, second in pairwise(signs))
    if changes != 1:
        return "none" if changes == 0 else "multiple"
    return 1 / _root([float(amount) for amount in amounts]) - 1


def _root(coefficients: Sequence[float]) -> float:
    """The one positive root of the polynomial, by bisection to the last bit."""

    def value(x: float) -> float:
        result = 0.0
        for coefficient in reversed(coefficients):
            result = result * x + coefficient
        return result

    low, high, start = 0.0, 1.0, next(amount for amount in coefficients if amount) > 0
    while (value(high) > 0) == start and value(high) != 0:
        low, high = high, high * 2
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if (value(middle) > 0) == start else (low, middle)
    return high


def risk_adjusted(flows: Sequence[Money], factor: Decimal, kind: Literal["benefit", "cost"]) -> RiskAdjusted:
    """Benefits x (1 - factor) or costs x (1 + factor), before discounting, with the factor kept beside them.

    After Forrester's Total Economic Impact. InputError for a factor outside [0, 1].
    """
    scale = risk_scale(factor, kind)
    after = (Money(to_decimal(Fraction(flow.amount) * scale), flow.currency) for flow in flows)
    return RiskAdjusted(tuple(flows), factor, tuple(after))


def risk_scale(factor: Decimal, kind: Literal["benefit", "cost"]) -> Fraction:
    """What a risk factor leaves of a benefit, or makes of a cost. InputError for a factor outside [0, 1]."""
    if not 0 <= factor <= 1:
        raise InputError(f"a risk factor is between 0 and 1, not {factor}")
    return 1 - Fraction(factor) if kind == "benefit" else 1 + Fraction(factor)
