"""What an operating model answers: the shapes behind `trueup model ... --format json`, REST and the pages.

Ids are those of the document. Amounts are in the currency that stands beside them. A null with a sentence in
`insufficient` means that too little is known, and says what is missing.
"""

from __future__ import annotations

import datetime as dt

from pydantic import AwareDatetime, Field

from trueup.operating_model.parts import CapabilityKind, Direction, Kind, Layer, Level, LinkKind, Row, Seven
from trueup.operating_model.results_gaps import Coverage, GapKind, Gaps, ThirdParties
from trueup.operating_model.results_money import Cash, Cost, Recurring
from trueup.vocabulary import Sentence
from trueup.vocabulary.result import Result


class KpiMeasure(Result):
    """The latest actual of a KPI that an element names."""

    kpi: str = Field(description="the id of the KPI")
    name: str = Field(description="what people call it")
    unit: str = Field(description="its unit")
    actual: float | None = Field(default=None, description="the latest actual; null where there is none")
    period: str | None = Field(default=None, description="its period, start/end")
    grade: str | None = Field(default=None, description="reported, verified or attested")
    insufficient: Sentence | None = Field(default=None, description="why there is no actual")


class TouchpointMeasure(Result):
    """The touchpoints of the journey step that an interaction names."""

    journey: str = Field(description="the journey")
    step: str = Field(description="its step")
    n: int = Field(description="touchpoints with a result, up to the day")
    failed: int = Field(description="those that failed")
    abandoned: int = Field(description="those that the customer gave up")
    share: float | None = Field(default=None, description="failed / n")
    low: float | None = Field(default=None, description="low end of its 95 % interval (Wilson)")
    high: float | None = Field(default=None, description="high end of it")
    insufficient: Sentence | None = Field(default=None, description="why there is no share")


class Measures(Result):
    """What was measured of an element."""

    kpis: tuple[KpiMeasure, ...] = Field(default=(), description="the KPIs that it names, in order")
    touchpoints: TouchpointMeasure | None = Field(default=None, description="of the journey step that it names")


class ElementResult(Result):
    """One element, with what is measured of it and what it lacks."""

    id: str = Field(description="its id in the model")
    name: str = Field(description="what people call it")
    kind: Kind = Field(description="job, interaction, decision, component, capability or cash_flow")
    layer: Layer = Field(description="the layer it lies in; jobs and interactions are the customer experience")
    description: str | None = Field(default=None, description="more about it")
    parties: tuple[str, ...] = Field(default=(), description="every party that it names")
    party: str | None = Field(default=None, description="the one to show: whom it is with, who provides or owns it")
    third: bool | None = Field(default=None, description="an interaction with a third party; null where not said")
    owner: str | None = Field(default=None, description="who answers for it")
    provider: str | None = Field(default=None, description="who provides it")
    channel: str | None = Field(default=None, description="the channel of an interaction")
    row: Row | None = Field(default=None, description="its row in the service blueprint")
    step: str | None = Field(default=None, description="the step of the job that it belongs to")
    job_map: str | None = Field(default=None, description="the job map of a job")
    competency: str | None = Field(default=None, description="the competency of a component")
    level: Level | None = Field(default=None, description="its level of accountability")
    strategic: float | None = Field(default=None, description="how much a component matters, 0 to 1")
    distance: float | None = Field(default=None, description="how far it is from what it has to be, 0 to 1")
    capability: CapabilityKind | None = Field(default=None, description="what a capability is made of")
    direction: Direction | None = Field(default=None, description="whether cash comes in or goes out")
    stage: str | None = Field(default=None, description="the stage of the value chain")
    project: str | None = Field(default=None, description="the project")
    part_of: tuple[str, ...] = Field(default=(), description="the wholes that it is part of")
    amount: Recurring | None = Field(default=None, description="the money of a cash flow")
    cost: Recurring | None = Field(default=None, description="what it costs")
    revenue: Recurring | None = Field(default=None, description="what a component earns")
    measures: Measures = Field(default=Measures(), description="what was measured of it")
    gaps: tuple[GapKind, ...] = Field(default=(), description="what it lacks")
    complete: bool = Field(description="whether it lies on a complete path from a job to a cash flow")


class LinkResult(Result):
    """A link: from an element to what it hangs on; `part_of`: from a part to its whole."""

    id: str | None = Field(default=None, description="its id, where it has one")
    source: str = Field(description="the element it leads from")
    target: str = Field(description="the element it leads to")
    kind: LinkKind | None = Field(default=None, description="part_of, or how one hangs on the other; null: not said")
    why: str | None = Field(default=None, description="why, in words")


class LayerResult(Result):
    """A layer of the map."""

    layer: Layer = Field(description="its word")
    name: Sentence = Field(description="its name")
    elements: tuple[str, ...] = Field(description="what lies in it, in the order of the document")


class SevenItem(Result):
    """One of the seven, for one party."""

    of: Seven = Field(description="which of the seven")
    score: float | None = Field(default=None, description="the latest score, 1 to 5")
    on: dt.date | None = Field(default=None, description="the day it was given")
    why: str | None = Field(default=None, description="why")
    history: tuple[tuple[dt.date, float], ...] = Field(default=(), description="every score by day, the first first")
    insufficient: Sentence | None = Field(default=None, description="that it was never looked at")


class SevenResult(Result):
    """The 7-S profile of a party: seven answers, and never their average."""

    party: str = Field(description="the party")
    name: str = Field(description="what people call it")
    days: tuple[dt.date, ...] = Field(description="the days on which it was looked at")
    items: tuple[SevenItem, ...] = Field(description="the seven, in order")
    missing: tuple[Seven, ...] = Field(description="those that were never looked at")


