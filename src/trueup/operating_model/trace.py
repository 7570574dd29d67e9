"""What one element hangs on and what hangs on it, and every job traced down to the money."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from trueup.operating_model.document import OperatingModel
from trueup.operating_model.graph import Edges, Graph
from trueup.operating_model.metamodel import MANY, ONE
from trueup.operating_model.parts import KINDS, Kind
from trueup.operating_model.results import JobTrace, Trace, TraceElement, Traces
from trueup.vocabulary import Figure, Said, Sentence, joined, listed, said


def trace(model: OperatingModel, graph: Graph, element: str) -> Trace:
    """Everything on a chain of links through an element, by its id or name. UnknownName for one that is not there."""
    here = graph.named(element)
    up, down = graph.steps(here, up=True), graph.steps(here)
    paths = graph.paths_from_top[here] * graph.paths_to_cash[here]
    return Trace(
        model=model.id,
        element=_element(graph, here, 0),
        up=_elements(graph, up, here),
        down=_elements(graph, down, here),
        links=tuple(_links(graph, up, down)),
        paths=paths,
        example=_shortest(graph, here) if paths else (),
        sentences=_words(graph, here, up, down, paths),
    )


def traces(model: OperatingModel, graph: Graph) -> Traces:
    """Every job with how much of each kind it leads to, and how many complete paths.

    What each element leads to is kept as bits of one whole number: a pass over the links, each a union of two sets.
    """
    bit = {name: 1 << place for place, name in enumerate(graph.elements)}
    masks = {kind: sum(bit[name] for name in graph.of_kind(kind)) for kind in KINDS}
    reach: dict[str, int] = {}
    for here in reversed(graph.order):
        reach[here] = bit[here]
        for there in graph.below.get(here, ()):
            reach[here] |= reach[there]
    jobs = tuple(_job(graph, job, {kind: (reach[job] & masks[kind]).bit_count() for kind in KINDS})
                 for job in graph.of_kind("job"))  # fmt: skip
    return Traces(model=model.id, jobs=jobs, paths=graph.paths)


def furthest(graph: Graph) -> Mapping[str, Kind]:
    """For each element: the last kind that a chain of links from it reaches."""
    found: dict[str, int] = {}
    for here in reversed(graph.order):
        below = [found[there] for there in graph.below.get(here, ())]
        found[here] = max([KINDS.index(graph.kind(here)), *below])
    return {name: KINDS[place] for name, place in found.items()}


def _job(graph: Graph, job: str, counts: Mapping[Kind, int]) -> JobTrace:
    reached = [kind for kind in KINDS if counts[kind]]
    return JobTrace(
        id=job,
        name=graph.elements[job].element.name,
        interactions=counts["interaction"],
        decisions=counts["decision"],
        components=counts["component"],
        capabilities=counts["capability"],
        cash_flows=counts["cash_flow"],
        paths=graph.paths_to_cash[job],
        stops_at=None if counts["cash_flow"] else reached[-1],
    )


def _element(graph: Graph, name: str, steps: int) -> TraceElement:
    placed = graph.elements[name]
    return TraceElement(id=name, name=placed.element.name, kind=placed.kind, steps=steps)


def _elements(graph: Graph, steps: Mapping[str, int], here: str) -> tuple[TraceElement, ...]:
    """In the order of the document: from the jobs down."""
    return tuple(_element(graph, name, steps[name]) for name in graph.elements if name in steps and name != here)


def _links(graph: Graph, up: Mapping[str, int], down: Mapping[str, int]) -> list[tuple[str, str]]:
    """The links on the trace as they are stated: of a part and its whole, the part comes first."""
    lit = (
        (over, under) for side in (up, down) for over in side for under in graph.below.get(over, ()) if under in side
    )
    turned = ((under, over) if under in graph.parts.get(over, ()) else (over, under) for over, under in lit)
    return list(dict.fromkeys(turned))


def _shortest(graph: Graph, here: str) -> tuple[str, ...]:
    """The shortest complete path through an element that lies on one."""
    up = _way(graph.above, here, {job for job in graph.of_kind("job") if not graph.above.get(job)})
    down = _way(graph.below, here, set(graph.of_kind("cash_flow")))
    return (*reversed(up), *down[1:])


def _way(edges: Edges, here: str, ends: set[str]) -> tuple[str, ...]:
    """The shortest way along edges to one of `ends` (breadth first); () where there is none."""
    before: dict[str, str | None] = {here: None}
    waiting = deque((here,))
    while waiting:
        at = waiting.popleft()
        if at in ends:
            return tuple(reversed(_back(before, at)))
        for there in edges.get(at, ()):
            if there not in before:
                before[there] = at
                waiting.append(there)
    return ()


def _back(before: Mapping[str, str | None], end: str) -> list[str]:
    way, at = [], before[end]
    way.append(end)
    while at is not None:
        way.append(at)
        at = before[at]
    return way


def _words(graph: Graph, here: str, up: Mapping[str, int], down: Mapping[str, int], paths: int) -> tuple[Sentence, ...]:
    name, kind = graph.elements[here].element.name, ONE[graph.kind(here)]
    over, under = _counted(graph, up, here), _counted(graph, down, here)
    sentences = [said("{name} is {kind}.", name=name, kind=kind)]
    sentences.append(said("On it hang {what}.", what=over) if over else said("Nothing hangs on it."))
    sentences.append(said("It hangs on {what}.", what=under) if under else said("It hangs on nothing."))
    if paths:
        sentences.append(said("Complete paths through it: {n}.", n=Figure(f"{paths:,}")))
    else:
        sentences.append(said("No path from a job to a cash flow leads through it."))
    return tuple(sentences)


def _counted(graph: Graph, steps: Mapping[str, int], here: str) -> str:
    counts = {kind: sum(graph.kind(name) == kind for name in steps if name != here) for kind in KINDS}
    return listed([counted(kind, count) for kind, count in counts.items() if count])


def counted(kind: Kind, count: int) -> Said:
    """1 job, 12 jobs: elements of a kind."""
    if count == 1:
        return joined((Figure("1"), _SINGLE[kind]), " ")
    return joined((Figure(f"{count:,}"), MANY[kind]), " ")


_SINGLE: dict[Kind, Said] = {
    "job": said("job"),
    "interaction": said("interaction"),
    "decision": said("decision"),
    "component": said("component"),
    "capability": said("capability"),
    "cash_flow": said("cash flow"),
}
