"""What simulating a deal before it is signed gives: behind `trueup value deal --format json`, REST and the pages.

Amounts are in the currency of the fee, for the whole of the deal unless a period is named. Probabilities and shares are
0 to 1.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from trueup.vocabulary import Period
from trueup.vocabulary.result import Amount, Result
from trueup.vocabulary.said import Sentence


class DrawnAmount(Result):
    """An amount over all draws: its mean with the error of simulation, and how far it may go."""

    expected: Amount = Field(description="the mean over the draws")
    low: Amount = Field(description="lower end of the 95 % interval of that mean (the error of simulation)")
    high: Amount = Field(description="its upper end")
    p10: Amount = Field(description="in one case of ten it is lower")
    p50: Amount = Field(description="as often higher as lower")
    p90: Amount = Field(description="in one case of ten it is higher")


class DealPeriod(Result):
    """One settlement period to come."""

    label: str = Field(description="its short name: 2026-Q3")
    period: Period = Field(description="its days")
    promised: Amount = Field(description="value of the promised path in it")
    value: DrawnAmount = Field(description="value that the fee follows")
    fee: DrawnAmount = Field(description="fee by the terms")
    fee_at_expected: Amount = Field(description="the fee of the expected value: not the expected fee")
    p_cap: float = Field(description="P(the cap holds the fee down)")
    p_floor: float = Field(description="P(the floor holds the fee up)")


class SideOfDeal(Result):
    """What one party has of the deal."""

    cost: Amount | None = Field(description="its own cost, as stated for this simulation alone; null: not stated")
    needs: Amount | None = Field(description="the expected net below which it would not sign, as stated")
    net: DrawnAmount | None = Field(description="what is left for it; null where its cost is not stated")
    net_at_expected: Amount | None = Field(description="what would be left if value came exactly as expected")
    p_short: float | None = Field(description="P(less is left than it needs)")
    better_off: bool | None = Field(description="whether it may expect what it needs")


class RiskShare(Result):
    """Who bears which part of the risk; both parts of each pair add up to 1."""

    variance_customer: float = Field(description="the customer's part of the variance of value (covariance of its net)")
    variance_provider: float = Field(description="the provider's part (covariance of the fee with value)")
    shortfall_customer: float = Field(description="of what value falls short of expectation, the part it goes without")
    shortfall_provider: float = Field(description="the part by which the fee falls")
    surplus_customer: float = Field(description="of what value exceeds expectation, the part it keeps")
    surplus_provider: float = Field(description="the part by which the fee rises")


class Jump(Result):
    """A fee that is shared from the first unit of money jumps at the edges of its deadband."""

    at: Amount = Field(description="value of a settlement period at the edge")
    by: Amount = Field(description="how far the fee jumps there")
    p_near: float = Field(description="P(value comes within a tenth of the deadband of that edge), a period")


class SharingRule(Result):
    """The shares at which both are better off, all other terms as they are."""

    share: float = Field(description="the share in the terms")
    least: float | None = Field(description="the least share at which both may expect what they need; null: none")
    most: float | None = Field(description="the greatest such share")
    words: Sentence = Field(description="the range, or why there is none")


class PayOff(Result):
    """One point of the pay-off curves, for one whole settlement period."""

    value: Amount = Field(description="value of the period")
    fee: Amount = Field(description="the fee for it")
    customer: Amount = Field(description="what the customer has of it: value less fee and its own cost")
    provider: Amount | None = Field(description="what the provider has of it: fee less its own cost; null: not stated")


class DealFinding(Result):
    """Something that a party should know before it signs."""

    code: str = Field(description="bad_at_the_cap, bad_at_the_floor, not_better_off, may_fall_short, curved, jump")
    words: Sentence = Field(description="in words")


class Deal(Result):
    """A deal simulated over the forecast, before it is signed."""

    book: str
    agreement: str
    title: str
    version: int = Field(description="the version of the agreement whose terms are simulated: the latest known")
    as_of: dt.date
    known_at: dt.datetime | None
    currency: str
    customer: str = Field(description="the customer's name")
    provider: str = Field(description="the providers' names")
    draws: int
    seed: int
    reach: tuple[float, float, float] | None = Field(
        description="share of the promised value that is reached: least, likeliest, most; null: the forecast itself"
    )
    periods: tuple[DealPeriod, ...]
    value: DrawnAmount
    fee: DrawnAmount
    fee_at_expected: Amount = Field(description="fees of the expected value of each period, added up")
    p_cap: float = Field(description="P(the cap holds the fee down in some period)")
    p_floor: float = Field(description="P(the floor holds the fee up in some period)")
    cap_takes: Amount = Field(description="what the cap takes from the fee, expected")
    floor_gives: Amount = Field(description="what the floor adds to the fee, expected")
    customer_side: SideOfDeal
    provider_side: SideOfDeal
    risk: RiskShare | None = Field(description="null where value does not vary")
    jumps: tuple[Jump, ...]
    sharing: SharingRule
    payoff: tuple[PayOff, ...]
    payoff_value: tuple[Amount, Amount, Amount] = Field(description="P10, P50, P90 of value in the charted period")
    findings: tuple[DealFinding, ...]
    notes: tuple[Sentence, ...]
