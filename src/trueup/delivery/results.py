"""What assessing a plan gives: the shapes behind `trueup delivery ... --format json` and `scorecard.deliveries`.

Probabilities are 0 to 1, amounts in the book's currency, days are working days of the plan's calendar unless said.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from trueup.delivery.documents import ContainmentState, Distribution, MoveKind
from trueup.delivery.link import LinkKind
from trueup.vocabulary import GradeName, Sentence
from trueup.vocabulary.result import Amount, Result

Own = Literal["missed", "met", "exceeded"]
Overall = Literal["met", "not_met"]
Help = Literal["none", "offered", "implemented"]
Word = Literal["NOT SATISFIED", "SATISFIED", "DELIGHTED", "SUCCESSFUL", "SUCCESSFUL DESPITE PROVIDER"]
Standing = Literal["final", "forecast", "unresolved", "met_after_descoping", "no_own_scope", "no_verdict"]
State = Literal["done", "under_way", "to_do"]


class Scheduled(Result):
    """One activity of the schedule, recomputed from the status date on; what happened is kept."""

    activity: str = Field(description="the activity's id")
    name: str = Field(description="what people call it")
    party: str | None = Field(description="the party that owns it")
    state: State = Field(description="done, under way or still to do, by the progress that is known")
    start: dt.date = Field(description="its first day: actual where known, else forecast")
    finish: dt.date = Field(description="its last day: actual where known, else forecast")
    baseline_start: dt.date | None = Field(default=None, description="its first day in the baseline it is judged by")
    baseline_finish: dt.date | None = Field(default=None, description="its last day in that baseline")
    committed_finish: dt.date | None = Field(default=None, description="the last day the party committed to")
    duration: float = Field(description="working days from start to finish, in its own calendar")
    percent: float = Field(description="how much of it is done, 0 to 100")
    total_float: float | None = Field(description="working days it can slip without moving the plan's end; null: done")
    free_float: float | None = Field(description="working days it can slip without moving any other; null: done")
    critical: bool = Field(description="whether a slip of it moves the plan's end")
    criticality: float | None = Field(
        default=None, description="share of the simulated futures in which it is critical"
    )


class Why(Result):
    """One step of the chain that makes an activity critical, from the status date or the plan's start to its end."""

    activity: str = Field(description="the activity's id")
    name: str = Field(description="what people call it")
    party: str | None = Field(description="the party that owns it")
    start: dt.date = Field(description="its first day")
    finish: dt.date = Field(description="its last day")
    link: LinkKind | None = Field(description="the link by which the step before drives it; null: nothing before")
    lag: str | None = Field(default=None, description="the link's lag, as written")
    words: Sentence = Field(description="the step as a sentence")


class Check(Result):
    """One check of the schedule quality gate."""

    code: str = Field(description="what is checked: open_end, hard_constraint, missing_logic ...")
    passed: bool = Field(description="whether the plan passes")
    count: int = Field(description="how many activities or links fail it")
    of: int = Field(description="out of how many")
    allowed: float = Field(description="the share, 0 to 1, that may fail")
    where: tuple[str, ...] = Field(description="the activities that fail it")
    words: Sentence = Field(description="what was found, and what to do")


class Quality(Result):
    """Whether the schedule can carry a forecast."""

    score: float = Field(description="share of the checks that pass, weighted, 0 to 1")
    trusted: bool = Field(description="whether a forecast from it deserves trust")
    checks: tuple[Check, ...] = Field(description="each check")


class EarnedValue(Result):
    """Earned value and earned schedule at the status date (EIA-748, ISO 21508; Lipke for earned schedule)."""

    of: Literal["plan", "party", "scope"] = Field(description="what it is about")
    id: str = Field(description="the plan, the party or the scope item")
    bac: Amount = Field(description="budget at completion")
    pv: Amount = Field(description="planned value to date")
    ev: Amount = Field(description="earned value to date, by declared rules")
    ac: Amount | None = Field(description="actual cost to date; null where nobody reported it")
    cv: Amount | None = Field(description="cost variance EV - AC")
    sv: Amount = Field(description="schedule variance EV - PV")
    cpi: float | None = Field(description="cost performance index EV / AC; null where AC is 0 or unknown")
    spi: float | None = Field(description="schedule performance index EV / PV; null where PV is 0")
    eac: Amount | None = Field(description="estimate at completion BAC / CPI")
    eac_remaining_as_planned: Amount | None = Field(description="AC + BAC - EV")
    eac_cpi_spi: Amount | None = Field(description="AC + (BAC - EV) / (CPI x SPI)")
    vac: Amount | None = Field(description="variance at completion BAC - EAC")
    tcpi: float | None = Field(description="to-complete performance index (BAC - EV) / (BAC - AC); null: unattainable")
    tcpi_eac: float | None = Field(description="the same against the EAC")
    es: float | None = Field(description="earned schedule, in working days of the plan's calendar")
    at: float | None = Field(description="actual time, in working days of the plan's calendar")
    sv_t: float | None = Field(description="ES - AT, in working days")
    spi_t: float | None = Field(description="ES / AT")
    ieac_t: float | None = Field(description="planned duration / SPI(t), in working days")
    finish_by_spi_t: dt.date | None = Field(description="the day that IEAC(t) falls on")
    grade: GradeName | None = Field(default=None, description="least grade of the progress it rests on; null: none")
    notes: tuple[Sentence, ...] = Field(default=(), description="what is undefined and why")


