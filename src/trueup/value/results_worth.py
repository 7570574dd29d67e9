"""What asking whether improvements are worth it gives: behind `trueup value worth --format json`, REST and the pages.

Amounts are in the book's currency, in today's money. Probabilities and shares are 0 to 1. A null with a sentence in
`insufficient` means: too little is known, and what is missing.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from trueup.vocabulary.result import Amount, Result
from trueup.vocabulary.said import Sentence

Answer = Literal["act", "leave", "measure first"]


class NetBenefit(Result):
    """What is left of an improvement's worth after its cost, over all draws."""

    expected: Amount = Field(description="expected net benefit (ENB): the mean over the draws")
    stderr: Amount = Field(description="standard error of that mean by simulation")
    p_worth: float = Field(description="P(worth it): the share of draws in which it brings more than it costs")
    p10: Amount = Field(description="in one case of ten it is lower")
    p50: Amount = Field(description="as often higher as lower")
    p90: Amount = Field(description="in one case of ten it is higher")
    cvar10: Amount = Field(description="the mean of the worst tenth")
    n: int = Field(description="draws")


class Information(Result):
    """What knowing something before deciding is worth."""

    input: str = Field(description="the input's name (OPTION.effect, worth ...), or everything")
    label: Sentence = Field(description="the input in words")
    worth: Amount = Field(description="EVPI of everything, EVPPI of one input: measuring it may cost at most this")
    stderr: Amount = Field(description="standard error by simulation (EVPPI: by bootstrap)")
    n: int = Field(description="draws it rests on")


class Measuring(Result):
    """What a described measurement is worth, and what is left after its cost."""

    input: str = Field(description="the input that it measures")
    label: Sentence = Field(description="the input in words")
    what: str = Field(description="how it would be measured")
    cost: Amount = Field(description="what measuring costs")
    takes: float = Field(description="months by which the decision is put off")
    worth: Amount = Field(description="EVSI: what the measurement is worth, before its cost")
    stderr: Amount = Field(description="its standard error by bootstrap")
    waiting: Amount = Field(description="what putting the decision off costs")
    net: Amount = Field(description="ENBS: worth less cost and waiting")
    pays: bool = Field(description="whether that is above 0 by more than two standard errors")


class Swing(Result):
    """How far one input moves the net benefit: it at its 10 % and 90 % points, all others at their medians."""

    input: str = Field(description="the input's name")
    label: Sentence = Field(description="the input in words")
    low: float = Field(description="the input's 10 % point")
    high: float = Field(description="the input's 90 % point")
    at_low: Amount = Field(description="net benefit there")
    at_high: Amount = Field(description="net benefit there")
    swing: Amount = Field(description="the second less the first")
    share: float = Field(description="its own share of the variance (Sobol, first order)")


class OptionWorth(Result):
    """One option by itself."""

    id: str = Field(description="its name in the document")
    title: str = Field(description="what people call it")
    net: NetBenefit = Field(description="with the optimism of the past taken off, where that is known")
    stated: NetBenefit | None = Field(description="as it was stated, where optimism was taken off; else null")
    spend: Amount = Field(description="what it is expected to cost, running costs within the horizon included")
    effect: float = Field(description="expected effect, in units of the KPI")
    chosen: bool = Field(description="whether it is in the best set")


class BudgetStep(Result):
    """What a budget buys at best."""

    budget: Amount = Field(description="what the set costs: the least budget that buys it")
    expected: Amount = Field(description="expected net benefit of the set")
    options: tuple[str, ...] = Field(description="the set")


class BestSet(Result):
    """The set of options with the greatest expected net benefit that a budget allows."""

    budget: Amount | None = Field(description="the most that may be spent; null: no limit")
    options: tuple[str, ...] = Field(description="ids (across improvements: improvement/option); none: leave all")
    expected: Amount = Field(description="its expected net benefit")
    spend: Amount = Field(description="what it is expected to cost")
    proven: bool = Field(description="whether every other set was ruled out")
    proof: Sentence = Field(description="how it is known to be the best")
    frontier: tuple[BudgetStep, ...] = Field(description="what each budget buys at best, the smallest first")


class BenefitBin(Result):
    """A bar of the distribution of net benefit."""

    low: Amount = Field(description="from")
    high: Amount = Field(description="to")
    share: float = Field(description="share of the draws; the first and last bar take in what lies beyond")


