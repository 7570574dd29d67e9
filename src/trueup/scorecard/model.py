"""The scorecard: the one result of the main job, the same in Python, JSON and on a page."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from trueup.agreements.results import AgreementResult, Verdict
from trueup.delivery.results import DeliveryResult
from trueup.value.results_calibration import LadderResult
from trueup.vocabulary import GradeName, Sentence, SliceKeys
from trueup.vocabulary.result import Result


class Finding(Result):
    """A slice that runs better (strength) or worse (weakness) than its promise or than its own past."""

    kpi: str = Field(description="the KPI's id")
    name: str = Field(description="what people call the KPI")
    unit: str = Field(description="the KPI's unit")
    slice: SliceKeys = Field(description="where it was found")
    against: Literal["promise", "past"] = Field(description="what it is compared with: its promise, or its own past")
    effect: float = Field(description="mean distance in the KPI's unit; positive is better")
    low: float = Field(description="low end of the 95 % interval of the effect")
    high: float = Field(description="high end of the 95 % interval of the effect")
    n: int = Field(description="how many periods were compared")
    p: float = Field(description="p-value of this comparison alone")
    p_adjusted: float = Field(description="p-value after every slice that was looked at is counted")
    words: Sentence = Field(description="the finding as a sentence")


class ClaimConflict(Result):
    """A published claim that the recomputation contradicts."""

    kpi: str = Field(description="the KPI's id")
    period: str = Field(description="the period of the actual, half-open")
    slice: SliceKeys = Field(description="where it was measured")
    claim: str = Field(description="what the publisher says, as it was written")
    recomputed: Sentence = Field(description="what the target in force says: met or not met")
    actual: float = Field(description="the actual it is judged by, in the KPI's unit")
    target: Sentence = Field(description="the target in force, in words")
    reason: Sentence = Field(description="the class that explains the conflict")
    source_ref: str | None = Field(default=None, description="where the row came from: file and line, or key")


class Claims(Result):
    """Published claims against the recomputation."""

    agree: int = Field(description="how many claims the recomputation agrees with")
    conflict: int = Field(description="how many it contradicts")
    not_comparable: int = Field(description="how many could not be compared")
    by_class: dict[str, int] = Field(
        default_factory=dict,
        description="how many conflicts, and claims that could not be compared, each reason explains",
    )
    conflicts: tuple[ClaimConflict, ...] = Field(default=(), description="every contradicted claim")


class HeatCell(Result):
    """One stage x provider cell: how often its KPIs kept their promise lately."""

    stage: str = Field(description="the stage of the value chain, or unassigned")
    provider: str = Field(description="the provider, or unassigned")
    kept: float | None = Field(description="share of its KPIs' last 12 periods that kept the promise in force")
    kpis: int = Field(description="how many series the share is over")
    n: int = Field(description="how many periods the share is over")


class PartyName(Result):
    """A party as the scorecard names it."""

    id: str = Field(description="the party's id")
    name: str = Field(description="what people call it")
    role: str = Field(description="customer, provider or observer, unless an agreement says otherwise")


class Clocks(Result):
    """The two clocks of a project: was it delivered as committed, and does its use keep the promise?

    They are independent, and all four combinations occur: neither corrects the other.
    """

    delivery: Literal["kept", "kept_after_descoping", "not_kept", "open", "unresolved", "unknown"] = Field(
        description="whether the plan kept its commitments; open: there is only a forecast"
    )
    value: Verdict | None = Field(description="the verdict on its agreement in use; null: it belongs to none")
    words: Sentence = Field(description="both as one sentence")


class Delivery(DeliveryResult):
    """A plan as of a moment, beside what its agreement brings in use."""

    clocks: Clocks = Field(description="delivery and value side by side")


class Scorecard(Result):
    """Book + facts + a moment -> the answer. Pure: the same input gives the same bytes."""

    book: str = Field(description="the book's id")
    name: str = Field(description="whose success the book is about")
    as_of: dt.date = Field(description="what had happened when this day began")
    known_at: dt.datetime | None = Field(
        description="only what was known at this moment counts; null: everything known"
    )
    grade: GradeName = Field(description="only evidence of at least this grade counts")
    currency: str = Field(description="the currency of every amount (ISO 4217)")
    parties: tuple[PartyName, ...] = Field(description="every party of the book")
    agreements: tuple[AgreementResult, ...] = Field(description="each agreement that was known at the moment, judged")
    deliveries: tuple[Delivery, ...] = Field(
        default=(), description="each plan that was known at the moment: whose portion, what verdict"
    )
    strengths: tuple[Finding, ...] = Field(description="slices that run better than promised, or than their own past")
    weaknesses: tuple[Finding, ...] = Field(description="slices that run worse than promised, or than their own past")
    multiplicity: Sentence = Field(description="how false discoveries among strengths and weaknesses are controlled")
    heat: tuple[HeatCell, ...] = Field(
        default=(), description="how often promises were kept lately, by stage and provider"
    )
    claims: Claims = Field(description="what publishers say of themselves, recomputed and compared")
    ladder: LadderResult | None = Field(
        default=None, description="which rungs of the forecast ladder have their place in the book"
    )
    insufficient: tuple[Sentence, ...] = Field(description="what could not be computed, and how much data it takes")
    expected_false_alarms: float | None = Field(description="control-chart signals per month expected by chance alone")
    book_digest: str = Field(description="SHA-256 over the digests of all documents")
    method: str = Field(description="version of Trueup and its methods")
    seed: int = Field(description="seed of every simulation: with it anyone gets the same figures")
