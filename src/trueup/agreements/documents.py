"""What customer and providers define and sign together, and what is said about the evidence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from pydantic import AwareDatetime, Field, model_validator

from trueup.agreements.attribution import Attribution
from trueup.agreements.involved import Involved, Price
from trueup.agreements.terms import Per, Pricing
from trueup.vocabulary import Document, Grade, GradeName, Id, Number, Part, PeriodText, Slice, SliceKeys, Whole
from trueup.vocabulary.horizon import Horizon

Phase = Literal[
    "need", "search", "kpis", "business_case", "user_stories", "selection", "contract", "team", "implementation",
    "go_live", "use", "support", "roadmap", "update", "renewal", "migration",
]  # fmt: skip


class GoLive(Part):
    """When the customer can begin to use what was delivered: before it there is only potential value."""

    planned: dt.date | None = None
    actual: dt.date | None = None


class Baseline(Part):
    """The KPI before the agreement, over a stated period; `stderr` or `n` where known."""

    actual: Number
    period: PeriodText | None = None
    stderr: Number | None = Field(default=None, ge=0)
    n: Whole | None = Field(default=None, ge=1)


class ObjectiveValue(Part):
    """The worth of one unit of improvement held for one `per`, until the day `until` begins."""

    per_unit: Number = Field(ge=0)
    per: Per
    until: dt.date | None = None


PathPoint = tuple[dt.date, Number]


class Objective(Part):
    """KPI + baseline, target, due date, and the worth of a unit of improvement.

    `type` says how the target is reached: `at` the due date, `by` it (once is enough), `cumulative` (the sum from
    `from` to due), or `sustained` for `periods` grains in a row by the due date.
    """

    id: Id
    kpi: Id
    title: str | None = None
    phase: Phase | None = None
    slice: SliceKeys = Slice()
    baseline: Baseline | None = None
    target: Number | tuple[Number, Number]
    stretch: tuple[Number, ...] = Field(default=(), max_length=2)
    type: Literal["at", "by", "cumulative", "sustained"] = "at"
    periods: Whole | None = Field(default=None, ge=1)
    path: Literal["linear", "step"] | tuple[PathPoint, ...] = "linear"
    from_: Literal["go_live", "effective"] | dt.date = Field(default="go_live", alias="from")
    due: dt.date | None = None
    tolerance: Number = Field(default=Decimal(0), ge=0)
    value: ObjectiveValue | None = None
    must: bool = True
    weight: Number = Field(default=Decimal(1), gt=0)
    horizon: Horizon | None = None
    owner: Id | None = None
    accountable: tuple[Id, ...] = ()
    evidence: GradeName = Grade.reported
    attribution: Attribution = Attribution()

    @model_validator(mode="after")
    def _sustained_says_how_long(self) -> Any:
        if (self.type == "sustained") != (self.periods is not None):
            raise ValueError("`periods` belongs to `type: sustained`: both or neither")
        return self


class Cost(Part):
    """What the customer spends: an amount that accrues `per` a length of time, or falls on a `date`."""

    what: str
    party: Id | None = None
    amount: Number
    per: Per | None = None
    from_: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = None
    date: dt.date | None = None

    @model_validator(mode="after")
    def _accrues_or_falls_on_a_day(self) -> Any:
        if (self.per is None) == (self.date is None):
            raise ValueError("a cost has either `per` (it accrues) or `date` (it falls on that day)")
        return self


class ScopeItem(Part):
    """A deliverable and the objectives that depend on it."""

    id: Id
    title: str
    objectives: tuple[Id, ...] = ()


class Agreement(Document):
    """What customer and providers define and sign together.

    Version 1 is the first promise. An amendment is a document with the same id and the next version, in force from its
    own `effective`; `why` says what moved it.
    """

    kind: Literal["agreement"] = "agreement"
    title: str
    project: str | None = None
    customer: Id
    providers: tuple[Id, ...] = ()
    observer: Id | None = None
    others: tuple[Involved, ...] = ()
    effective: dt.date
    why: str | None = None
    go_live: GoLive = GoLive()
    objectives: tuple[Objective, ...] = ()
    costs: tuple[Cost, ...] = ()
    pricing: Pricing | None = None
    prices: tuple[Price, ...] = ()
    scope: tuple[ScopeItem, ...] = ()
    business_case: Id | None = None

    def objective(self, id: str) -> Objective | None:
        """The objective of that id, or None."""
        return next((objective for objective in self.objectives if objective.id == id), None)


class Evidence(Part):
    """Which actuals a statement is about: a KPI, a period, and optionally one slice and one reporter."""

    kpi: Id
    period: PeriodText
    slice: SliceKeys = Slice()
    reported_by: Id | None = None


class Attestation(Document):
    """A statement by an observer (grade attested) or the customer (grade verified) about evidence.

    It speaks of the actuals as known at `at`: a later correction is not covered.
    """

    kind: Literal["attestation"] = "attestation"
    by: Id
    at: AwareDatetime
    agreement: Id | None = None
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    statement: str


class Answer(Part):
    """How a dispute ended: `actual` is the figure that stands, where it is a new one."""

    by: Id
    at: AwareDatetime
    finding: Literal["upheld", "rejected", "settled"]
    actual: Number | None = None
    reason: str | None = None


class Dispute(Document):
    """A party holds an actual to be wrong; `counter` is the figure it holds true. Open until answered."""

    kind: Literal["dispute"] = "dispute"
    by: Id
    at: AwareDatetime
    evidence: Evidence
    counter: Number | None = None
    reason: str
    answer: Answer | None = None
