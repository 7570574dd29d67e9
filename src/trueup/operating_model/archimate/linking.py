"""Relationships of a file as links of a model, or as what elements say of parties and of names that they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from trueup.operating_model.archimate.beside import AS
from trueup.operating_model.archimate.mapping import Mapped
from trueup.operating_model.archimate.naming import Ids
from trueup.operating_model.archimate.node import Node
from trueup.operating_model.archimate.properties import Names
from trueup.operating_model.archimate.words import LINK_OF_TYPE, RELATIONSHIP_TYPES, WHOLE_TO_PART
from trueup.operating_model.metamodel import NESTED, ONE, is_allowed
from trueup.operating_model.parts import PART_OF

_FIELDS: Mapping[str, str] = {"job": "interaction", "jobs": "interaction", "part_of": "job", "parent": "capability"}
"""Links that stand at an element, and the kind of that element."""
_ROLES: Mapping[str, tuple[str, ...]] = {
    "owner": ("interaction", "decision"),
    "with": ("interaction",),
    "provider": ("component", "capability", "cash_flow"),
}
_SHARED_BY: Mapping[str, tuple[tuple[str, ...], str]] = {
    "competency": (WHOLE_TO_PART, "component"),
    "step": (("Realization",), "interaction"),
    "touchpoint": (("Serving",), "interaction"),
}


class LinkReader:
    """Reads relationships into `mapped`. Afterwards `links` and `nodes` (by key) have them, `opaque` what is left."""

    def __init__(self, mapped: Mapped, names: Names, customer: str) -> None:
        self._mapped, self._names, self._customer = mapped, names, customer
        self._ids, self._taken = Ids(()), set[str]()
        self._pairs: set[tuple[str, str, str | None]] = set()
        self.links: list[dict[str, Any]] = []
        self.link_nodes: list[Node] = []
        self.nodes: dict[str, Node] = {}
        self.opaque: list[tuple[Node, str]] = []
        self.used: set[str] = set()
        """Identifiers of shared names and checks that a relationship speaks of."""

    def read(self, relationships: Iterable[Node]) -> None:
        """Every relationship, in the order of the file."""
        for node in relationships:
            own = self._names.own(node)
            why = self._read(node, own)
            if why is not None:
                self.opaque.append((node, why))

    def _read(self, node: Node, own: Mapping[str, str]) -> str | None:
        if node.type not in RELATIONSHIP_TYPES:
            return "this type is not in ArchiMate 3.2"
        role = own.get("as", "")
        if role in {"cash", AS}:
            return None
        ends = node.attributes["source"], node.attributes["target"]
        if set(ends) <= self._mapped.kinds.keys():
            return self._link(node, ends, role, own)
        for one, other in (ends, ends[::-1]):
            if one in self._mapped.checks and other in self._mapped.parties:
                return self._check(node, one, other)
            if other in self._mapped.kinds and one in {**self._mapped.parties, **self._mapped.shared}:
                return self._said_of(node, one, other, role)
        return "one of its ends is kept as it is"

    def _said_of(self, node: Node, one: str, element: str, role: str) -> str | None:
        if one in self._mapped.parties:
            return self._party(node, one, element, role)
        return self._share(node, one, element)

    def _party(self, node: Node, party: str, element: str, role: str) -> str | None:
        kind = self._mapped.kinds[element]
        role = role or self._role(node.type, self._mapped.parties[party], kind)
        raw = self._mapped.raw[element]
        if kind not in _ROLES.get(role, ()):
            return f"{node.type} between a party and {ONE[kind]} says nothing that Trueup keeps"
        if role in raw:
            return f"its {role} is another party already"
        raw[role] = self._mapped.parties[party]
        self.nodes[f"{role} {raw['id']}"] = node
        return None

    def _role(self, type: str, party: str, kind: str) -> str:
        """What a party is to an element where no property says so: who is assigned does it, or provides it."""
        if type not in {"Assignment", "Realization"} or (type == "Realization" and kind != "capability"):
            return ""
        if kind in {"interaction", "decision"}:
            return "owner" if party == self._customer or kind == "decision" else "with"
        return "provider" if party != self._customer else ""

    def _share(self, node: Node, shared: str, element: str) -> str | None:
        what, name = self._mapped.shared[shared]
        types, kind = _SHARED_BY[what]
        outwards = what == "step"
        right = node.attributes["source"] == (element if outwards else shared)
        raw = self._mapped.raw[element]
        if node.type not in types or kind != self._mapped.kinds[element] or not right:
            return f"{node.type} does not say that something has a {what}"
        if what in raw:
            return f"it has another {what} already"
        raw[what] = name
        self.used.add(shared)
        self.nodes[f"{what} {raw['id']}"] = node
        return None

    def _check(self, node: Node, check: str, party: str) -> str | None:
        raw = self._mapped.checks[check]
        if "party" in raw:
            return "the check is of another party already"
        raw["party"] = self._mapped.parties[party]
        self.used.add(check)
        key = f"seven_s {raw['party']} {raw['on']}"
        self.nodes[f"of {key}"] = node
        self._mapped.nodes[key] = self._mapped.by_identifier[check]
        return None

    def _link(self, node: Node, ends: tuple[str, str], role: str, own: Mapping[str, str]) -> str | None:
        if node.type in WHOLE_TO_PART or role in {"part_of", "parent"} or own.get("link") == PART_OF:
            return self._part(node, ends, role, own)
        source, target = ends
        kinds = self._mapped.kinds
        if not is_allowed(kinds[source], kinds[target], None):
            source, target = target, source
        if not is_allowed(kinds[source], kinds[target], None):
            one, other = (ONE[kinds[end]] for end in ends)
            return f"no link leads from {one} to {other}: only from one layer to the next"
        if role in {"job", "jobs"}:
            return self._at_interaction(node, source, target, role)
        kind = own["link"] or None if "link" in own else (None if role == "link" else LINK_OF_TYPE.get(node.type))
        return self._stated(node, source, target, kind, role)

    def _part(self, node: Node, ends: tuple[str, str], role: str, own: Mapping[str, str]) -> str | None:
        whole, part = ends
        kinds = self._mapped.kinds
        if kinds[whole] != kinds[part] or kinds[part] not in NESTED:
            return f"{ONE[kinds[part]]} is no part of {ONE[kinds[whole]]}"
        raw = self._mapped.raw[part]
        if role in {"part_of", "parent"} and _FIELDS[role] == kinds[part] and role not in raw:
            why = self._said(node, part, whole, PART_OF, role)
            if why is None:
                raw[role] = self._mapped.id(whole)
            return why
        return self._stated(node, part, whole, PART_OF, role)

    def _at_interaction(self, node: Node, job: str, interaction: str, role: str) -> str | None:
        raw = self._mapped.raw[interaction]
        if role == "job" and "job" in raw:
            role = "jobs"
        why = self._said(node, job, interaction, None, role)
        if why is None:
            name = self._mapped.id(job)
            raw.update({"job": name} if role == "job" else {"jobs": [*raw.get("jobs", []), name]})
        return why

    def _id(self, node: Node) -> str:
        """As for elements: a copy does not get the id of its original."""
        stated = self._names.own(node).get("id", "")
        found = stated if stated and stated not in self._taken else self._ids.of(node.identifier)
        self._taken.add(found)
        return found

    def _said(self, node: Node, source: str, target: str, kind: str | None, role: str) -> str | None:
        """Note that a link is stated, and its node; or say that it is stated already."""
        pair = self._mapped.id(source), self._mapped.id(target), kind
        if pair in self._pairs:
            return "this link is stated by another relationship already"
        self._pairs.add(pair)
        self.nodes[f"{role} {pair[0]} {pair[1]}"] = node
        return None

    def _stated(self, node: Node, source: str, target: str, kind: str | None, role: str) -> str | None:
        ends = self._mapped.id(source), self._mapped.id(target)
        if (*ends, kind) in self._pairs:
            return "this link is stated by another relationship already"
        self._pairs.add((*ends, kind))
        link: dict[str, Any] = {"from": ends[0], "to": ends[1], "kind": kind}
        if role != "link":
            link["id"] = self._id(node)
        name, why = node.words("name"), node.first("documentation")
        link |= {"name": name or None, "why": why.text if why is not None and why.text else None}
        self.links.append(link | {"properties": self._names.plain(node)})
        self.link_nodes.append(node)
        key = f"link {link['id']}" if role != "link" else f"link {ends[0]} {ends[1]} {kind or ''}".strip()
        self.nodes[key] = node
        return None