class CurvePoint(Result):
    """Planned value, earned value and actual cost at a day's end."""

    date: dt.date = Field(description="the day")
    pv: Amount = Field(description="planned value to date")
    ev: Amount | None = Field(description="earned value to date; null after the status date")
    ac: Amount | None = Field(description="actual cost to date; null where unknown or after the status date")


class Probability(Result):
    """A simulated probability with its Monte Carlo error."""

    p: float = Field(description="the probability")
    se: float = Field(description="its standard error from the number of iterations")


class Quantiles(Result):
    """A simulated distribution of days."""

    mean: dt.date = Field(description="the mean")
    p05: dt.date = Field(description="5 % of the futures finish by then")
    p20: dt.date = Field(description="20 % finish by then")
    p50: dt.date = Field(description="half finish by then")
    p80: dt.date = Field(description="80 % finish by then")
    p95: dt.date = Field(description="95 % finish by then")


class Bin(Result):
    """One bar of a histogram; the edges are days since the plan's start, or amounts."""

    low: float = Field(description="where it begins")
    high: float = Field(description="where it ends")
    share: float = Field(description="share of the futures in it")


class Spread(Result):
    """A simulated distribution of money."""

    mean: Amount = Field(description="the mean")
    p05: Amount = Field(description="5 % cost less")
    p50: Amount = Field(description="the median")
    p80: Amount = Field(description="80 % cost less")
    p95: Amount = Field(description="95 % cost less")


class Sensitivity(Result):
    """How much one activity matters to the finish (PMKC; Vanhoucke 2010)."""

    activity: str = Field(description="the activity's id")
    ci: float = Field(description="criticality index: share of futures in which it is critical")
    cri: float | None = Field(description="cruciality index: |Pearson correlation| of its duration and the finish")
    cri_rank: float | None = Field(description="the same by ranks (Spearman)")
    si: float | None = Field(description="significance index E[d / (d + total float) x T / E T]")
    ssi: float | None = Field(description="schedule sensitivity index: sd(d) x CI / sd(T)")


class Share(Result):
    """How much of the overall slip one party's portion explains (Shapley value; the shares add up to the slip)."""

    party: str = Field(description="the party; unowned for activities that nobody owns")
    days: float = Field(description="calendar days of the expected slip; negative: it gains time")
    se: float = Field(description="Monte Carlo standard error, in days")
    share: float | None = Field(description="of the slip, 1 is all of it; null where there is no slip")


class Held(Result):
    """How often the ends of real projects lay in intervals made as these (docs/explanation/calibration-dslib.md)."""

    projects: int = Field(description="how many real projects")
    forecasts: int = Field(description="how many forecasts of their ends, over their whole course")
    stated_80: float = Field(description="share of the ends in 80 % intervals from stated estimates alone")
    stated_95: float = Field(description="the same of 95 % intervals")
    paced_80: float = Field(description="share of the ends in 80 % intervals at the pace of the other projects")
    paced_95: float = Field(description="the same of 95 % intervals")
    source: str = Field(description="which projects, and how it was judged")


class Paced(Result):
    """The same futures at the pace of real projects: the time that is left, stretched by one factor in each."""

    finish: Quantiles = Field(description="when the plan finishes")
    on_time: Probability | None = Field(description="P(finish <= commitment)")
    both: Probability | None = Field(description="P(finish and budget as committed); the cost is that of the future")
    met: Probability | None = Field(description="P(overall met, within the tolerance that was agreed)")
    spread: float = Field(description="scale of the factor's logarithm; 0: the estimates are as wide as real projects")
    words: Sentence = Field(description="where the pace is from, in a sentence")
    held: Held = Field(description="how often intervals made so held the end")


