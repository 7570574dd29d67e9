"""A view of the model, so that there is something to see: a band a kind, from the jobs down to the cash flows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trueup.operating_model.archimate.built import Built
from trueup.operating_model.archimate.naming import Identifiers
from trueup.operating_model.archimate.node import TYPE, Node, text_node

_OURS = "trueup-view"
_ACROSS = 12
"""So many boxes stand beside each other before a band takes another row."""
_WIDTH, _HEIGHT, _GAP, _BETWEEN, _EDGE = 150, 60, 15, 45, 20


def view(built: Built, layers: Iterable[Sequence[str]], ids: Identifiers) -> Node:
    """The diagram: each element of a layer (its keys, in order) once, and every relationship between two shown."""
    nodes: dict[str, Node] = {}
    top = _EDGE
    for keys in layers:
        for number, key in enumerate(keys):
            row, column = divmod(number, _ACROSS)
            place = (_EDGE + column * (_WIDTH + _GAP), top + row * (_HEIGHT + _GAP))
            element = built.elements[key].identifier
            nodes[element] = _box(ids.of(f"box {key}"), element, place)
        rows = -(-len(keys) // _ACROSS)
        top += rows * (_HEIGHT + _GAP) + _BETWEEN
    lines = [
        _line(ids.of(f"line {key}"), each, nodes)
        for key, each in built.relationships.items()
        if each.attributes["source"] in nodes and each.attributes["target"] in nodes
    ]
    name = text_node("name", "Trueup: operating model", _language(built))
    head = {"identifier": ids.of("the view", _OURS), TYPE: "Diagram"}
    return Node("view", head, children=[name, *nodes.values(), *lines])


def is_ours(node: Node) -> bool:
    """Whether Trueup wrote a view, and nobody gave it another name: then it is drawn anew each time."""
    return node.identifier.startswith(_OURS) and node.words("name").startswith("Trueup:")


def _language(built: Built) -> str | None:
    name = built.head.first("name")
    return next(iter(name.attributes.values()), None) if name is not None else None


def _box(identifier: str, element: str, place: tuple[int, int]) -> Node:
    x, y = map(str, place)
    size = {"x": x, "y": y, "w": str(_WIDTH), "h": str(_HEIGHT)}
    return Node("node", {"identifier": identifier, "elementRef": element, TYPE: "Element"} | size)


def _line(identifier: str, relationship: Node, nodes: dict[str, Node]) -> Node:
    ends = {end: nodes[relationship.attributes[end]].identifier for end in ("source", "target")}
    return Node(
        "connection",
        {"identifier": identifier, "relationshipRef": relationship.identifier, TYPE: "Relationship"} | ends,
    )
