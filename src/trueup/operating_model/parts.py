"""What an operating model is made of: elements of six kinds in five layers, links between them, and the 7-S check.

Sources: Hill's layers from customer experience to cash flow; Ernst et al., Component Business Modeling, IBM Systems
Journal 44(4), 2005 (competencies, direct / control / execute); Bitner, Ostrom and Morgan, Service Blueprinting,
California Management Review 50(3), 2008 (the rows); Waterman, Peters and Phillips, Structure Is Not Organization,
Business Horizons 23(3), 1980 (7-S).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field

from trueup.vocabulary import Grain, Id, Number, Part

Kind = Literal["job", "interaction", "decision", "component", "capability", "cash_flow"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""From the customer down to the money: a link goes one kind down."""
Layer = Literal["experience", "decisions", "components", "capabilities", "cash_flow"]
LAYERS: tuple[Layer, ...] = get_args(Layer)
LAYER_OF: dict[Kind, Layer] = {
    "job": "experience",
    "interaction": "experience",
    "decision": "decisions",
    "component": "components",
    "capability": "capabilities",
    "cash_flow": "cash_flow",
}
LinkKind = Literal[
    "part_of", "uses", "serves", "realizes", "assigned", "informs", "influences", "triggers", "flows", "associated"
]
PART_OF: LinkKind = "part_of"
Row = Literal["evidence", "customer", "onstage", "backstage", "support", "third_party"]
ROWS: tuple[Row, ...] = get_args(Row)
Level = Literal["direct", "control", "execute"]
Direction = Literal["in", "out"]
CapabilityKind = Literal["people", "process", "technology", "information", "partner", "asset"]
Seven = Literal["strategy", "structure", "systems", "shared_values", "skills", "style", "staff"]
SEVEN: tuple[Seven, ...] = get_args(Seven)


class Sum(Part):
    """Money that comes again with every `per`. Without currency or `per` it is none: the rules say so."""

    amount: Number = Field(ge=0)
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    per: Grain | None = None


class Element(Part):
    """What every element has. `id` is its own among all elements of the model, whatever their kind."""

    id: Id
    name: str = Field(min_length=1, max_length=500)
    description: str | None = None
    stage: str | None = None
    project: str | None = None
    kpis: tuple[Id, ...] = ()
    properties: dict[str, str] = Field(default_factory=dict)


class Job(Element):
    """What a customer tries to get done. A job is done when its parts are."""

    part_of: Id | None = None
    job_map: Id | None = None


class Interaction(Element):
    """An exchange that a job takes: with whom, on which channel, in which row of the service blueprint."""

    job: Id | None = None
    jobs: tuple[Id, ...] = ()
    step: str | None = None
    with_: Id | None = Field(default=None, alias="with")
    channel: str | None = None
    owner: Id | None = None
    row: Row | None = None
    touchpoint: str | None = Field(default=None, pattern=r"^[^/\s][^/]*/[^/]+$")

    @property
    def of_jobs(self) -> tuple[str, ...]:
        """The jobs that it is stated to be for, each once."""
        return tuple(dict.fromkeys((*((self.job,) if self.job else ()), *self.jobs)))


class Decision(Element):
    """What has to be decided so that an interaction goes well, and by whom."""

    owner: Id | None = None


class Heat(Part):
    """How much a component matters, and how far it is from what it has to be; both 0 to 1."""

    strategic: Number | None = Field(default=None, ge=0, le=1)
    gap: Number | None = Field(default=None, ge=0, le=1)


class Component(Element):
    """A part of the business that could stand by itself, in a competency and at a level of accountability."""

    competency: str | None = None
    level: Level | None = None
    cost: Sum | None = None
    revenue: Sum | None = None
    heat: Heat | None = None
    provider: Id | None = None


class Capability(Element):
    """What an organisation is able to do, by people, process, technology ...; `parent` is what it is part of."""

    kind: CapabilityKind | None = None
    provider: Id | None = None
    cost: Sum | None = None
    parent: Id | None = None


class CashFlow(Element):
    """Money that comes in or goes out. Without an amount it is known to flow, not how much."""

    amount: Number | None = Field(default=None, ge=0)
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    per: Grain | None = None
    direction: Direction
    provider: Id | None = None


class Link(Part):
    """From an element to what it hangs on, one kind down; or `part_of`: from a part to its whole, of one kind."""

    id: Id | None = None
    from_: Id = Field(alias="from")
    to: Id
    kind: LinkKind | None = None
    name: str | None = None
    why: str | None = None
    properties: dict[str, str] = Field(default_factory=dict)


def _pair(value: Any) -> Any:
    if isinstance(value, list | tuple):
        if len(value) != 2:
            raise ValueError("a link in short is two ids: [from, to]")
        return {"from": value[0], "to": value[1]}
    return value


StatedLink = Annotated[Link, BeforeValidator(_pair, json_schema_input_type=Link | tuple[Id, Id])]
"""A link in full, or in short as [from, to]."""


class ThirdParty(Part):
    """An organisation outside of the book that the customer has to do with."""

    id: Id
    name: str


class Score(Part):
    """How one of the seven stands: 1 not at all, 5 as it should be; and why."""

    score: Number = Field(ge=1, le=5)
    why: str | None = None


class SevenS(Part):
    """What was said of one party on one day; what is left out was not looked at."""

    party: Id
    on: dt.date
    strategy: Score | None = None
    structure: Score | None = None
    systems: Score | None = None
    shared_values: Score | None = None
    skills: Score | None = None
    style: Score | None = None
    staff: Score | None = None


class Opaque(Part):
    """What a file of another tool had and Trueup has no word for, as it was written: it goes out as it came in."""

    id: str | None = None
    at: str
    xml: str
