"""Put what Trueup says now over how another tool had written it: what Trueup has no word for stays as it was."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.operating_model.archimate.node import TYPE, Node
from trueup.operating_model.archimate.properties import Names

_ORDER = ("name", "documentation")


def overlaid(original: Node, made: Node, names: Names, types: tuple[str, ...] = ()) -> Node:
    """The node to write. `types` are those that mean the same: the original's stays where it is one of them."""
    attributes = original.attributes | made.attributes
    if original.type in types:
        attributes[TYPE] = original.type
    children = [*_texts(original, made), *_others(original)]
    properties = _properties(original.first("properties"), made.first("properties"), names)
    if properties is not None:
        children.append(properties)
    return Node(made.name, attributes, made.text, children)


def _texts(original: Node, made: Node) -> Iterator[Node]:
    """Names, then documentation: the first of each says what Trueup says, the others are in other languages."""
    for name in _ORDER:
        now, before = made.first(name), list(original.named(name))
        if now is not None:
            attributes = before[0].attributes if before else now.attributes
            same = before and before[0].text.strip() == now.text
            yield before[0] if same else Node(name, attributes, now.text)
        yield from before[1:]


def _others(original: Node) -> Iterator[Node]:
    return (each for each in original.children if each.name not in (*_ORDER, "properties"))


def _properties(original: Node | None, made: Node | None, names: Names) -> Node | None:
    now = {each.attributes["propertyDefinitionRef"]: each for each in made.children} if made is not None else {}
    nodes: list[Node] = []
    said: set[str] = set()
    for each in original.children if original is not None else ():
        definition = each.attributes.get("propertyDefinitionRef", "")
        if names.is_own(each) or (names.is_plain(each) and definition not in said and definition not in now):
            continue
        if names.is_plain(each) and definition not in said:
            nodes.append(_valued(each, now.pop(definition)))
        else:
            nodes.append(each)
        said.add(definition)
    nodes += now.values()
    return Node("properties", children=nodes) if nodes else None


def _valued(before: Node, made: Node) -> Node:
    value, text = before.children[0], made.children[0].text
    if value.text == text:
        return before
    return Node("property", before.attributes, "", [Node("value", value.attributes, text)])
