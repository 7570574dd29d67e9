"""Elements of a file as those of a model: what each becomes, or why it is kept as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from trueup.operating_model.archimate.beside import KINDS
from trueup.operating_model.archimate.naming import Ids, as_id
from trueup.operating_model.archimate.node import Node
from trueup.operating_model.archimate.properties import Names
from trueup.operating_model.archimate.words import ELEMENT_TYPES, KIND_OF_TYPE, PARTY_TYPES
from trueup.operating_model.document import LISTS
from trueup.operating_model.parts import SEVEN, Kind

_NO_WORD = "Trueup has no word for this type"
_LONGEST = 500
SHARED: Mapping[str, str] = {"Grouping": "competency", "ValueStream": "step", "BusinessInterface": "touchpoint"}
"""Types that name something which several elements share; they are read where a relationship says so."""
_TEXT: Mapping[Kind, tuple[str, ...]] = {
    "job": ("job_map",),
    "interaction": ("channel", "row"),
    "decision": (),
    "component": ("level",),
    "capability": (),
    "cash_flow": ("direction", "amount", "currency", "per"),
}


@dataclass(slots=True)
class Mapped:
    """What was understood. All by the identifier in the file."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    raw: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Elements as their document states them."""
    parties: dict[str, str] = field(default_factory=dict)
    """Identifier to the id of a party."""
    outside: list[dict[str, str]] = field(default_factory=list)
    shared: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Identifier to what it is (competency, step, touchpoint) and its name."""
    checks: dict[str, dict[str, Any]] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    """Key to the element as it was written."""
    opaque: list[tuple[Node, str]] = field(default_factory=list)
    """What is kept, and why."""
    beside: int = 0
    """How many elements were left to documents of their own."""
    by_identifier: dict[str, Node] = field(default_factory=dict)
    """What means something only where a relationship says so: shared names and checks."""

    def id(self, identifier: str) -> str:
        """The id of an element of the model."""
        return str(self.raw[identifier]["id"])


class ElementReader:
    """Reads elements. `book` are the parties of the book: name by id; `customer` is whose model it is."""

    def __init__(self, nodes: Iterable[Node], names: Names, book: Mapping[str, str], customer: str) -> None:
        self._nodes, self._names, self._book, self._customer = tuple(nodes), names, book, customer
        self._own = {node.identifier: names.own(node) for node in self._nodes}
        party = [node.identifier for node in self._nodes if node.type in PARTY_TYPES]
        self._party_ids = Ids([*book, customer, *self._stated(party)])
        self._ids = Ids(self._stated(self._own.keys() - set(party)))
        self._by_name = {name.casefold(): party for party, name in book.items()}
        self.mapped = Mapped()

    def _stated(self, identifiers: Iterable[str]) -> set[str]:
        """The ids that Trueup gave these."""
        return {self._own[each]["id"] for each in identifiers if "id" in self._own[each]}

    def read(self) -> Mapped:
        """Every element, in the order of the file. Raises KeyError for nothing: what has no word is kept."""
        for node in self._nodes:
            why = self._read(node, self._own[node.identifier])
            if why is not None:
                self.mapped.opaque.append((node, why))
        return self.mapped

    def _read(self, node: Node, own: Mapping[str, str]) -> str | None:
        """Take in one element, or say why not."""
        name = node.words("name")
        if own.get("kind") in KINDS:
            self.mapped.beside += 1
            return None
        if node.type not in ELEMENT_TYPES:
            return "this type is not in ArchiMate 3.2"
        if not 0 < len(name) <= _LONGEST:
            return f"its name is longer than {_LONGEST} characters" if name else "it has no name"
        return self._named(node, name, own)

    def _named(self, node: Node, name: str, own: Mapping[str, str]) -> str | None:
        if node.type in PARTY_TYPES:
            return self._party(node, name, own)
        if node.type in SHARED:
            return self._share(node, name)
        if own.get("kind") == "seven_s":
            return self._check(node, own)
        if node.type not in KIND_OF_TYPE:
            return _NO_WORD
        return self._element(node, name, own)

    def _element(self, node: Node, name: str, own: Mapping[str, str]) -> str | None:
        kind: Kind = "decision" if own.get("kind") == "decision" else KIND_OF_TYPE[node.type]
        if kind == "cash_flow" and "direction" not in own:
            return "a value is a cash flow only with the property trueup:direction (in or out)"
        raw = {"id": self._id(node, own), "name": name}
        documentation = node.first("documentation")
        if documentation is not None and documentation.text:
            raw["description"] = documentation.text
        said = raw | scalars(kind, own) | {"properties": self._names.plain(node)}
        if node.type == "Resource":
            said.setdefault("kind", "asset")
        self.mapped.kinds[node.identifier] = kind
        self.mapped.raw[node.identifier] = said
        self.mapped.nodes[str(raw["id"])] = node
        return None

    def _id(self, node: Node, own: Mapping[str, str]) -> str:
        """The id that Trueup gave it; a copy made in another tool has that of its original, and gets its own."""
        stated = own.get("id")
        if stated and stated not in self.mapped.nodes:
            return stated
        return self._ids.of(node.identifier)

    def _party(self, node: Node, name: str, own: Mapping[str, str]) -> str | None:
        party = own.get("id") or self._known(node, name, own) or self._party_ids.of(node.identifier)
        if party in self.mapped.parties.values():
            return "there is another element for this party"
        self.mapped.parties[node.identifier] = party
        self.mapped.nodes[f"party {party}"] = node
        if own.get("kind") != "party" and party not in self._book and party != self._customer:
            self.mapped.outside.append({"id": party, "name": name})
        return None

    def _known(self, node: Node, name: str, own: Mapping[str, str]) -> str | None:
        """The party of the book with that id or name."""
        if own.get("kind") == "party" or node.identifier in {*self._book, self._customer}:
            return as_id(node.identifier)
        return self._by_name.get(name.casefold())

    def _share(self, node: Node, name: str) -> str | None:
        what = SHARED[node.type]
        if (what, name) in self.mapped.shared.values():
            return f"there is another {what} of this name"
        if what == "touchpoint" and not _is_touchpoint(name):
            return "a touchpoint is named JOURNEY/STEP"
        self.mapped.shared[node.identifier] = what, name
        self.mapped.by_identifier[node.identifier] = node
        self.mapped.nodes[f"{what} {name}"] = node
        return None

    def _check(self, node: Node, own: Mapping[str, str]) -> str | None:
        scores: dict[str, Any] = {
            name: {"score": own[name], "why": own.get(f"{name}_why")} for name in SEVEN if own.get(name) is not None
        }
        self.mapped.checks[node.identifier] = {"on": own.get("on"), **scores}
        self.mapped.by_identifier[node.identifier] = node
        return None


def scalars(kind: Kind, own: Mapping[str, str]) -> dict[str, Any]:
    """What the properties of an element say, by the keys of a document."""
    said: dict[str, Any] = {key: own[key] for key in ("stage", "project", *_TEXT[kind]) if key in own}
    if own.get("kpis"):
        said["kpis"] = own["kpis"].split()
    if kind == "capability" and "capability_kind" in own:
        said["kind"] = own["capability_kind"]
    if kind in {"component", "capability"}:
        said |= {name: _sum(name, own) for name in ("cost", "revenue") if name in own}
    heat = {name: own[name] for name in ("strategic", "gap") if name in own}
    return said | ({"heat": heat} if heat and kind == "component" else {})


def _sum(name: str, own: Mapping[str, str]) -> dict[str, str]:
    keys = {"amount": name, "currency": f"{name}_currency", "per": f"{name}_per"}
    return {key: own[name] for key, name in keys.items() if name in own}


def _is_touchpoint(name: str) -> bool:
    journey, _, step = name.partition("/")
    return bool(journey and step) and "/" not in step and not journey[0].isspace()


def in_lists(mapped: Mapped) -> dict[str, list[dict[str, Any]]]:
    """The elements as the lists of a document."""
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in LISTS.values()}
    for identifier, raw in mapped.raw.items():
        lists[LISTS[mapped.kinds[identifier]]].append(raw)
    return lists
