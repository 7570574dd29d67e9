"""What a file of another tool held besides Trueup's words: kept in `opaque`, and put back when the model goes out.

`at` says what a piece is: `element` and `relationship`, for which Trueup has no word; `element of KEY` and
`relationship of KEY`, how the other tool had written what Trueup knows by that key (other languages, further
properties); `model`, `metadata`, `organizations`, `propertyDefinition` and `views`, the rest of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from trueup.operating_model.archimate.node import Node, as_text
from trueup.operating_model.archimate.reading import read_xml
from trueup.operating_model.parts import Opaque

OF = " of "
_REFERENCES = ("elementRef", "relationshipRef", "conceptRef", "identifierRef", "source", "target", "ref", "viewRef")
"""Attributes that name an identifier and, when that is gone, make their element mean nothing."""


class Kept:
    """The opaque parts of a document, read."""

    def __init__(self, opaque: Sequence[Opaque]) -> None:
        self._parts = [(part, read_xml(part.xml.encode(), f"opaque {part.id or part.at}")) for part in opaque]

    def nodes(self) -> list[Node]:
        """All of them."""
        return [node for _, node in self._parts]

    def at(self, place: str) -> list[Node]:
        """The parts of that place, in their order."""
        return [node for part, node in self._parts if part.at == place]

    def originals(self, name: str) -> dict[str, Node]:
        """By key, how another tool had written it; `name` is element or relationship."""
        start = name + OF
        return {part.at.removeprefix(start): node for part, node in self._parts if part.at.startswith(start)}

    def identifiers(self) -> Iterator[str]:
        """Every identifier in what is kept, but for those that belong to a key."""
        return (
            each.identifier for part, node in self._parts if OF not in part.at for each in node.all() if each.identifier
        )


def opaque(node: Node, at: str, identifier: str | None = None) -> Opaque:
    """The part that keeps a node."""
    return Opaque(id=identifier, at=at, xml=as_text(node))


def known_identifiers(nodes: Iterable[Node]) -> set[str]:
    """Every identifier in these."""
    return {each.identifier for node in nodes for each in node.all() if each.identifier}


def pruned(node: Node, known: set[str]) -> Node | None:
    """The node without what refers to something that is gone, and without what refers to that; None if nothing stays.

    `known` are the identifiers outside of it.
    """
    while True:
        cut = _pruned(node, known | known_identifiers([node]))
        if cut is None or cut == node:
            return cut
        node = cut


def _pruned(node: Node, known: set[str]) -> Node | None:
    return _without(node, lambda each: any(each.attributes.get(name, "") not in known for name in _named(each)))


def _named(node: Node) -> Iterator[str]:
    return (name for name in _REFERENCES if name in node.attributes)


def _without(node: Node, lost: Callable[[Node], bool]) -> Node | None:
    if lost(node):
        return None
    children = [kept for child in node.children if (kept := _without(child, lost)) is not None]
    return Node(node.name, node.attributes, node.text, children, node.line, node.namespace)
