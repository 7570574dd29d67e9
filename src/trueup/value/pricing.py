"""Fees that follow value: what is due, what is trued up, and the trace of every clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from trueup.agreements.amounts import rounded
from trueup.agreements.documents import Pricing
from trueup.agreements.results import Range
from trueup.vocabulary import InputError, Money

Mode = Literal["excess", "first_dollar"]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one settlement period, in money: target value, base fee, shares, deadband, floor and cap.

    InputError for a share outside [0, 1], a negative deadband or a floor above the cap.
    """

    target: Decimal
    base: Decimal
    share: Decimal
    share_loss: Decimal = Decimal(0)
    deadband: Decimal = Decimal(0)
    floor: Decimal | None = None
    cap: Decimal | None = None
    mode: Mode = "excess"

    def __post_init__(self) -> None:
        for name, share in (("share", self.share), ("share_loss", self.share_loss)):
            if not 0 <= share <= 1:
                raise InputError(f"{name} is between 0 and 1, not {share}")
        if self.deadband < 0:
            raise InputError(f"a deadband is not negative: {self.deadband}")
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            raise InputError(f"floor {self.floor} is above cap {self.cap}", do="exchange them")

    @property
    def jump(self) -> tuple[Decimal, Decimal]:
        """By how much the fee jumps at the lower and upper edge of the deadband: in first-dollar mode only."""
        if self.mode == "excess":
            return Decimal(0), Decimal(0)
        return self.share_loss * self.deadband, self.share * self.deadband


@dataclass(frozen=True, slots=True)
class Clause:
    """One step of the working: which clause, what it says, and the fee after it (exact)."""

    clause: str
    words: str
    after: Fraction


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee, exact, with the working that leads to it."""

    amount: Fraction
    trace: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is due for one period. `fee` is what the lower claim supports; `escrow` what the higher claim would add.

    `invoiced + true_up = fee` to the minor unit; a negative true-up is a credit note.
    """

    fee: Money
    invoiced: Money
    true_up: Money
    escrow: Money
    trace: tuple[Clause, ...]

    @property
    def final(self) -> bool:
        """Whether nothing is held back."""
        return not self.escrow.amount


def fee(value: Decimal | Fraction, terms: Terms) -> Fee:
    """The fee that a verified value earns: base, plus or less a share of what lies outside the deadband, within limits.

    min(cap, max(floor, base + adjustment)) with g = value - target; inside the deadband nothing is shared, outside it
    `excess` shares what exceeds it and `first_dollar` all of g. A threshold below which nothing is shared has its
    precedent in the Medicare Shared Savings Program (42 CFR 425.610). Never falls as value rises.
    """
    base = Fraction(terms.base)
    gain = Fraction(value) - Fraction(terms.target)
    adjusted = base + _adjustment(gain, terms)
    trace = [
        Clause("base", "the fee at the target value", base),
        Clause("share" if gain >= 0 else "share_loss", _share_words(gain, terms), adjusted),
    ]
    amount = adjusted
    if terms.floor is not None and amount < terms.floor:
        amount = Fraction(terms.floor)
        trace.append(Clause("floor", "never below the floor", amount))
    if terms.cap is not None and amount > terms.cap:
        amount = Fraction(terms.cap)
        trace.append(Clause("cap", "never above the cap", amount))
    return Fee(amount, tuple(trace))


def _adjustment(gain: Fraction, terms: Terms) -> Fraction:
    band = Fraction(terms.deadband)
    if abs(gain) <= band:
        return Fraction(0)
    shared = abs(gain) - band if terms.mode == "excess" else abs(gain)
    return shared * Fraction(terms.share) if gain > 0 else -shared * Fraction(terms.share_loss)


def _share_words(gain: Fraction, terms: Terms) -> str:
    side = "above" if gain >= 0 else "below"
    distance = f"the value is {float(abs(gain)):,.2f} {side} its target"
    if abs(gain) <= terms.deadband:
        return f"{distance}, inside the deadband of {terms.deadband:,.2f}: nothing is shared"
    part = f"what exceeds the deadband of {terms.deadband:,.2f}" if terms.mode == "excess" else "all of it"
    return f"{distance}: {100 * (terms.share if gain > 0 else terms.share_loss):.2f} % of {part} is shared"


def settle(claims: tuple[Decimal, Decimal], terms: Terms, invoices: Sequence[Money], currency: str) -> Settlement:
    """Settle one period on a value both sides state, or on the lower of two claims with the difference held in escrow.

    `claims` are both sides' figures (equal once they agree or an observer has attested), `invoices` what was invoiced
    or paid for the period so far. Rounded once, half to even, to minor units; MoneyError for an invoice in another
    currency.
    """
    earned, most = fee(min(claims), terms), fee(max(claims), terms)
    due = Money(rounded(earned.amount, currency), currency)
    invoiced = Money.sum(invoices, currency)
    held = Money(rounded(most.amount, currency), currency) - due
    return Settlement(due, invoiced, due - invoiced, held, earned.trace)


def terms_of(pricing: Pricing, potential: Decimal) -> Terms:
    """The terms of an agreement for one settlement period whose promised value is `potential`.

    `share` is of value itself, so target and base are nothing; `deadband` is the attainment (value / potential) below
    which nothing is shared; `floor` and `cap` hold for the period.
    """
    return Terms(
        target=Decimal(0),
        base=Decimal(0),
        share=pricing.share,
        share_loss=pricing.share_loss or Decimal(0),
        deadband=pricing.deadband * max(potential, Decimal(0)),
        floor=pricing.floor,
        cap=pricing.cap,
        mode=pricing.mode,
    )


def shared_value(pricing: Pricing, value: Range) -> Decimal:
    """The figure that the fee rests on: the lower end of the interval or the expected value, as was agreed."""
    return value.low if pricing.use == "lower_bound" else value.expected


def point_of_total_assumption(
    target_cost: Decimal, target_fee: Decimal, ceiling: Decimal, buyer_share: Decimal
) -> Fraction:
    """The cost from which the seller of a fixed-price incentive contract bears every further unit alone.

    (ceiling - target price) / buyer's share + target cost, with target price = target cost + target fee. InputError for
    a buyer's share outside (0, 1] or a ceiling below the target price.
    """
    price = target_cost + target_fee
    if not 0 < buyer_share <= 1:
        raise InputError(f"the buyer's share is above 0 and at most 1, not {buyer_share}")
    if ceiling < price:
        raise InputError(f"the ceiling {ceiling} is below the target price {price}")
    return Fraction(ceiling - price) / Fraction(buyer_share) + Fraction(target_cost)
