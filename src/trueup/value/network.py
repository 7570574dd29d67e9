"""The benefits dependency network: what has to change, by whom, before a benefit can come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from trueup.vocabulary import Issue, did_you_mean, said

Kind = Literal["enabler", "enabling_change", "business_change", "benefit", "objective"]
_CHANGES = frozenset({"enabling_change", "business_change"})


@dataclass(frozen=True, slots=True)
class Node:
    """A means, a change, a benefit or an objective; `enables` are the nodes that depend on it."""

    id: str
    kind: Kind
    owner: str | None = None
    enables: tuple[str, ...] = ()


def network_issues(nodes: Sequence[Node]) -> tuple[Issue, ...]:
    """All that is wrong with a network: dangling links, a cycle (printed), gaps and nodes without an owner.

    After Ward and Daniel (2006): enablers lead through changes to benefits and objectives, and each node has one owner.
    """
    known = {node.id: node for node in nodes}
    found = [*_dangling(nodes, known)]
    cycle = cycle_in(nodes)
    if cycle:
        message = said("a cycle: {cycle}", cycle=" -> ".join(cycle))
        do = said("a benefit cannot enable itself: cut one link")
        found.append(Issue("error", message, path=cycle[0], suggestion=do))
    return (*found, *_gaps(nodes, known), *_ownerless(nodes))


def cycle_in(nodes: Iterable[Node]) -> tuple[str, ...]:
    """One cycle as the ids along it, the first repeated at the end; empty where there is none."""
    links = {node.id: node.enables for node in nodes}
    done: set[str] = set()
    for start in links:
        found = _walk(start, links, done)
        if found:
            return found
    return ()


def _walk(start: str, links: Mapping[str, tuple[str, ...]], done: set[str]) -> tuple[str, ...]:
    """Depth first from `start`, without recursion: `trail` is the way here, each stop with what is left to follow."""
    trail = [start]
    left = [iter(links[start])]
    while trail:
        target = next(left[-1], None)
        if target is None:
            done.add(trail.pop())
            left.pop()
        elif target in trail:
            return (*trail[trail.index(target) :], target)
        elif target in links and target not in done:
            trail.append(target)
            left.append(iter(links[target]))
    return ()


def _dangling(nodes: Sequence[Node], known: Mapping[str, Node]) -> Iterable[Issue]:
    for node in nodes:
        for target in node.enables:
            if target not in known:
                message = said("{id} enables {target}, which is not there", id=node.id, target=repr(target))
                yield Issue("error", message, path=node.id, suggestion=did_you_mean(target, known))


def _gaps(nodes: Sequence[Node], known: Mapping[str, Node]) -> Iterable[Issue]:
    """A benefit that no change leads to, and an enabler that leads to nothing."""
    brought = {target for node in nodes if node.kind in _CHANGES for target in node.enables}
    for node in nodes:
        if node.kind == "benefit" and node.id not in brought:
            message = said("no change leads to the benefit {id}", id=node.id)
            advice = said("say what people will do differently")
            yield Issue("soon", message, path=node.id, suggestion=advice)
        if node.kind == "enabler" and not any(target in known for target in node.enables):
            message = said("the enabler {id} leads to nothing", id=node.id)
            advice = said("link it to a change, or leave it out")
            yield Issue("soon", message, path=node.id, suggestion=advice)


def _ownerless(nodes: Sequence[Node]) -> Iterable[Issue]:
    for node in nodes:
        if node.owner is None:
            message = said("nobody owns {id}", id=node.id)
            yield Issue("soon", message, path=node.id, suggestion=said("name one owner"))