class Simulation(Result):
    """The simulated futures of a plan from the status date on."""

    iterations: int = Field(description="how many futures, at which the estimates stood still")
    converged: bool = Field(description="whether they did before the limit")
    seed: int = Field(description="with it anyone gets the same figures")
    distributions: tuple[Distribution, ...] = Field(description="the named distributions in use")
    correlation: Sentence = Field(description="how durations move together, in words")
    finish: Quantiles = Field(description="when the plan finishes")
    finish_bins: tuple[Bin, ...] = Field(description="histogram of the finish, in calendar days since the start")
    cost: Spread | None = Field(description="what it costs; null where nothing has a cost")
    cost_bins: tuple[Bin, ...] = Field(default=(), description="histogram of the cost")
    on_time: Probability | None = Field(description="P(finish <= commitment); null without one")
    in_budget: Probability | None = Field(description="P(cost <= budget); null without one")
    both: Probability | None = Field(description="P(both together), from the same futures")
    met: Probability | None = Field(description="P(overall met, within the tolerance that was agreed)")
    sensitivity: tuple[Sensitivity, ...] = Field(description="per activity that is not done, most critical first")
    slip: float | None = Field(description="expected calendar days between the baseline's finish and the forecast's")
    shares: tuple[Share, ...] = Field(description="the slip by party; they add up to it")
    paced: Paced | None = Field(default=None, description="the same at the pace of real projects: wider, and truer")


class Parameter(Result):
    """One committed parameter, as it stands or is forecast."""

    what: Literal["finish", "cost", "scope"] = Field(description="which parameter")
    of: str = Field(description="whose: an activity, a party, a scope item, or the plan")
    committed: str = Field(description="what was committed, as a day, an amount, or a title")
    actual: str | None = Field(description="what is known or expected; null where unknown")
    better: float | None = Field(description="how much better than committed, as a share; negative is worse")
    status: Literal["met", "within_tolerance", "missed", "open"] = Field(description="open: not over yet")
    must: bool = Field(description="whether it may not be missed at all")
    words: Sentence = Field(description="the parameter as a sentence")


class Claimed(Result):
    """The verdict if one party's claim is right: one for each claim while a claim is open."""

    by: str = Field(description="the party whose reports are taken as true")
    own: Own | None = Field(description="the provider's own portion")
    overall: Overall | None = Field(description="the whole")
    word: Word | None = Field(description="the verdict")
    note: Sentence = Field(description="what it means")


class ProviderVerdict(Result):
    """What one provider may call itself, and why (docs/explanation/methods/delivery-verdict.md)."""

    provider: str = Field(description="the party's id")
    standing: Standing = Field(description="final, forecast, unresolved, met after de-scoping, or why there is none")
    own: Own | None = Field(description="its own portion; null: it has none, or it cannot be told yet")
    overall: Overall | None = Field(description="the whole; null: it cannot be told yet")
    help: Help = Field(description="what it did beyond its portion")
    enabled: bool = Field(description="whether its help gets the credit (Gamma)")
    word: Word | None = Field(description="the verdict; null: there is none, `standing` says why")
    note: Sentence = Field(description="the verdict's note: delivered, enabled (Gamma), customer not successful ...")
    p_own: Probability | None = Field(default=None, description="while open: P(its own portion is met)")
    p_overall: Probability | None = Field(default=None, description="while open: P(the whole is met)")
    parameters: tuple[Parameter, ...] = Field(description="what its portion committed")
    reasons: tuple[Sentence, ...] = Field(description="why, in sentences")
    would_change: tuple[Sentence, ...] = Field(description="what would change it")
    claims: tuple[Claimed, ...] = Field(default=(), description="while a claim is open: the verdict by each claim")


class OverallVerdict(Result):
    """Whether the plan as a whole keeps its commitments."""

    standing: Standing = Field(description="final, forecast, unresolved, met after de-scoping, or no verdict")
    overall: Overall | None = Field(description="met or not met; null: it cannot be told yet")
    first: Overall | None = Field(description="the same against the first promise")
    p: Probability | None = Field(default=None, description="while open: P(met)")
    parameters: tuple[Parameter, ...] = Field(description="finish, budget and scope items")
    reasons: tuple[Sentence, ...] = Field(description="why, in sentences")
    would_change: tuple[Sentence, ...] = Field(description="what would change it")


class MoveTaken(Result):
    """One move of a containment."""

    move: str = Field(description="the move's id")
    kind: MoveKind = Field(description="help, crash, overlap, resequence or descope")
    words: Sentence = Field(description="who does what, in a sentence")
    by: str | None = Field(description="the party that does it")
    owner: str | None = Field(description="the party whose portion it is on")
    beyond: bool = Field(description="whether it is help beyond the party's own portion")
    cost: Amount = Field(description="what it costs")
    pays: str | None = Field(default=None, description="the party that pays; null: not agreed yet")


class Forecasted(Result):
    """What a set of moves leads to, by simulation."""

    on_time: Probability | None = Field(description="P(finish <= commitment)")
    in_budget: Probability | None = Field(description="P(cost <= budget), moves included")
    met: Probability | None = Field(description="P(overall met)")
    met_at_pace: Probability | None = Field(default=None, description="P(overall met) at the pace of real projects")
    finish: dt.date = Field(description="the schedule's finish without uncertainty")
    finish_p50: dt.date = Field(description="half of the futures finish by then")
    finish_p80: dt.date = Field(description="80 % finish by then")
    cost: Amount = Field(description="mean cost of the plan, moves included")


