"""The elements of a model as ArchiMate's, each by a key: its own id, `party ID`, `competency NAME`, `step NAME` ..."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from trueup.operating_model.archimate.naming import Identifiers
from trueup.operating_model.archimate.node import TYPE, Node, text_node
from trueup.operating_model.archimate.properties import Definitions
from trueup.operating_model.archimate.words import PARTY_TYPES, TYPES_OF_KIND
from trueup.operating_model.document import OperatingModel, Placed
from trueup.operating_model.parts import (
    SEVEN,
    Capability,
    CashFlow,
    Component,
    Element,
    Interaction,
    Job,
    SevenS,
    Sum,
)


class Made:
    """An element to write: its key, what its identifier shall be, its types, and the rest of it."""

    __slots__ = ("definitions", "key", "node", "types", "wanted")

    def __init__(self, key: str, wanted: str, types: tuple[str, ...], node: Node) -> None:
        self.key, self.wanted, self.types, self.node = key, wanted, types, node


class Builder:
    """Writes elements. `names` are those of the book's parties by id."""

    def __init__(
        self,
        model: OperatingModel,
        names: Mapping[str, str],
        ids: Identifiers,
        definitions: Definitions,
        language: str | None,
    ) -> None:
        self._model, self._ids, self._definitions, self._language = model, ids, definitions, language
        self._outside = {party.id: party.name for party in model.parties}
        self._names = {**names, **self._outside}

    def elements(self) -> Iterator[Made]:
        """All of them: those of the model by layer, then parties, competencies, steps, touchpoints, 7-S checks."""
        for placed in self._model.elements():
            yield self._element(placed)
        for party in parties(self._model):
            yield self._party(party)
        for what, written in (("competency", "Grouping"), ("step", "ValueStream"), ("touchpoint", "BusinessInterface")):
            for name in dict.fromkeys(vars(each).get(what) for each in self._holders(what)):
                if name and name.strip():
                    yield Made(f"{what} {name}", f"{what}-{name}", (written,), self.node(written, name))
        for check in self._model.seven_s:
            yield self._check(check)

    def _holders(self, what: str) -> tuple[Element, ...]:
        return self._model.components if what == "competency" else self._model.interactions

    def node(
        self,
        type: str,
        name: str | None,
        description: str | None = None,
        own: Mapping[str, object] | None = None,
        stated: Mapping[str, str] | None = None,
        *,
        tag: str = "element",
    ) -> Node:
        """An element or relationship: type, name, documentation, properties, in the order of the schema."""
        texts = (("name", name), ("documentation", description))
        children = [text_node(tag, text, self._language) for tag, text in texts if text]
        properties = self._definitions.properties(own or {}, stated or {})
        return Node(tag, {TYPE: type}, children=[*children, properties] if properties is not None else children)

    def _element(self, placed: Placed) -> Made:
        element = placed.element
        types = _types(element) if isinstance(element, Capability) else TYPES_OF_KIND[placed.kind]
        own = {"kind": "decision"} if placed.kind == "decision" else {}
        own |= self.own_id(element.id, element.id)
        node = self.node(types[0], element.name, element.description, own | scalars(element), element.properties)
        return Made(element.id, element.id, types, node)

    def _party(self, party: str) -> Made:
        own = {} if party in self._outside else {"kind": "party"}
        own |= self.own_id(f"party {party}", party)
        return Made(f"party {party}", party, PARTY_TYPES, self.node("BusinessActor", self.party_name(party), own=own))

    def own_id(self, key: str, id: str) -> dict[str, str]:
        """The id as a property, where it cannot be the identifier."""
        return {} if self._ids.of(key, id) == id else {"id": id}

    def party_name(self, party: str) -> str:
        """What people call a party; its id where nobody said."""
        return self._names.get(party, party)

    def _check(self, check: SevenS) -> Made:
        own: dict[str, object] = {"kind": "seven_s", "on": check.on}
        for each in SEVEN:
            score = getattr(check, each)
            if score is not None:
                own |= {each: plain(score.score), f"{each}_why": score.why}
        name = f"7-S: {self.party_name(check.party)}, {check.on}"
        key = check_key(check)
        return Made(key, key, ("Assessment",), self.node("Assessment", name, own=own))


def _types(capability: Capability) -> tuple[str, ...]:
    """A resource is an asset unless a property says what else it is."""
    if capability.kind == "asset":
        return ("Resource",)
    return ("Capability",) if capability.kind is None else ("Capability", "Resource")


def check_key(check: SevenS) -> str:
    """The key of a 7-S check."""
    return f"seven_s {check.party} {check.on}"


def parties(model: OperatingModel) -> Iterator[str]:
    """Every party that the model names, once: those outside of the book first, in the order they are listed."""
    named = (
        party
        for placed in model.elements()
        for name in ("owner", "with_", "provider")
        if (party := vars(placed.element).get(name)) is not None
    )
    checked = (check.party for check in model.seven_s)
    yield from dict.fromkeys((*(party.id for party in model.parties), model.customer, *named, *checked))


def scalars(element: Element) -> dict[str, object]:
    """What an element says of itself besides name, description and links."""
    said: dict[str, object] = {"stage": element.stage, "project": element.project}
    said["kpis"] = " ".join(element.kpis) or None
    if isinstance(element, Job):
        said["job_map"] = element.job_map
    elif isinstance(element, Interaction):
        said |= {"channel": element.channel, "row": element.row}
    elif isinstance(element, Component):
        said |= _component(element)
    elif isinstance(element, Capability):
        said["capability_kind"] = None if element.kind == "asset" else element.kind
        said |= _sum("cost", element.cost)
    elif isinstance(element, CashFlow):
        said |= {"direction": element.direction, "per": element.per, "currency": element.currency}
        said["amount"] = plain(element.amount)
    return said


def _component(component: Component) -> dict[str, object]:
    heat = component.heat
    said: dict[str, object] = {"level": component.level}
    said |= _sum("cost", component.cost) | _sum("revenue", component.revenue)
    return said | {
        "strategic": plain(heat.strategic) if heat is not None else None,
        "gap": plain(heat.gap) if heat is not None else None,
    }


def _sum(name: str, stated: Sum | None) -> dict[str, object]:
    if stated is None:
        return {}
    return {name: plain(stated.amount), f"{name}_currency": stated.currency, f"{name}_per": stated.per}


def plain(number: Decimal | None) -> str | None:
    """A number as xs:decimal writes it."""
    return None if number is None else format(number, "f")
