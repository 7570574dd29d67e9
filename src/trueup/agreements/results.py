"""What assessing an agreement gives: the shapes behind `trueup assess --format json`."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from trueup.agreements.documents import GradeName
from trueup.vocabulary import PeriodText, SliceKeys
from trueup.vocabulary.result import Amount, Result

Status = Literal["met", "on_track", "at_risk", "off_track", "missed", "unmeasured"]
Verdict = Literal["succeeding", "at_risk", "failing", "succeeded", "failed", "unproven"]
Created = Literal["created", "not_created", "undetermined"]
Target = float | tuple[float, float]


class Latest(Result):
    """The last actual that is known."""

    period: PeriodText
    actual: float
    grade: GradeName
    reported_by: str | None = None
    disputed: bool = False
    low: float | None = None
    high: float | None = None
    n: int | None = None


class Calibration(Result):
    """How often the forecast was right when it was tried on the past: shown wherever a forecast is."""

    n: int
    coverage_80: float | None
    coverage_95: float | None
    coverage_95_low: float | None = None
    coverage_95_high: float | None = None
    crps: float | None = None
    crps_naive: float | None = None
    brier: float | None = None


class Fan(Result):
    """One step of a forecast: the period's last day and the quantiles there."""

    period: PeriodText
    p05: float
    p20: float
    p50: float
    p80: float
    p95: float


class Forecast(Result):
    """The forecast at the due date, with its method and its own record."""

    at: dt.date
    low: float
    expected: float
    high: float
    method: str
    calibration: Calibration | None
    fan: tuple[Fan, ...] = ()


class Signal(Result):
    """A signal of the control chart: the process changed, for better or worse."""

    rule: str
    period: PeriodText
    value: float
    side: Literal["better", "worse", "above", "below"]


class Limits(Result):
    """Control limits (XmR), in force over the chart."""

    centre: float
    lower: float | None
    upper: float | None
    n: int
    provisional: bool
    note: str | None = None


class Point(Result):
    """One actual, for the chart and its table."""

    period: PeriodText
    actual: float
    grade: GradeName
    reported_by: str | None = None
    low: float | None = None
    high: float | None = None


class PathStep(Result):
    """What was promised for a day."""

    date: dt.date
    value: float


class ObjectiveResult(Result):
    """One objective, judged: promise against proof."""

    id: str
    kpi: str
    title: str
    unit: str
    direction: Literal["increase", "decrease", "maintain"]
    type: Literal["at", "by", "cumulative", "sustained"]
    slice: SliceKeys
    must: bool
    baseline: float | None
    target: Target
    first_target: Target | None
    due: dt.date | None
    first_due: dt.date | None = None
    path_now: float | None
    latest: Latest | None
    attainment: float | None
    attainment_first: float | None
    attainment_path: float | None = Field(
        description="attainment against what was promised for the period of the latest actual"
    )
    range_missed_by: float | None = Field(
        default=None, description="to maintain: distance of the latest from the range"
    )
    p_hit: float | None
    p_hit_se: float | None = None
    forecast: Forecast | None
    status: Status
    status_at_grade: dict[str, Status]
    evidence: GradeName
    reasons: tuple[str, ...]
    signals: tuple[Signal, ...]
    limits: Limits | None = None
    insufficient: tuple[str, ...] = ()
    accountable: tuple[str, ...] = ()
    horizon: str | None = None
    path: tuple[PathStep, ...] = ()
    first_path: tuple[PathStep, ...] = ()
    points: tuple[Point, ...] = ()
    missing: tuple[str, ...] = Field(default=(), description="periods without an actual, with the reason where known")
    value: ObjectiveMoney | None = None


class ObjectiveMoney(Result):
    """The worth of one objective, to date and in full."""

    potential: Amount
    potential_to_date: Amount
    realised: Amount
    realised_at_grade: dict[str, Amount]
    not_yet_at_grade: dict[str, Amount]
    unmeasured_periods: int


class Range(Result):
    """A value with its interval; `low` and `high` equal `expected` where actuals came without error (see `note`)."""

    low: Amount
    expected: Amount
    high: Amount
    note: str | None = None


class Value(Result):
    """Value against cost."""

    currency: str
    potential: Amount
    potential_to_date: Amount
    potential_first: Amount
    realised: Range
    attributed: Range | None
    cost: Amount
    cost_total: Amount | None
    net: Range
    status: Created
    payback: dt.date | Literal["never", "not_yet"] | None
    at_grade: dict[str, Amount]
    at_required_grade: Range = Field(description="each objective's value at the grade its own evidence rule asks")
    costs: tuple[CostLine, ...] = ()
    note: str | None = Field(default=None, description="what could not be counted, or that no worth was agreed")


class CostLine(Result):
    """One cost to date."""

    what: str
    party: str | None
    to_date: Amount
    total: Amount | None


class VersionResult(Result):
    """One version of the promise and what it changed, in words and in value."""

    version: int
    effective: dt.date
    why: str | None = None
    digest: str
    changes: tuple[str, ...]
    value_descoped: Amount


class AgreementResult(Result):
    """One agreement, judged."""

    id: str
    title: str
    project: str | None
    customer: str
    providers: tuple[str, ...]
    observer: str | None
    version: int
    effective: dt.date
    due: dt.date | None
    verdict: Verdict
    verdict_at_grade: dict[str, Verdict]
    verdict_first: Verdict = Field(description="the verdict had the first promise never been amended")
    reasons: tuple[str, ...]
    would_change: tuple[str, ...]
    p_success: float | None
    met_share: float | None = Field(description="weighted share of objectives met at their required grade")
    gas_t: float | None = Field(
        description="goal attainment score T, secondary; None where stretch levels are not agreed"
    )
    gas_goals: int = Field(default=0, description="how many goals T rests on: it grows with their number")
    grade_mix: dict[str, int]
    value: Value
    depends_on_provider_figures: bool
    sentence: str | None = Field(description="one sentence where the verdict rests on the provider's own figures")
    objectives: tuple[ObjectiveResult, ...]
    versions: tuple[VersionResult, ...]


for _model in (ObjectiveResult, Value, AgreementResult):
    _model.model_rebuild()
