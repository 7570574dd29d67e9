"""What a business case gives: the shapes behind `trueup value case --format json`."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from trueup.vocabulary import GradeName, PeriodText, Sentence
from trueup.vocabulary.result import Amount, Result

Irr = float | Literal["multiple", "none"]
YearState = Literal["over", "running", "ahead"]


class CaseFigures(Result):
    """What a case comes to. Lists have an amount for each of the years 0, 1, 2, ..."""

    pv_benefits: Amount = Field(description="present value of all benefits")
    pv_costs: Amount = Field(description="present value of all costs")
    npv: Amount = Field(description="net present value: that of benefits less that of costs")
    roi: float | None = Field(description="npv / pv_costs; null where the costs are worth nothing")
    irr: Irr = Field(
        description="the yearly rate at which the npv is zero; multiple or none where the net flows change sign "
        "more than once or never"
    )
    payback_months: float | Literal["never"] = Field(
        description="months after year 0 until the running sum reaches zero for good, even inside a year, undiscounted"
    )
    benefits: tuple[Amount, ...] = Field(description="benefits by year")
    costs: tuple[Amount, ...] = Field(description="costs by year, positive")
    net: tuple[Amount, ...] = Field(description="benefits less costs by year")
    running: tuple[Amount, ...] = Field(description="running sum of net, undiscounted")


class CaseLineResult(Result):
    """One line of a case, with its working."""

    id: str = Field(description="the line's name in its case")
    title: str = Field(description="what people call it")
    side: Literal["benefit", "cost"] = Field(description="which side it is on")
    objective: str | None = Field(description="the objective of the agreement whose money it is; null for a cost")
    driver: str | None = Field(description="the calculator that it was built by; null where flows were given")
    arithmetic: str | None = Field(description="the driver's formula with its figures")
    risk: float = Field(description="risk factor r: benefits x (1 - r), costs x (1 + r)")
    flows: tuple[Amount, ...] = Field(description="amounts by year, as written")
    adjusted: tuple[Amount, ...] = Field(description="amounts by year, risk-adjusted")
    pv: Amount = Field(description="present value, as written")
    pv_adjusted: Amount = Field(description="present value, risk-adjusted")


class CaseChance(Result):
    """The net present value where figures are uncertain, by simulation. Risk factors are left out of it."""

    draws: int = Field(description="how many cases were drawn")
    seed: int = Field(description="the seed: the same seed gives the same figures")
    mean: Amount = Field(description="mean net present value")
    mean_se: Amount = Field(description="standard error of the mean, from simulating")
    p10: Amount = Field(description="the net present value that 10 % of the draws stay below")
    p50: Amount = Field(description="the one that half stay below")
    p90: Amount = Field(description="the one that 90 % stay below")
    p_positive: float = Field(description="share of draws with a net present value above zero")
    p_positive_se: float = Field(description="standard error of p_positive, from simulating")
    uncertain: tuple[str, ...] = Field(description="the figures that were drawn, as LINE.INPUT")


class ScenarioResult(Result):
    """The case as written (id null), or with the overrides of one scenario."""

    id: str | None = Field(description="the scenario's name; null for the case as written")
    title: str = Field(description="what people call it")
    rate: float = Field(description="yearly discount rate")
    plain: CaseFigures = Field(description="figures as written")
    adjusted: CaseFigures = Field(description="figures with the risk factor of each line")
    chance: CaseChance | None = Field(description="by simulation; null where every figure is a plain number")
    lines: tuple[CaseLineResult, ...] = Field(description="every line, with its working")


class Beside(Result):
    """What the case says an objective is worth beside what the agreement's own arithmetic says, over the same years."""

    objective: str = Field(description="the objective's name in the agreement")
    title: str = Field(description="what people call it")
    case: Amount = Field(description="benefits of its lines over the years of the case, undiscounted, as written")
    agreement: Amount | None = Field(
        description="worth of its promised path over the same days; null where it has no worth per unit"
    )
    difference: Amount | None = Field(description="case less agreement")


class Potential(Result):
    """The potential value that drivers give, compared with the agreement's own. They are one money, never added."""

    currency: str = Field(description="the currency of the book, in which they are compared")
    objectives: tuple[Beside, ...] = Field(description="by objective")
    case: Amount = Field(description="benefits of the lines of objectives that have a worth per unit")
    agreement: Amount = Field(description="worth of the promised paths of the same objectives, over the same days")
    difference: Amount = Field(description="case less agreement")
    untagged: Amount = Field(description="benefits that no objective measures: in no comparison")
    words: Sentence = Field(description="the difference in a sentence")


class GapSplit(Result):
    """Why a benefit stays behind what was promised to date; the parts add up to the whole."""

    kpi: str = Field(description="the KPI that counts how many use it")
    planned_use: float = Field(description="mean planned use over the days that have actuals")
    use: float = Field(description="mean actual use over the same days")
    total: Amount = Field(description="promised to date less what came")
    adoption: Amount = Field(description="the part that came short because fewer use it than planned")
    effect: Amount = Field(description="the part that came short because it does less for those who use it")
    words: Sentence = Field(description="the same in a sentence")


class LineCame(Result):
    """One benefit line: what was promised to date, and what came."""

    id: str = Field(description="the line's name in its case")
    title: str = Field(description="what people call it")
    objective: str | None = Field(description="the objective that measures it")
    promised: Amount = Field(description="promised over all years")
    promised_to_date: Amount = Field(description="promised to date, a running year by its days")
    came: Amount | None = Field(
        description="realised to date: its part of the objective's; null where nothing measures it"
    )
    attributed: Amount | None = Field(description="the part that was caused; null where no method was agreed for it")
    gap: GapSplit | None = Field(description="why it stays behind; null without a KPI that counts its use")
    note: Sentence | None = Field(default=None, description="what could not be said, and why")


