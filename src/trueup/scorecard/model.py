"""The scorecard: the one result of the main job, the same in Python, JSON and on a page."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from trueup.agreements.documents import GradeName
from trueup.agreements.results import AgreementResult
from trueup.vocabulary import SliceKeys
from trueup.vocabulary.result import Result


class Finding(Result):
    """A slice that runs better (strength) or worse (weakness) than its promise or than its own past."""

    kpi: str
    name: str
    unit: str
    slice: SliceKeys
    against: Literal["promise", "past"]
    effect: float = Field(description="mean distance in the KPI's unit; positive is better")
    low: float
    high: float
    n: int
    p: float
    p_adjusted: float
    words: str


class ClaimConflict(Result):
    """A published claim that the recomputation contradicts."""

    kpi: str
    period: str
    slice: SliceKeys
    claim: str
    recomputed: str
    actual: float
    target: str
    reason: str
    source_ref: str | None = None


class Claims(Result):
    """Published claims against the recomputation."""

    agree: int
    conflict: int
    not_comparable: int
    by_class: dict[str, int] = Field(default_factory=dict)
    conflicts: tuple[ClaimConflict, ...] = ()


class HeatCell(Result):
    """One stage x provider cell: how often its KPIs kept their promise lately."""

    stage: str
    provider: str
    attainment: float | None = Field(description="share of its KPIs' last 12 periods that kept the promise in force")
    kpis: int
    n: int


class PartyName(Result):
    """A party as the scorecard names it."""

    id: str
    name: str
    role: str


class Scorecard(Result):
    """Book + facts + a moment -> the answer. Pure: the same input gives the same bytes."""

    book: str
    name: str
    as_of: dt.date
    known_at: dt.datetime | None
    grade: GradeName
    currency: str
    parties: tuple[PartyName, ...]
    agreements: tuple[AgreementResult, ...]
    strengths: tuple[Finding, ...]
    weaknesses: tuple[Finding, ...]
    multiplicity: str = Field(description="how false discoveries among strengths and weaknesses are controlled")
    heat: tuple[HeatCell, ...] = ()
    claims: Claims
    insufficient: tuple[str, ...]
    expected_false_alarms: float | None = Field(description="control-chart signals per month expected by chance alone")
    book_digest: str
    method: str = Field(description="version of Trueup and its methods")
    seed: int
