"""What assessing an agreement gives: the shapes behind `trueup assess --format json`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from trueup.vocabulary import GradeName, PeriodText, Sentence, SliceKeys
from trueup.vocabulary.result import Amount, Result

Status = Literal["met", "on_track", "at_risk", "off_track", "missed", "unmeasured"]
Verdict = Literal["succeeding", "at_risk", "failing", "succeeded", "failed", "unproven"]
Created = Literal["created", "not_created", "undetermined"]
Target = float | tuple[float, float]
Side = Literal["better", "worse", "above", "below"]
# Points, signals and steps of a forecast are many: a plain dataclass takes a tenth of a model's memory and time.
MANY = ConfigDict(extra="forbid")


class Latest(Result):
    """The last actual that is known."""

    period: PeriodText = Field(description="the period of the actual, half-open")
    actual: float = Field(description="the actual, in the KPI's unit")
    grade: GradeName = Field(description="the evidence grade it has")
    reported_by: str | None = Field(default=None, description="the party that reported it")
    disputed: bool = Field(default=False, description="whether a dispute about it is open")
    low: float | None = Field(
        default=None, description="the lower of both sides of an open dispute, in the KPI's unit; null without one"
    )
    high: float | None = Field(
        default=None, description="the higher of both sides of an open dispute, in the KPI's unit; null without one"
    )
    n: int | None = Field(default=None, description="how many cases are behind it, where that was said")


class Calibration(Result):
    """How often the forecast was right when it was tried on the past: shown wherever a forecast is."""

    n: int = Field(description="how many earlier moments forecasts like this one were made from")
    coverage_80: float | None = Field(
        description="share of outcomes, 0 to 1, that the 80 % interval held: 0.8 is honest"
    )
    coverage_95: float | None = Field(
        description="share of outcomes, 0 to 1, that the 95 % interval held: 0.95 is honest"
    )
    coverage_95_low: float | None = Field(
        default=None, description="low end of the 95 % interval (Wilson) of coverage_95"
    )
    coverage_95_high: float | None = Field(
        default=None, description="high end of the 95 % interval (Wilson) of coverage_95"
    )
    crps: float | None = Field(
        default=None,
        description="continuous ranked probability score: mean error of the whole forecast, in the KPI's unit",
    )
    crps_naive: float | None = Field(
        default=None, description="the same of the naive forecast, which a forecast must beat to be used"
    )
    brier: float | None = Field(
        default=None, description="mean squared error of the probability that the target is hit, 0 (always right) to 1"
    )


@dataclass(frozen=True, slots=True)
class Fan:
    """One step of a forecast: the period's last day and the quantiles there."""

    __pydantic_config__: ClassVar = MANY

    period: Annotated[PeriodText, Field(description="the period that is forecast")]
    p05: Annotated[
        float, Field(description="the level that 5 % of the simulated futures stay below, in the KPI's unit")
    ]
    p20: Annotated[float, Field(description="the level that 20 % stay below")]
    p50: Annotated[float, Field(description="the level that half stay below")]
    p80: Annotated[float, Field(description="the level that 80 % stay below")]
    p95: Annotated[float, Field(description="the level that 95 % stay below")]


