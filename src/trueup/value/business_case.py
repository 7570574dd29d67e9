"""The business case as it is written: benefits and costs by year, from flows or drivers, and what has to change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from trueup.agreements.terms import Currency, Rate
from trueup.value.drivers import DriverName
from trueup.value.network import Kind, Node
from trueup.value.uncertain import Distribution, Quantity
from trueup.vocabulary import Document, Id, Number, Part, PeriodText, SliceKeys, Whole
from trueup.vocabulary.slice import Slice

Share = Annotated[Number, Field(ge=0, le=1)]
YearNumber = Annotated[Whole, Field(ge=0, le=50)]
MOST_YEARS = 50


class Usage(Part):
    """The KPI that counts how many use it: a benefit that stays behind is split by it into adoption and effect."""

    kpi: Id
    slice: SliceKeys = Slice()
    planned: Number = Field(gt=0)


class CaseLine(Part):
    """One line: either `flows` by year, or a `driver` with its `inputs`."""

    id: Id
    title: str | None = None
    flows: tuple[Number, ...] | None = Field(default=None, min_length=1, max_length=MOST_YEARS + 1)
    driver: DriverName | None = None
    inputs: dict[str, Quantity] = Field(default_factory=dict)
    adoption: tuple[Share, ...] = Field(default=(), max_length=MOST_YEARS)
    in_years: tuple[YearNumber, ...] = ()
    currency: Currency | None = None
    risk: Share = Decimal(0)
    spread: Distribution | None = None

    @model_validator(mode="after")
    def _flows_or_a_driver(self) -> Any:
        if (self.flows is None) == (self.driver is None):
            raise ValueError("a line has either `flows` (amounts by year) or a `driver` (a calculator)")
        if self.flows is not None and (self.inputs or self.adoption or self.in_years):
            raise ValueError("`inputs`, `adoption` and `in_years` belong to a `driver`; `flows` say each year already")
        return self

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.id.replace("-", " ").replace("_", " ")


class BenefitLine(CaseLine):
    """A benefit. Its money is that of one `objective` of the agreement, seen from the case: never added to it."""

    objective: Id | None = None
    use: Usage | None = None


class CostLineOfCase(CaseLine):
    """A cost; `cost` is what the agreement calls it, where it is one of the agreement's costs."""

    cost: str | None = None


Override = Number | tuple[Number, ...] | Distribution


class Scenario(Part):
    """The same case with other figures: `rate`, `LINE.risk`, `LINE.adoption`, `LINE.flows` or `LINE.INPUT`."""

    id: Id
    title: str | None = None
    set: dict[str, Override] = Field(min_length=1)

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.id


class NetworkNode(Part):
    """A means, a change, a benefit or an objective of the benefits dependency network, and what it enables."""

    id: Id
    kind: Kind
    title: str | None = None
    owner: Id | None = None
    enables: tuple[Id, ...] = ()

    @property
    def node(self) -> Node:
        """As the rules of the network take it."""
        return Node(self.id, self.kind, self.owner, self.enables)


class BusinessCase(Document):
    """What a party expects an agreement to bring and to cost, year by year.

    Year 0 is the day `start`; the years follow it. `rates` say what a unit of another currency is in that of the case.
    The version in force when an agreement that names it was agreed is sealed as its promise: a later version is shown
    as re-cut beside it.
    """

    kind: Literal["business_case"] = "business_case"
    title: str
    agreement: Id | None = None
    party: Id
    on: dt.date
    why: str | None = None
    currency: Currency | None = None
    rate: Number = Field(gt=-1)
    start: dt.date | None = None
    years: Annotated[Whole, Field(ge=1, le=MOST_YEARS)] | tuple[PeriodText, ...]
    rates: tuple[Rate, ...] = ()
    benefits: tuple[BenefitLine, ...] = ()
    costs: tuple[CostLineOfCase, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    network: tuple[NetworkNode, ...] = ()

    @property
    def count(self) -> int:
        """How many years follow year 0."""
        return self.years if isinstance(self.years, int) else len(self.years)

    def lines(self) -> Iterator[tuple[Literal["benefits", "costs"], int, CaseLine]]:
        """Every line with its side and its place there."""
        yield from (("benefits", index, line) for index, line in enumerate(self.benefits))
        yield from (("costs", index, line) for index, line in enumerate(self.costs))