class Map(Result):
    """An operating model as of a moment: its layers, elements and links, and what is measured of them."""

    book: str = Field(description="the id of the book")
    model: str = Field(description="the id of the model")
    version: int = Field(description="its version")
    title: str = Field(description="what people call it")
    customer: str = Field(description="whose model it is")
    executor: str | None = Field(description="who gets the jobs done")
    as_of: dt.date = Field(description="what had happened when this day began")
    known_at: AwareDatetime | None = Field(default=None, description="the moment whose knowledge it rests on")
    names: dict[str, str] = Field(description="what people call each party that it names")
    layers: tuple[LayerResult, ...] = Field(description="the five layers, from the customer down")
    elements: tuple[ElementResult, ...] = Field(description="every element, from the jobs down")
    links: tuple[LinkResult, ...] = Field(description="every link")
    paths: int = Field(description="complete paths: from jobs that are part of no other down to a cash flow")
    coverage: Coverage = Field(description="the jobs that have a complete path")
    gaps: Gaps = Field(description="what is missing, by kind")
    third: ThirdParties = Field(description="how many interactions are with third parties")
    cash: Cash = Field(description="all cash flows")
    costs: tuple[Cost, ...] = Field(description="what components cost a year, and what capabilities do, by currency")
    seven_s: tuple[SevenResult, ...] = Field(description="the 7-S profile of each party")
    opaque: int = Field(description="things that a file of another tool had and Trueup has no word for")
    sentences: tuple[Sentence, ...] = Field(description="the same in words, the most important first")


class TraceElement(Result):
    """An element that lies on a trace."""

    id: str = Field(description="its id")
    name: str = Field(description="what people call it")
    kind: Kind = Field(description="its kind")
    steps: int = Field(description="the fewest links between it and the element traced; 0 is the element itself")


class Trace(Result):
    """Everything that one element hangs on, and everything that hangs on it."""

    model: str = Field(description="the id of the model")
    element: TraceElement = Field(description="the element traced")
    up: tuple[TraceElement, ...] = Field(description="what hangs on it, up to the jobs")
    down: tuple[TraceElement, ...] = Field(description="what it hangs on, down to the cash flows")
    links: tuple[tuple[str, str], ...] = Field(description="the links between them, as (source, target)")
    paths: int = Field(description="complete paths that lead through it")
    example: tuple[str, ...] = Field(description="the shortest of them; empty where there is none")
    sentences: tuple[Sentence, ...] = Field(description="the same in words")

    @property
    def lit(self) -> frozenset[str]:
        """The ids of everything on the trace, the element itself included."""
        return frozenset((self.element.id, *(each.id for each in (*self.up, *self.down))))


class JobTrace(Result):
    """How far one job can be traced, and to how much of each layer."""

    id: str = Field(description="the job")
    name: str = Field(description="what people call it")
    interactions: int = Field(description="interactions that it leads to")
    decisions: int = Field(description="decisions that they lead to")
    components: int = Field(description="components that these lead to")
    capabilities: int = Field(description="capabilities that these lead to")
    cash_flows: int = Field(description="cash flows that these lead to")
    paths: int = Field(description="complete paths from it down to a cash flow")
    stops_at: Kind | None = Field(description="the last kind that it reaches; null where it reaches a cash flow")


class Traces(Result):
    """Every job, traced down to the money."""

    model: str = Field(description="the id of the model")
    jobs: tuple[JobTrace, ...] = Field(description="every job, in the order of the document")
    paths: int = Field(description="complete paths from jobs that are part of no other")


class Side(Result):
    """A part of the model, by kind."""

    jobs: tuple[str, ...] = Field(description="the jobs")
    interactions: tuple[str, ...] = Field(description="the interactions")
    decisions: tuple[str, ...] = Field(description="the decisions")
    components: tuple[str, ...] = Field(description="the components")
    capabilities: tuple[str, ...] = Field(description="the capabilities")
    cash: Cash = Field(description="the cash flows")


class Hanging(Result):
    """What hangs on an element or on a party: what it touches, and what is cut off when it is gone."""

    model: str = Field(description="the id of the model")
    of: str = Field(description="the id of the element or party")
    name: str = Field(description="what people call it")
    is_party: bool = Field(description="whether it is a party")
    gone: tuple[str, ...] = Field(description="what goes with it: its parts; of a party, all that it does")
    touched: Side = Field(description="what lies on a trace of what is gone")
    cut_off: Side = Field(description="what lay on a complete path and lies on none any more")
    sentences: tuple[Sentence, ...] = Field(description="the same in words")


class SlicePart(Result):
    """What lies in one slice. The parts and what is unassigned add up to the whole."""

    value: str | None = Field(description="the stage, project or provider; null: not assigned to any")
    elements: dict[Kind, int] = Field(description="elements by kind")
    gaps: int = Field(description="elements that lack something")
    cash: Cash = Field(description="cash flows")
    costs: tuple[Cost, ...] = Field(description="what it costs a year, by currency")


class Slices(Result):
    """A model cut by stage, project or provider."""

    model: str = Field(description="the id of the model")
    by: str = Field(description="stage, project or provider")
    parts: tuple[SlicePart, ...] = Field(description="a part a value, in the order of the document")
    unassigned: SlicePart = Field(description="what has no value")
    total: SlicePart = Field(description="the whole model")