class Forecast(Result):
    """The forecast at the due date, with its method and its own record."""

    at: dt.date = Field(description="the day it is for: the due date")
    low: float = Field(
        description="low end of the 95 % interval, in the KPI's unit; of the running sum where cumulative"
    )
    expected: float = Field(description="the median")
    high: float = Field(description="high end of the 95 % interval")
    method: Sentence = Field(description="the rung of the forecast ladder that was best on this series' own past")
    ladder: Sentence | None = Field(
        default=None,
        description="which rungs lost their place over the whole book, or that none did; null while that is not judged",
    )
    calibration: Calibration | None = Field(
        description="how often forecasts of this series were right; null where there was too little past to try"
    )
    fan: tuple[Fan, ...] = Field(default=(), description="the forecast period by period up to the due date")


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal of the control chart: the process changed, for better or worse."""

    __pydantic_config__: ClassVar = MANY

    rule: Annotated[str, Field(description="the rule that was broken")]
    period: Annotated[PeriodText, Field(description="the period in which it was")]
    value: Annotated[float, Field(description="the actual there, in the KPI's unit")]
    side: Annotated[
        Side,
        Field(description="better or worse for the customer; above or below where the KPI has a range to maintain"),
    ]


class Limits(Result):
    """Control limits (XmR), in force over the chart."""

    centre: float = Field(description="the centre line, in the KPI's unit")
    lower: float | None = Field(description="the lower control limit; null where nothing can be below it")
    upper: float | None = Field(description="the upper control limit; null where nothing can be above it")
    n: int = Field(description="how many actuals the limits rest on")
    provisional: bool = Field(description="true while the limits rest on few actuals and will still move")
    note: Sentence | None = Field(default=None, description="what a reader should know of the chart")


@dataclass(frozen=True, slots=True)
class Point:
    """One actual, for the chart and its table."""

    __pydantic_config__: ClassVar = MANY

    period: Annotated[PeriodText, Field(description="the period of the actual, half-open")]
    actual: Annotated[float, Field(description="the actual, in the KPI's unit")]
    grade: Annotated[GradeName, Field(description="the evidence grade it has")]
    reported_by: Annotated[str | None, Field(description="the party that reported it")] = None
    low: Annotated[float | None, Field(description="the lower of both sides of an open dispute; null without one")] = (
        None
    )
    high: Annotated[
        float | None, Field(description="the higher of both sides of an open dispute; null without one")
    ] = None


class PathStep(Result):
    """What was promised for a day."""

    date: dt.date = Field(description="the day")
    value: float = Field(
        description="where the KPI was promised to stand when it began, with straight lines between steps"
    )


class ObjectiveResult(Result):
    """One objective, judged: promise against proof."""

    id: str = Field(description="the objective's name in its agreement")
    kpi: str = Field(description="the KPI's id")
    title: str = Field(description="what people call the objective")
    unit: str = Field(description="the KPI's unit: that of baseline, target, actuals and forecast")
    direction: Literal["increase", "decrease", "maintain"] = Field(description="which way is better")
    type: Literal["at", "by", "cumulative", "sustained"] = Field(
        description="how the target is to be reached: at the due date, by it, as a sum, or held for some periods"
    )
    slice: SliceKeys = Field(description="the part of the customer's world it is measured in")
    must: bool = Field(description="whether the agreement fails without it")
    baseline: float | None = Field(description="the actual before the agreement; null where none is agreed")
    target: Target = Field(description="the target in force; [low, high] to maintain")
    first_target: Target | None = Field(
        description="the target of the first promise; null where that had no such objective"
    )
    due: dt.date | None = Field(description="the day at whose end the target is due")
    first_due: dt.date | None = Field(default=None, description="the due date of the first promise")
    path_now: float | None = Field(
        description="where the promised path stands on the day of the scorecard; null where there is no path"
    )
    latest: Latest | None = Field(description="the last actual; null where there is none of the grade asked for")
    attainment: float | None = Field(
        description="(actual - baseline) / (target - baseline) of the latest actual: 1 is the target, 0 the baseline"
    )
    attainment_first: float | None = Field(description="attainment against the first promise")
    attainment_path: float | None = Field(
        description="attainment against what was promised for the period of the latest actual"
    )
    range_missed_by: float | None = Field(
        default=None, description="to maintain: distance of the latest from the range"
    )
    p_hit: float | None = Field(
        description="probability, 0 to 1, that the target is hit; 1 once met, 0 once missed, null without a forecast"
    )
    p_hit_se: float | None = Field(default=None, description="standard error of p_hit from simulation")
    p_hit_low: float | None = Field(
        default=None, description="the least p_hit over both sides of open disputes; null without one"
    )
    p_hit_high: float | None = Field(
        default=None, description="the greatest p_hit over both sides of open disputes; null without one"
    )
    forecast: Forecast | None = Field(description="the forecast at the due date; null where there is none")
    status: Status = Field(description="the answer about this objective")
    status_at_grade: dict[str, Status] = Field(
        description="the status on evidence of at least each grade: reported, verified, attested"
    )
    evidence: GradeName = Field(description="the grade at which it counts for settlement")
    reasons: tuple[Sentence, ...] = Field(description="why it has this status, the decisive reason first")
    signals: tuple[Signal, ...] = Field(description="signals of the control chart: the process changed")
    limits: Limits | None = Field(default=None, description="the control limits; null with too few actuals")
    insufficient: tuple[Sentence, ...] = Field(
        default=(), description="what could not be computed, and how much data it takes"
    )
    accountable: tuple[str, ...] = Field(default=(), description="the parties that answer for it")
    horizon: str | None = Field(default=None, description="which of the five horizons it serves")
    path: tuple[PathStep, ...] = Field(default=(), description="the corners of the promised path, in the KPI's unit")
    first_path: tuple[PathStep, ...] = Field(default=(), description="the corners of the first promise's path")
    points: tuple[Point, ...] = Field(default=(), description="every actual of the grade asked for, in order")
    missing: tuple[Sentence, ...] = Field(
        default=(), description="periods without an actual, with the reason where known"
    )
    value: ObjectiveMoney | None = Field(
        default=None, description="what it is worth; null where that cannot be computed"
    )
    attributed: AttributedEffect | None = Field(
        default=None, description="what the agreement caused of it; null where no counterfactual is agreed on"
    )


class Span(Result):
    """A figure with its 95 % interval."""

    low: float = Field(description="low end of the 95 % interval")
    expected: float = Field(description="the figure")
    high: float = Field(description="high end of the 95 % interval")


class AttributedEffect(Result):
    """What the agreement caused of one objective, in a line: `trueup value attribute` has all that is behind it."""

    method: str = Field(description="the method that was agreed on: control, synthetic_control ...")
    declared: Literal["before_result", "after_result"] = Field(
        description="whether it was declared before the result was known; what is chosen after it does not count"
    )
    decides: bool = Field(description="whether this, not the realised value, decides value and verdict")
    average: Span | None = Field(
        default=None, description="improvement caused a period, in the KPI's unit; positive is better"
    )
    money: Range | None = Field(default=None, description="what was caused to date; null where there is no figure")
    p_placebo: float | None = Field(default=None, description="share of placebos that are at least as extreme")
    words: Sentence = Field(description="what was caused of what was realised, in one sentence")
    lacks: Sentence | None = Field(default=None, description="why there is no figure that may decide")
    fails_if: Sentence = Field(description="when the figure is not what was caused")


class ObjectiveMoney(Result):
    """The worth of one objective, to date and in full."""

    potential: Amount = Field(description="value if the promised path is kept to the end")
    potential_to_date: Amount = Field(description="value if the promised path had been kept to date")
    realised: Amount = Field(description="value of the actuals of at least the grade asked for")
    realised_at_grade: dict[str, Amount] = Field(description="value of the actuals of at least each grade, by grade")
    not_yet_at_grade: dict[str, Amount] = Field(
        description="value of actuals that do not have the grade yet, by grade: neither zero nor proved"
    )
    unmeasured_periods: int = Field(
        description="periods that have ended without an actual: worth nothing, never carried forward"
    )


class Range(Result):
    """A value with its interval; `low` and `high` equal `expected` where actuals came without error (see `note`)."""

    low: Amount = Field(description="low end of the 95 % interval, widened to the lower side of every open dispute")
    expected: Amount = Field(description="the figure")
    high: Amount = Field(description="high end of the 95 % interval, widened to the higher side of every open dispute")
    note: Sentence | None = Field(default=None, description="what the interval rests on")


class Value(Result):
    """Value against cost."""

    currency: str = Field(description="the currency of every amount (ISO 4217)")
    potential: Amount = Field(description="value if the promise in force is kept to the end")
    potential_to_date: Amount = Field(description="value if the promise in force had been kept to date")
    potential_first: Amount = Field(description="value if the first promise had been kept to the end")
    realised: Range = Field(description="value of the actuals of at least the grade asked for, to date")
    attributed: Range | None = Field(
        description="what the agreement caused, over the objectives with a counterfactual that was agreed on in time; "
        "null where there is none, or no figure"
    )
    counted: Range | None = Field(
        default=None,
        description="what decides status and net: attributed value where a counterfactual is agreed on, else realised",
    )
    cost: Amount = Field(description="what the customer has spent on it to date")
    cost_total: Amount | None = Field(description="what it will have cost in the end; null where a cost has no end")
    net: Range = Field(description="what counts (see counted) less cost")
    status: Created = Field(
        description="created if even the low end of the value exceeds the cost, not_created if its high end stays below"
    )
    payback: dt.date | Literal["never", "not_yet"] | None = Field(
        description="the day on which value had paid for cost for good; never, not_yet, or null without cost or worth"
    )
    at_grade: dict[str, Amount] = Field(
        description="realised value from actuals of at least each grade: reported, verified, attested"
    )
    at_required_grade: Range = Field(
        description="what counts of each objective at the grade its own evidence rule asks"
    )
    costs: tuple[CostLine, ...] = Field(default=(), description="each cost; the lines add up to cost")
    note: Sentence | None = Field(default=None, description="what could not be counted, or that no worth was agreed")


class CostLine(Result):
    """One cost to date."""

    what: str = Field(description="what the money is for")
    party: str | None = Field(description="the party that is paid; null for the customer's own cost")
    to_date: Amount = Field(description="cost to date")
    total: Amount | None = Field(description="cost in the end; null where it has none")


class VersionResult(Result):
    """One version of the promise and what it changed, in words and in value."""

    version: int = Field(description="counts from 1, the first promise")
    effective: dt.date = Field(description="the day from which it is in force")
    why: str | None = Field(default=None, description="what moved it")
    digest: str = Field(description="SHA-256 of the version: what people sign")
    changes: tuple[Sentence, ...] = Field(description="what it changed against the version before, in words")
    value_descoped: Amount = Field(
        description="potential value that it took out of the promise; never negative, never set off by what it added"
    )


class AgreementResult(Result):
    """One agreement, judged."""

    id: str = Field(description="the agreement's id")
    title: str = Field(description="what people call it")
    project: str | None = Field(description="the project or programme it belongs to")
    customer: str = Field(description="the customer's party id")
    providers: tuple[str, ...] = Field(description="the providers' party ids")
    observer: str | None = Field(description="the observer's party id")
    version: int = Field(description="the version in force")
    effective: dt.date = Field(description="the day from which that version is in force")
    due: dt.date | None = Field(description="the last due date of any objective")
    verdict: Verdict = Field(description="the answer about this agreement")
    verdict_at_grade: dict[str, Verdict] = Field(
        description="the verdict on evidence of at least each grade: reported, verified, attested"
    )
    verdict_first: Verdict = Field(description="the verdict had the first promise never been amended")
    reasons: tuple[Sentence, ...] = Field(description="why it has this verdict, the decisive reason first")
    would_change: tuple[Sentence, ...] = Field(description="what would change the verdict")
    p_success: float | None = Field(
        description="probability, 0 to 1, that every must-have is hit; null while one has no forecast"
    )
    met_share: float | None = Field(description="weighted share of objectives met at their required grade")
    gas_t: float | None = Field(
        description="goal attainment score T, secondary; null where stretch levels are not agreed"
    )
    gas_goals: int = Field(default=0, description="how many goals T rests on: it grows with their number")
    grade_mix: dict[str, int] = Field(
        description="how many actuals stand at each grade exactly, and how many are disputed"
    )
    value: Value = Field(description="value against cost")
    depends_on_provider_figures: bool = Field(
        description="whether the answer would be another without what only the provider says"
    )
    sentence: Sentence | None = Field(description="one sentence where the verdict rests on the provider's own figures")
    objectives: tuple[ObjectiveResult, ...] = Field(description="each objective, judged")
    versions: tuple[VersionResult, ...] = Field(description="each version known at the moment, and what it changed")


for _model in (ObjectiveResult, AttributedEffect, Value, AgreementResult):
    _model.model_rebuild()
