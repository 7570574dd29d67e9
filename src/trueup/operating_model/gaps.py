"""What an operating model lacks: six questions to the graph, each with its exact list, and the coverage of jobs."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.operating_model.document import OperatingModel
from trueup.operating_model.graph import Graph
from trueup.operating_model.metamodel import NEXT
from trueup.operating_model.parts import KINDS, Interaction, Kind
from trueup.operating_model.results_gaps import GAPS, Coverage, Gap, GapElement, GapKind, Gaps, Incomplete
from trueup.operating_model.trace import furthest
from trueup.vocabulary import Insufficient, Said, said

KIND_OF: dict[GapKind, Kind] = dict(zip(GAPS, KINDS, strict=True))
"""The kind of element that each kind of gap is about."""
SAYS: dict[GapKind, Said] = {
    "job_without_interaction": said("jobs with no interaction"),
    "interaction_without_decision_or_owner": said("interactions with no decision or no owner"),
    "decision_without_component": said("decisions with no component"),
    "component_without_capability": said("components with no capability"),
    "capability_without_cash_flow": said("capabilities with no cash flow"),
    "cash_flow_without_job": said("cash flows with no job: money without a customer's purpose"),
}
OWNER, JOB = "owner", "job"


def gaps(model: OperatingModel, graph: Graph) -> Gaps:
    """The six kinds of gaps.

    An element has what it or one of its parts, however deep, is linked to. A cash flow has a job where a chain of links
    leads from a job to it.
    """
    lacks = lacking(graph)
    kinds = tuple(_gap(graph, kind, lacks) for kind in GAPS)
    return Gaps(model=model.id, total=len(lacks), kinds=kinds)


def lacking(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """What each element lacks: the next kind, an owner, or (a cash flow) a job. What lacks nothing is left out."""
    linked = _linked(graph)
    found = {name: _lacks(graph, name, linked) for name in graph.elements}
    return {name: what for name, what in found.items() if what}


def gap_of(graph: Graph, name: str) -> GapKind:
    """The kind of gap that an element can have."""
    return GAPS[KINDS.index(graph.kind(name))]


def coverage(graph: Graph) -> Coverage:
    """The jobs from which a chain of links leads down to a cash flow, of all jobs."""
    jobs = graph.of_kind("job")
    complete = tuple(job for job in jobs if job in graph.to_cash)
    last = furthest(graph)
    lost = tuple(
        Incomplete(id=job, name=graph.elements[job].element.name, stops_at=last[job])
        for job in jobs
        if job not in graph.to_cash
    )
    if not jobs:
        why = Insufficient(said("the share of jobs with a complete path"), 0, 1).words
        return Coverage(jobs=0, complete=(), incomplete=(), insufficient=why)
    return Coverage(jobs=len(jobs), complete=complete, incomplete=lost, share=len(complete) / len(jobs))


def _linked(graph: Graph) -> Mapping[str, bool]:
    """Whether each element, or one of its parts, is linked to an element of the next kind."""
    found: dict[str, bool] = {}
    for here in reversed(graph.order):
        wanted = NEXT.get(graph.kind(here))
        below = graph.below.get(here, ())
        found[here] = any(graph.kind(there) == wanted or found[there] for there in below)
    return found


def _lacks(graph: Graph, name: str, linked: Mapping[str, bool]) -> tuple[str, ...]:
    kind, element = graph.kind(name), graph.elements[name].element
    if kind == "cash_flow":
        return () if name in graph.from_jobs else (JOB,)
    lost = () if linked[name] else (str(NEXT[kind]),)
    return (*lost, OWNER) if isinstance(element, Interaction) and element.owner is None else lost


def _gap(graph: Graph, kind: GapKind, lacks: Mapping[str, tuple[str, ...]]) -> Gap:
    every = graph.of_kind(KIND_OF[kind])
    found = tuple(
        GapElement(id=name, name=graph.elements[name].element.name, lacks=lacks[name])
        for name in every
        if name in lacks
    )
    return Gap(kind=kind, says=SAYS[kind], of=len(every), elements=found)
