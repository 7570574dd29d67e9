"""Properties and their definitions: in a file each value names a definition, which has the name and the type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from trueup.operating_model.archimate.naming import Identifiers
from trueup.operating_model.archimate.node import LANG, Node, text_node
from trueup.operating_model.archimate.words import DATA_TYPES, PREFIX
from trueup.vocabulary import InputError


class Definitions:
    """The definitions of a file that goes out: those it came in with, and what else is needed."""

    def __init__(self, kept: Iterable[Node], ids: Identifiers, language: str | None) -> None:
        self.nodes = list(kept)
        self._ids, self._language = ids, language
        self._of = {node.words("name"): node.identifier for node in reversed(self.nodes)}

    def identifier(self, name: str) -> str:
        """That of the definition of a property, made where there is none."""
        if name not in self._of:
            self._of[name] = self._ids.of(f"property {name}", f"property-{name.removeprefix(PREFIX)}")
            own = name.removeprefix(PREFIX) if name.startswith(PREFIX) else ""
            named = text_node("name", name, self._language)
            self.nodes.append(
                Node(
                    "propertyDefinition",
                    {"identifier": self._of[name], "type": DATA_TYPES.get(own, "string")},
                    children=[named],
                )
            )
        return self._of[name]

    def properties(self, own: Mapping[str, object], stated: Mapping[str, str]) -> Node | None:
        """What Trueup says of something and what people stated, as one element; None where it is nothing.

        Raises InputError for a stated property whose name begins like Trueup's own, or that has no name.
        """
        for name in stated:
            if name.startswith(PREFIX) or not name.strip() or name != name.strip():
                what = f"a property is named {name!r}"
                raise InputError(what, do=f"give it another name: not empty, and {PREFIX} is Trueup's own")
        values = {PREFIX + name: str(value) for name, value in own.items() if value is not None} | dict(stated)
        nodes = [self._property(name, value) for name, value in values.items()]
        return Node("properties", children=nodes) if nodes else None

    def _property(self, name: str, value: str) -> Node:
        definition = {"propertyDefinitionRef": self.identifier(name)}
        return Node("property", definition, children=[text_node("value", value, self._language)])


class Names:
    """The names of the properties that a file defines, by identifier."""

    def __init__(self, definitions: Iterable[Node], language: str | None) -> None:
        self.name = {node.identifier: node.words("name") for node in definitions}
        self._language = language
        self._often = Counter(self.name.values())

    def own(self, node: Node) -> dict[str, str]:
        """What Trueup said of an element when it wrote it, by name without the prefix."""
        return {
            name.removeprefix(PREFIX): each.words("value")
            for each in self._all(node)
            if (name := self.name[each.attributes["propertyDefinitionRef"]]).startswith(PREFIX)
        }

    def plain(self, node: Node) -> dict[str, str]:
        """The properties that are a name with one value, given once: what a document keeps of them."""
        found: dict[str, str] = {}
        for each in self._all(node):
            name = self.name[each.attributes["propertyDefinitionRef"]]
            if self.is_plain(each) and name not in found:
                found[name] = each.children[0].text
        return found

    def is_plain(self, node: Node) -> bool:
        """Whether a document can hold a property as name and text, and it is not Trueup's own."""
        name = self.name.get(node.attributes.get("propertyDefinitionRef", ""), "")
        values = node.children
        return (
            bool(name)
            and not name.startswith(PREFIX)
            and self._often[name] == 1
            and len(values) == 1
            and values[0].name == "value"
            and values[0].attributes.get(LANG) in {None, self._language}
        )

    def is_own(self, node: Node) -> bool:
        """Whether Trueup wrote a property, and writes it anew."""
        return self.name.get(node.attributes.get("propertyDefinitionRef", ""), "").startswith(PREFIX)

    @staticmethod
    def _all(node: Node) -> Iterator[Node]:
        properties = node.first("properties")
        return properties.named("property") if properties is not None else iter(())
