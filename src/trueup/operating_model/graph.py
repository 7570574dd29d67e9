"""The graph of an operating model: what hangs on what, and everything that one pass over it can tell.

An element hangs on the elements of the next kind that its links lead to, and a whole hangs on its parts. Links go one
kind down and `part_of` is free of cycles (trueup.operating_model.rules), so the graph has none either, and every
question is answered by one pass from the jobs down or from the cash flows up: O(elements + links).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from trueup.operating_model.document import OperatingModel, Placed
from trueup.operating_model.parts import PART_OF, Kind
from trueup.vocabulary import UnknownName, did_you_mean

Edges = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Graph:
    """Elements by id, from the jobs down; `below` what each hangs on, `above` what hangs on it, `parts` of a whole."""

    elements: Mapping[str, Placed]
    below: Edges
    above: Edges
    parts: Edges

    @classmethod
    def of(cls, model: OperatingModel) -> Graph:
        """The graph of a model that holds together (its rules find no error)."""
        elements = {placed.element.id: placed for placed in model.elements()}
        ties = list(model.ties())
        within = [(tie.target, tie.source) for tie in ties if tie.kind == PART_OF]
        down = [(tie.source, tie.target) for tie in ties if tie.kind != PART_OF]
        return cls._of(elements, [*within, *down], within)

    @classmethod
    def _of(
        cls, elements: Mapping[str, Placed], edges: Collection[tuple[str, str]], within: Iterable[tuple[str, str]]
    ) -> Graph:
        return cls(elements, _ends(edges), _ends((target, source) for source, target in edges), _ends(within))

    def without(self, gone: Collection[str]) -> Graph:
        """The same without some elements and every link of theirs."""
        elements = {name: placed for name, placed in self.elements.items() if name not in gone}
        edges = [each for each in self.edges if each[0] in elements and each[1] in elements]
        within = [(whole, part) for whole, part in _pairs(self.parts) if whole in elements and part in elements]
        return self._of(elements, edges, within)

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """Every pair of an element and one that it hangs on, each once."""
        return tuple(_pairs(self.below))

    def kind(self, id: str) -> Kind:
        """The kind of an element."""
        return self.elements[id].kind

    def of_kind(self, kind: Kind, among: Collection[str] | None = None) -> tuple[str, ...]:
        """The elements of a kind, all or those of `among`, in the order of the document."""
        return tuple(
            name for name, placed in self.elements.items() if placed.kind == kind and (among is None or name in among)
        )

    def named(self, text: str) -> str:
        """The id of an element by its id, or by its name where only one has it. UnknownName with the nearest."""
        if text in self.elements:
            return text
        wanted = text.strip().casefold()
        same = [name for name, placed in self.elements.items() if placed.element.name.casefold() == wanted]
        if len(same) == 1:
            return same[0]
        if same:
            raise UnknownName(f"{len(same)} elements are called {text!r}", do=f"say which: {', '.join(same[:8])}")
        names = (*self.elements, *(placed.element.name for placed in self.elements.values()))
        some = ", ".join(list(self.elements)[:8]) or "none"
        raise UnknownName(f"there is no element {text!r} in the model", do=did_you_mean(text, names) or f"some: {some}")

    def steps(self, start: str, *, up: bool = False) -> dict[str, int]:
        """Everything that an element hangs on (`up`: that hangs on it) with the fewest links to it; 0 is itself."""
        edges, found, waiting = self.above if up else self.below, {start: 0}, deque((start,))
        while waiting:
            here = waiting.popleft()
            for there in edges.get(here, ()):
                if there not in found:
                    found[there] = found[here] + 1
                    waiting.append(there)
        return found

    def reached(self, starts: Iterable[str], edges: Edges) -> frozenset[str]:
        """The elements `starts` and everything that edges lead to from them."""
        found = set(starts)
        waiting = list(found)
        while waiting:
            for there in edges.get(waiting.pop(), ()):
                if there not in found:
                    found.add(there)
                    waiting.append(there)
        return frozenset(found)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Every element, each before all that it hangs on (Kahn, 1962)."""
        open_above = {name: len(self.above.get(name, ())) for name in self.elements}
        order = [name for name, count in open_above.items() if count == 0]
        for here in order:  # grows while it is read
            for there in self.below.get(here, ()):
                open_above[there] -= 1
                if open_above[there] == 0:
                    order.append(there)
        return tuple(order)

    @cached_property
    def from_jobs(self) -> frozenset[str]:
        """Every job and everything that some job hangs on."""
        return self.reached(self.of_kind("job"), self.below)

    @cached_property
    def to_cash(self) -> frozenset[str]:
        """Every cash flow and everything that hangs on one."""
        return self.reached(self.of_kind("cash_flow"), self.above)

    @cached_property
    def complete(self) -> frozenset[str]:
        """The elements that lie on a complete path: a chain of links from a job down to a cash flow."""
        return self.from_jobs & self.to_cash

    @cached_property
    def paths_from_top(self) -> Mapping[str, int]:
        """For each element: how many chains lead to it from jobs that are part of no other."""
        counts: dict[str, int] = {}
        for here in self.order:
            own = int(self.kind(here) == "job" and not self.above.get(here))
            counts[here] = own + sum(counts[over] for over in self.above.get(here, ()))
        return counts

    @cached_property
    def paths_to_cash(self) -> Mapping[str, int]:
        """For each element: how many chains lead from it to a cash flow."""
        counts: dict[str, int] = {}
        for here in reversed(self.order):
            own = int(self.kind(here) == "cash_flow")
            counts[here] = own + sum(counts[under] for under in self.below.get(here, ()))
        return counts

    @cached_property
    def paths(self) -> int:
        """Complete paths, from jobs that are part of no other: counted, never listed, since there may be millions."""
        return sum(self.paths_from_top[flow] for flow in self.of_kind("cash_flow"))


def _ends(edges: Iterable[tuple[str, str]]) -> Edges:
    found: dict[str, dict[str, None]] = {}
    for source, target in edges:
        found.setdefault(source, {})[target] = None
    return {source: tuple(targets) for source, targets in found.items()}


def _pairs(edges: Edges) -> Iterable[tuple[str, str]]:
    return ((source, target) for source, targets in edges.items() for target in targets)
