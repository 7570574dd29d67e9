"""What may be agreed about a KPI."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema, model_validator

from trueup.vocabulary import Direction, Document, Grain, Id, Number, Part, Unit, Whole
from trueup.vocabulary.annotation import Read, Written

Simple = Literal["sum", "mean", "median", "min", "max", "last"]
_RATIO = re.compile(r"^ratio\(\s*([^,()\s]+)\s*,\s*([^,()\s]+)\s*\)$")


@dataclass(frozen=True, slots=True)
class Aggregate:
    """How finer actuals roll up. A ratio names the two KPIs whose sums it divides: rates are never averaged."""

    how: str
    numerator: str | None = None
    denominator: str | None = None

    @classmethod
    def parse(cls, text: str) -> Aggregate:
        """Read `sum`, `mean`, ..., or `ratio(numerator, denominator)`."""
        match = _RATIO.match(text.strip())
        if match:
            return cls("ratio", match[1], match[2])
        if text not in Simple.__args__:  # type: ignore[attr-defined]
            raise ValueError(
                f"unknown aggregate {text!r}: one of sum, mean, median, min, max, last, ratio(numerator, denominator)"
            )
        return cls(text)

    def __str__(self) -> str:
        return f"ratio({self.numerator}, {self.denominator})" if self.how == "ratio" else self.how


AggregateText = Annotated[
    Aggregate,
    Read(lambda value: Aggregate.parse(value) if isinstance(value, str) else value),
    Written(str, str),
    WithJsonSchema({"type": "string", "pattern": r"^(sum|mean|median|min|max|last|ratio\([^,()]+,[^,()]+\))$"}),
]
UnitText = Annotated[
    Unit,
    Read(lambda value: Unit.parse(value) if isinstance(value, str) else value),
    Written(lambda value: value.raw),
    WithJsonSchema({"type": "string"}),
]


class Measurement(Part):
    """The measurement-and-verification plan, agreed before any money depends on it."""

    by: Id | None = None
    verified_by: Id | None = None
    rule: str | None = None
    baseline_adjustment: str | None = None
    counts: tuple[str, ...] = ()
    counts_not: tuple[str, ...] = ()


class Formula(Part):
    """A SQL expression over a landed table, in the allow-listed language of kpis/formula.py.

    `slice` says which column holds which dimension; `n` and `stderr` are optional expressions for the number of cases
    and the standard error behind each actual (a plain mean brings its own).
    """

    from_: str = Field(alias="from")
    time: str
    value: str
    where: str | None = None
    slice: dict[Literal["stage", "phase", "project", "provider", "segment"], str] = Field(default_factory=dict)
    n: str | None = None
    stderr: str | None = None
    reported_by: Id | None = None


class Panel(Part):
    """What a survey's panel says of an outcome: 10 x the share of top boxes, or opportunity from 0 to 20.

    In a KPI with unit % importance and satisfaction are the share of top boxes. `group` is key=value of the customers
    that count; without it, all of them.
    """

    survey: Id
    outcome: Id
    measure: Literal["importance", "satisfaction", "opportunity"] = "satisfaction"
    group: Annotated[str, Field(pattern=r"^[^=]+=.+$")] | None = None


class KpiTarget(Part):
    """A target dated by the period in which it is in force; `low` and `high` for a range to maintain."""

    from_: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = None
    target: Number | tuple[Number, Number]


class Kpi(Document):
    """The definition of a measured quantity."""

    kind: Literal["kpi"] = "kpi"
    name: str
    unit: UnitText
    direction: Direction
    grain: Grain = Grain.month
    aggregate: AggregateText = Aggregate("mean")
    stage: str | None = None
    strategy: str | None = None
    owner: Id | None = None
    measurement: Measurement | None = None
    formula: Formula | None = None
    entered: bool = False
    panel: Panel | None = None
    targets: tuple[KpiTarget, ...] = ()
    bounds: tuple[Number | None, Number | None] | None = None
    season: Whole | None = Field(default=None, ge=2)

    @model_validator(mode="after")
    def _one_origin(self) -> Any:
        if self.formula is not None and self.entered:
            raise ValueError("a KPI has a formula or is entered, not both")
        if self.panel is not None and (self.entered or self.formula is not None or self.aggregate.how == "ratio"):
            raise ValueError("what a panel says is neither entered nor computed by a formula or a ratio")
        if self.panel is not None and self.panel.measure == "opportunity" and self.unit.name == "%":
            raise ValueError("opportunity runs from 0 to 20 and is no percentage: give the KPI the unit points")
        if self.formula is not None and self.aggregate.how == "ratio":
            raise ValueError("a ratio of two KPIs has no formula of its own")
        return self

    @property
    def floor(self) -> float | None:
        """The value below which an actual makes no sense: stated in `bounds`, else the unit's own."""
        if self.bounds is not None:
            return None if self.bounds[0] is None else float(self.bounds[0])
        return self.unit.floor

    @property
    def ceiling(self) -> float | None:
        """The value above which an actual makes no sense, where `bounds` state one."""
        return None if self.bounds is None or self.bounds[1] is None else float(self.bounds[1])