class Candidate(Result):
    """One set of moves on the frontier."""

    moves: tuple[MoveTaken, ...] = Field(description="the moves; none: the plan as it is")
    extra: Amount = Field(description="what the moves cost together, with penalty and bonus left out")
    net: Amount = Field(description="the same less what shorter work saves, with penalty and bonus")
    forecast: Forecasted = Field(description="what it leads to")
    reaches: bool = Field(description="whether the schedule keeps the commitments without uncertainty")
    starts: dict[str, dt.date] = Field(default_factory=dict, description="when each activity that is left starts")


class Frontier(Result):
    """The sets of moves that no other beats in cost, finish and P(on time) together."""

    status: Literal["optimal", "feasible", "infeasible", "nothing_to_do", "no_moves", "insufficient"] = Field(
        description="whether the solver proved that nothing is cheaper"
    )
    gap: Amount | None = Field(default=None, description="what a cheaper set could save at most; null where proved")
    without: Forecasted | None = Field(description="the plan as it is")
    candidates: tuple[Candidate, ...] = Field(description="cheapest first")
    earliest: dt.date | None = Field(default=None, description="the earliest finish that any set of moves reaches")
    earliest_cost: Amount | None = Field(default=None, description="what that costs")
    words: Sentence = Field(description="the answer in a sentence")


class ContainmentStep(Result):
    """One state of a containment, and when it was reached."""

    state: ContainmentState = Field(description="proposed, costed, validated, in progress, done or withdrawn")
    on: dt.date = Field(description="the day")
    version: int = Field(description="the version of the document that says so")


class ContainmentResult(Result):
    """A containment that was proposed: how far it is, what it was to bring, and what it brought."""

    id: str = Field(description="the document's id")
    title: str = Field(description="what people call it")
    by: str = Field(description="the party that proposed it")
    state: ContainmentState = Field(description="how far it is")
    steps: tuple[ContainmentStep, ...] = Field(description="how it got there")
    moves: tuple[MoveTaken, ...] = Field(description="what is done, by whom, and who pays")
    cost: Amount | None = Field(description="what was agreed that it costs")
    predicted_finish: dt.date | None = Field(description="the median finish with it, as forecast when validated")
    predicted_finish_without: dt.date | None = Field(description="the same without it")
    realised_finish: dt.date | None = Field(description="when the plan did finish; null: not yet")
    p_gain: float | None = Field(description="P(met | with) - P(met | without), frozen at validation")
    credit: Literal["enabled", "coincident", "not_yet", "none"] = Field(description="whether its help earns credit")
    issues: tuple[Sentence, ...] = Field(default=(), description="what is not as it must be")


class DeliveryResult(Result):
    """Everything that Trueup says of a plan as of a moment."""

    plan: str = Field(description="the plan's id")
    title: str = Field(description="what people call it")
    agreement: str | None = Field(description="the agreement it belongs to")
    project: str | None = Field(description="the project it belongs to")
    version: int = Field(description="the version in force")
    digest: str = Field(description="that version's digest: what was signed")
    grade: GradeName = Field(description="only progress of at least this grade counts")
    status_date: dt.date = Field(description="the schedule is recomputed from the day after the latest progress on")
    start: dt.date = Field(description="the plan's first day")
    finish: dt.date = Field(description="its last day as it now stands, without uncertainty")
    baseline: str | None = Field(description="the baseline that it is judged by")
    baseline_finish: dt.date | None = Field(description="its last day in that baseline")
    committed_finish: dt.date | None = Field(description="the last day that was committed")
    budget: Amount | None = Field(description="the budget that was committed")
    complete: bool = Field(description="whether everything in scope is done")
    activities: tuple[Scheduled, ...] = Field(description="the schedule")
    critical_chain: tuple[Why, ...] = Field(description="why the plan ends when it ends")
    quality: Quality = Field(description="whether the schedule can carry a forecast")
    earned: tuple[EarnedValue, ...] = Field(description="earned value of the plan, each party and each scope item")
    curve: tuple[CurvePoint, ...] = Field(description="planned and earned value and actual cost over time")
    simulation: Simulation | None = Field(description="the simulated futures; null: see insufficient")
    overall: OverallVerdict = Field(description="whether the whole keeps its commitments")
    verdicts: tuple[ProviderVerdict, ...] = Field(description="the verdict on each provider")
    containments: tuple[ContainmentResult, ...] = Field(description="containments that were proposed")
    insufficient: tuple[Sentence, ...] = Field(description="what could not be computed, and what it takes")