class Followed(Result):
    """An option that was carried out: what was predicted, and what came."""

    improvement: str = Field(description="the document's id")
    option: str = Field(description="the option's id")
    title: str = Field(description="what people call it")
    since: dt.date = Field(description="since when it works")
    predicted: float = Field(description="expected effect as it stood before, in units of the KPI")
    low: float = Field(description="10 % point of what was predicted")
    high: float = Field(description="90 % point of what was predicted")
    realised: float | None = Field(description="effect that came, in units of the KPI")
    ratio: float | None = Field(description="realised over predicted")
    predicted_cost: Amount = Field(description="expected cost as it stood before")
    realised_cost: Amount | None = Field(description="what it cost; null: not said")
    p_worth: float = Field(description="P(worth it) as it stood before")
    paid: bool | None = Field(description="whether it was worth it, with what came in the place of what was predicted")
    basis: Sentence = Field(description="where the realised effect comes from")
    insufficient: Sentence | None = Field(default=None, description="why there is none, and what is missing")


class Optimism(Result):
    """How far past options fell short of, or beyond, what was predicted of them."""

    of: Literal["effect", "cost"] = Field(description="of what")
    factor: float | None = Field(description="realised over predicted, on average: below 1 for too high a promise")
    low: float | None = Field(description="lower end of its 95 % interval")
    high: float | None = Field(description="upper end of it")
    n: int = Field(description="past options it rests on")
    need: int = Field(description="how many it takes")
    words: Sentence = Field(description="the same as a sentence")


class ImprovementWorth(Result):
    """Whether an improvement is worth the effort."""

    id: str = Field(description="the document's id")
    title: str = Field(description="what people call it")
    version: int = Field(description="the version in force")
    party: str = Field(description="whose it is")
    agreement: str | None = Field(description="the agreement it is about")
    kpi: str = Field(description="the KPI that would get better")
    kpi_name: str = Field(description="what people call it")
    unit: str = Field(description="its unit")
    slice: str = Field(description="where")
    answer: Answer = Field(description="act, leave, or measure first")
    words: Sentence = Field(description="the answer as a sentence")
    reasons: tuple[Sentence, ...] = Field(description="why, and what would change it")
    about: tuple[str, ...] = Field(description="the options that `net` is about: the best set, or else the best option")
    net: NetBenefit = Field(description="of these")
    stated: NetBenefit | None = Field(description="the same before the optimism of the past was taken off")
    histogram: tuple[BenefitBin, ...] = Field(description="its distribution")
    best: BestSet = Field(description="the best set within the budget of the document")
    options: tuple[OptionWorth, ...] = Field(description="each option by itself")
    evpi: Information = Field(description="what knowing everything is worth")
    information: tuple[Information, ...] = Field(description="what knowing each input is worth, the most first")
    measuring: tuple[Measuring, ...] = Field(description="the described measurements, the best first")
    at_medians: Amount = Field(description="net benefit with every input at its median")
    tornado: tuple[Swing, ...] = Field(description="the inputs that move it, the widest first")
    interactions: float = Field(description="share of the variance that no input explains alone")
    counted_in: str | None = Field(description="agreement/objective in whose realised value the improvement shows up")
    seed: int = Field(description="with the same seed anyone gets the same figures")
    draws: int = Field(description="how many draws")
    method: str = Field(description="how it was computed, and in which version")
    assumptions: tuple[Sentence, ...] = Field(description="what the figures rest on")
    notes: tuple[Sentence, ...] = Field(default=(), description="what to know before reading them")


class Unjudged(Result):
    """An improvement of which nothing can be said, and why."""

    id: str = Field(description="the document's id")
    title: str = Field(description="what people call it")
    party: str = Field(description="whose it is")
    insufficient: Sentence = Field(description="why, and what is missing")


class PartyWorth(Result):
    """The improvements of one party, and what to do with its money."""

    party: str = Field(description="whose they are")
    improvements: tuple[ImprovementWorth, ...] = Field(description="in the order of the book")
    unjudged: tuple[Unjudged, ...] = Field(default=(), description="those of which nothing can be said")
    best: BestSet | None = Field(description="the best set over all of them; null: there is none to choose")
    followed: tuple[Followed, ...] = Field(description="past options, the earliest first")
    optimism: tuple[Optimism, ...] = Field(description="of effects and of costs")


class Worths(Result):
    """Whether improvements are worth the effort, as of a moment."""

    book: str = Field(description="the book's id")
    as_of: dt.date = Field(description="what had happened when this day began")
    known_at: dt.datetime | None = Field(description="what was known at this moment; null: all that is known")
    grade: str = Field(description="the least grade of evidence that actuals have")
    currency: str = Field(description="of all amounts")
    parties: tuple[PartyWorth, ...] = Field(description="each party by itself")
