"""Fees that follow value: what is due, what is trued up, and the working of every clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from trueup.agreements.amounts import rounded
from trueup.agreements.results import Range
from trueup.agreements.terms import Pricing
from trueup.vocabulary import Figure, InputError, Money, Said, said

Mode = Literal["excess", "first_dollar"]
Exact = Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one settlement period, in money: target value, base fee, shares, deadband, floor and cap.

    InputError for a share outside [0, 1], a negative deadband or a floor above the cap.
    """

    target: Exact
    base: Exact
    share: Exact
    share_loss: Exact = Decimal(0)
    deadband: Exact = Decimal(0)
    floor: Exact | None = None
    cap: Exact | None = None
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
    def jump(self) -> tuple[Exact, Exact]:
        """By how much the fee jumps at the lower and upper edge of the deadband: in first-dollar mode only."""
        if self.mode == "excess":
            return Decimal(0), Decimal(0)
        band = Fraction(self.deadband)
        return Fraction(self.share_loss) * band, Fraction(self.share) * band


@dataclass(frozen=True, slots=True)
class Clause:
    """One step of the working: which clause, what it says, its arithmetic, what it adds, and the fee after it (exact).

    `parts` is which part of it each provider gets; empty: as the agreement splits the fee.
    """

    clause: str
    words: str
    after: Fraction
    amount: Fraction = Fraction(0)
    arithmetic: str = ""
    parts: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Added:
    """A clause that adds to the fee whatever the value is: a milestone, a bonus or a malus."""

    clause: str
    words: str
    amount: Fraction
    arithmetic: str = ""
    parts: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """A quality gate that a period did not pass: what is left of the share of a gain, 0 to 1."""

    clause: str
    words: str
    factor: Fraction


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


def fee(value: Exact, terms: Terms, gates: Sequence[Held] = (), added: Sequence[Added] = ()) -> Fee:
    """The fee that a verified value earns: base, plus or less a share of what lies outside the deadband, within limits.

    min(cap, max(floor, base + adjustment + added)) with g = value - target; inside the deadband nothing is shared,
    outside it `excess` shares what exceeds it and `first_dollar` all of g. A threshold below which nothing is shared
    has its precedent in the Medicare Shared Savings Program (42 CFR 425.610). `gates` take from the share of a gain,
    `added` is due whatever the value is. Never falls as value rises.
    """
    gain = Fraction(value) - Fraction(terms.target)
    trace = _Trace()
    trace.add("base", said("the fee at the target value"), Fraction(terms.base), money(terms.base))
    shared = _adjustment(gain, terms)
    name = "share" if gain >= 0 else "share_loss"
    trace.add(name, _share_words(gain, terms), shared, _share_figures(gain, terms))
    for gate in gates:
        left = max(shared, Fraction(0)) * gate.factor
        lost = left - max(shared, Fraction(0))
        trace.add(gate.clause, gate.words, lost, f"{money(shared)} × {percent(gate.factor - 1)}" if lost else "")
        shared += lost
    for each in added:
        trace.add(each.clause, each.words, each.amount, each.arithmetic, each.parts)
    if terms.floor is not None and trace.amount < terms.floor:
        trace.limit("floor", said("never below the floor"), Fraction(terms.floor))
    if terms.cap is not None and trace.amount > terms.cap:
        trace.limit("cap", said("never above the cap"), Fraction(terms.cap))
    return Fee(trace.amount, tuple(trace.clauses))


class _Trace:
    """The working, clause by clause."""

    def __init__(self) -> None:
        self.amount = Fraction(0)
        self.clauses: list[Clause] = []

    def add(
        self, clause: str, words: str, amount: Fraction, figures: str, parts: Mapping[str, Decimal] | None = None
    ) -> None:
        """One clause more."""
        self.amount += amount
        self.clauses.append(Clause(clause, words, self.amount, amount, figures, parts or {}))

    def limit(self, clause: str, words: str, limit: Fraction) -> None:
        """Bring the fee to a limit."""
        self.add(clause, words, limit - self.amount, f"{money(limit)} − {money(self.amount)}")


def _adjustment(gain: Fraction, terms: Terms) -> Fraction:
    band = Fraction(terms.deadband)
    if abs(gain) <= band:
        return Fraction(0)
    shared = abs(gain) - band if terms.mode == "excess" else abs(gain)
    return shared * _share(gain, terms) * (1 if gain > 0 else -1)


def _share(gain: Fraction, terms: Terms) -> Fraction:
    return Fraction(terms.share) if gain > 0 else Fraction(terms.share_loss)


def money(amount: Exact) -> Figure:
    """An amount with two decimals and a true minus sign, for showing: 1,234.50."""
    text = f"{rounded(abs(Fraction(amount)), 'EUR'):,}"
    return Figure(f"−{text}" if amount < 0 and text.strip("0.,") else text)


def percent(share: Exact) -> Figure:
    """A share as people write it: 20 %, 12.5 %."""
    text = f"{float(100 * Fraction(share)):,.4f}".rstrip("0").rstrip(".").replace("-", "−")
    return Figure(f"{text} %")


def _share_words(gain: Fraction, terms: Terms) -> Said:
    distance = (
        said("the value is {amount} above its target", amount=money(gain))
        if gain >= 0
        else said("the value is {amount} below its target", amount=money(-gain))
    )
    band = money(terms.deadband)
    if abs(gain) <= terms.deadband:
        return said("{distance}, inside the deadband of {band}: nothing is shared", distance=distance, band=band)
    part = said("what exceeds the deadband of {band}", band=band) if terms.mode == "excess" else said("all of it")
    share = Figure(f"{float(100 * _share(gain, terms)):.2f} %")
    return said("{distance}: {share} of {part} is shared", distance=distance, share=share, part=part)


def _share_figures(gain: Fraction, terms: Terms) -> str:
    if abs(gain) <= terms.deadband:
        return ""
    target = Fraction(terms.target)
    value, above = gain + target, gain > 0
    apart = f"{money(value)} − {money(target)}" if above else f"{money(target)} − {money(value)}"
    shown = apart if target or not above else money(value)
    band = f" − {money(terms.deadband)}" if terms.mode == "excess" and terms.deadband else ""
    share = percent(_share(gain, terms))
    return f"{'' if above else '−'}{share} × {f'({shown}{band})' if shown == apart or band else shown}"


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


def terms_of(pricing: Pricing, potential: Exact, part: Fraction = Fraction(1)) -> Terms:
    """The terms of an agreement for one settlement period whose promised value is `potential`.

    Without a `target`, `share` is of value itself: target and base are nothing, and `deadband` is the attainment
    (value / potential) below which nothing is shared. With one, the deadband is that share of the target. Amounts hold
    for a whole settlement period; `part` is how much of one this is (its share of the days).
    """
    promised = max(Fraction(potential), Fraction(0))
    target = promised if pricing.target == "promised" else Fraction(pricing.target or 0) * part
    band = promised if pricing.target is None else abs(target)
    return Terms(
        target=target,
        base=Fraction(pricing.base or 0) * part,
        share=pricing.share,
        share_loss=pricing.share_loss or Decimal(0),
        deadband=Fraction(pricing.deadband) * band,
        floor=None if pricing.floor is None else Fraction(pricing.floor) * part,
        cap=None if pricing.cap is None else Fraction(pricing.cap) * part,
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