class CostCame(Result):
    """What was promised to be spent, and what was."""

    what: str = Field(description="the agreement's name of the cost, or the line's")
    promised_to_date: Amount | None = Field(description="promised to date; null for a cost that the case does not have")
    to_date: Amount | None = Field(description="spent to date; null where the agreement has no such cost")


class YearCame(Result):
    """One year: promised and come."""

    year: int = Field(description="0, 1, 2, ...")
    period: PeriodText | None = Field(description="its days, half-open; null for year 0, which is one day")
    state: YearState = Field(description="over, running, or ahead")
    passed: float = Field(description="the share of its days, 0 to 1, that is over")
    benefits_promised: Amount = Field(description="benefits promised for the year, as written")
    benefits_due: Amount = Field(description="the part of it that was due by now, by days")
    benefits_came: Amount = Field(description="realised in it so far")
    costs_promised: Amount = Field(description="costs promised for the year")
    costs_due: Amount = Field(description="the part of it that was due by now")
    costs_came: Amount = Field(description="spent in it so far, as the agreement states its costs")


class Recut(Result):
    """A version of the case after the sealed one."""

    version: int = Field(description="its number")
    on: dt.date = Field(description="the day that it was made")
    digest: str = Field(description="SHA-256 of the version")
    why: str | None = Field(description="what moved it")
    npv: Amount = Field(description="its net present value, as written")
    change: Amount = Field(description="that less the net present value of the sealed version")
    changes: tuple[Sentence, ...] = Field(description="what it changed against the version before, in words")


class Came(Result):
    """The sealed case against what came. Always the sealed version, whatever was re-cut since."""

    sealed_version: int = Field(description="the version of the case in force when the agreement was agreed")
    sealed_digest: str = Field(description="its digest: the one that was sealed")
    sealed_on: dt.date = Field(description="the day from which it is sealed")
    agreement_version: int = Field(
        description="the first version of the agreement that names the case: its terms count"
    )
    grade: GradeName = Field(description="the grade of evidence asked for")
    currency: str = Field(description="the currency of all these amounts: the book's")
    benefits_promised: Amount = Field(description="benefits promised to date")
    benefits_measured: Amount = Field(description="the part of it that an objective measures")
    benefits_came: Amount = Field(description="realised to date by the objectives of its lines")
    attributed: Amount | None = Field(description="the part that was caused; null where no method was agreed")
    costs_promised: Amount = Field(description="costs promised to date")
    costs_came: Amount = Field(description="spent to date")
    npv_promised: Amount = Field(description="net present value of the sealed case")
    npv_so_far: Amount = Field(description="net present value of what came and was spent to date")
    npv_expected: Amount = Field(description="that, and what the case promises for the days ahead")
    counted: Literal["realised", "attributed"] = Field(
        description="which figure of benefits the net present values count"
    )
    years: tuple[YearCame, ...] = Field(description="by year")
    lines: tuple[LineCame, ...] = Field(description="by benefit line")
    costs: tuple[CostCame, ...] = Field(description="by cost")
    recuts: tuple[Recut, ...] = Field(description="later versions of the case")
    words: tuple[Sentence, ...] = Field(description="promised against come in sentences, the first the decisive one")


class NodeResult(Result):
    """A node of the benefits dependency network."""

    id: str = Field(description="its name")
    kind: Literal["enabler", "enabling_change", "business_change", "benefit", "objective"] = Field(
        description="what it is"
    )
    title: str = Field(description="what people call it")
    owner: str | None = Field(description="the party that answers for it")
    enables: tuple[str, ...] = Field(description="what depends on it")
    gaps: tuple[Sentence, ...] = Field(description="what is missing about it")


class NetworkResult(Result):
    """What has to change, by whom, before a benefit can come."""

    case: str = Field(description="the business case")
    title: str = Field(description="what people call it")
    agreement: str | None = Field(description="the agreement")
    nodes: tuple[NodeResult, ...] = Field(description="every node")
    gaps: tuple[Sentence, ...] = Field(
        description="all gaps: benefits without a change, enablers that lead nowhere, "
        "nodes without an owner, lines without a node"
    )
    worth_at_risk: Amount | None = Field(
        description="benefits, as written and undiscounted, of lines that no change leads to"
    )
    currency: str = Field(description="the currency of the case")


class CaseResult(Result):
    """One business case as of a moment."""

    id: str = Field(description="the case's id")
    title: str = Field(description="what people call it")
    version: int = Field(description="the version shown: the latest known at the moment")
    on: dt.date = Field(description="the day that this version was made")
    digest: str = Field(description="SHA-256 of the version")
    agreement: str | None = Field(description="the agreement that it is for")
    party: str = Field(description="the party that wrote it")
    as_of: dt.date = Field(description="the moment")
    currency: str = Field(description="the currency of the case")
    years: tuple[PeriodText, ...] = Field(description="the years 1, 2, ... as days; empty where they have none")
    scenarios: tuple[ScenarioResult, ...] = Field(description="the case as written first, then its scenarios")
    potential: Potential | None = Field(description="beside the agreement's own potential; null without an agreement")
    came: Came | None = Field(description="the sealed version against what came; null where no agreement names it")
    network: NetworkResult | None = Field(description="the benefits dependency network; null where none is drawn")
    notes: tuple[Sentence, ...] = Field(description="what a reader should know, and what could not be computed")
