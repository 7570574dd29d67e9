"""The file as a whole: that it is this format, that every identifier is given once, and that every reference holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trueup.operating_model.archimate.node import ARCHIMATE, LANG, TYPE, Node
from trueup.operating_model.archimate.reading import read_xml
from trueup.vocabulary import SourceError, did_you_mean

SHOWN = 20
_COMPARED = 20_000
_OLD = "http://www.opengroup.org/xsd/archimate"
_ARCHI = "http://www.archimatetool.com/archimate"
_EXPORT = "in Archi: File > Export > Model to Open Exchange File"
_IN_VIEWS = ("elementRef", "relationshipRef", "conceptRef", "source", "target")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A file that holds together."""

    head: Node
    elements: tuple[Node, ...]
    relationships: tuple[Node, ...]
    definitions: tuple[Node, ...]
    organizations: tuple[Node, ...]
    views: tuple[Node, ...]
    metadata: tuple[Node, ...]

    @property
    def language(self) -> str | None:
        """The language of the model's name, which is taken for that of the file."""
        name = self.head.first("name")
        return name.attributes.get(LANG) if name is not None else None


_CONTAINERS = ("metadata", "elements", "relationships", "organizations", "propertyDefinitions", "views")


def read_exchange(data: bytes, where: str) -> Exchange:
    """Read and check a file. Raises SourceError that lists, by line, everything that does not hold together."""
    root = read_xml(data, where)
    _is_model(root, where)
    exchange = Exchange(
        head=_head(root),
        elements=_inside(root, "elements", "element"),
        relationships=_inside(root, "relationships", "relationship"),
        definitions=_inside(root, "propertyDefinitions", "propertyDefinition"),
        organizations=tuple(root.named("organizations")),
        views=tuple(root.named("views")),
        metadata=tuple(root.named("metadata")),
    )
    refuse([*_wrong(exchange)], where)
    return exchange


def refuse(wrong: list[str], where: str) -> None:
    """Raises SourceError that lists what is wrong; does nothing where nothing is."""
    if not wrong:
        return
    listing = "".join(f"\n  {each}" for each in wrong[:SHOWN])
    more = f"\n  ... and {len(wrong) - SHOWN:,} more" if len(wrong) > SHOWN else ""
    count = "1 error" if len(wrong) == 1 else f"{len(wrong):,} errors"
    raise SourceError(
        f"{count}, and nothing was read:{listing}{more}", where=where, do="mend the model in the tool it comes from"
    )


def _is_model(root: Node, where: str) -> None:
    if root.namespace == ARCHIMATE and root.name == "model":
        return
    if root.namespace == _ARCHI:
        raise SourceError("this is Archi's own file, not the exchange format", where=where, do=_EXPORT)
    if root.namespace.rstrip("/") == _OLD:
        what = f"this is a file of ArchiMate 2.1 (namespace {root.namespace!r})"
        raise SourceError(what, where=where, do="export it as ArchiMate 3.x from the tool it comes from")
    found = f"<{root.name}> in the namespace {root.namespace!r}" if root.namespace else f"<{root.name}>"
    what = f"line {root.line}: this begins with {found}, not with <model> in {ARCHIMATE!r}"
    raise SourceError(what, where=where, do=f"give a file in the ArchiMate 3 Model Exchange format; {_EXPORT}")


def _head(root: Node) -> Node:
    attributes = {name: value for name, value in root.attributes.items() if not name.endswith("}schemaLocation")}
    children = [each for each in root.children if each.name not in _CONTAINERS]
    return Node(root.name, attributes, "", children, root.line)


def _inside(root: Node, container: str, name: str) -> tuple[Node, ...]:
    return tuple(node for each in root.named(container) for node in each.named(name))


def _wrong(exchange: Exchange) -> Iterator[str]:
    concepts = (*exchange.elements, *exchange.relationships)
    everything = [*concepts, *exchange.definitions, *exchange.organizations, *exchange.views, exchange.head]
    yield from _unnamed(everything, concepts)
    known = {each.identifier for each in concepts}
    yield from _dangling_ends(exchange.relationships, known)
    yield from _undefined(everything, {each.identifier for each in exchange.definitions})
    yield from _dangling(everything, exchange, known)


def _unnamed(everything: Iterable[Node], concepts: Iterable[Node]) -> Iterator[str]:
    """Identifiers that are missing or given twice, and types that are missing."""
    first: dict[str, Node] = {}
    for top in everything:
        for node in top.all():
            if node.identifier and first.setdefault(node.identifier, node) is not node:
                other = first[node.identifier]
                yield f"{node.where}: line {other.line} has this identifier already ({other.name})"
    for node in concepts:
        if not node.identifier:
            yield f"line {node.line}: {node.name} without an identifier"
        if TYPE not in node.attributes or not node.type:
            yield f"{node.where}: it has no xsi:type"


def _dangling_ends(relationships: Iterable[Node], known: set[str]) -> Iterator[str]:
    suggested = 0
    for node in relationships:
        for end in ("source", "target"):
            named = node.attributes.get(end, "")
            if not named:
                yield f"{node.where}: it has no {end}"
            elif named not in known:
                # Each suggestion goes over all names: only what is shown gets one.
                near = did_you_mean(named, known) if suggested < SHOWN and len(known) < _COMPARED else None
                suggested += 1
                yield f"{node.where}: its {end} {named!r} is not in the file{f' ({near})' if near else ''}"


def _undefined(everything: Iterable[Node], defined: set[str]) -> Iterator[str]:
    for top in everything:
        for node in top.all():
            if node.name == "property" and node.namespace == ARCHIMATE:
                named = node.attributes.get("propertyDefinitionRef", "")
                if named not in defined:
                    yield f"line {node.line}: a property names the definition {named!r}, which is not in the file"


def _dangling(everything: list[Node], exchange: Exchange, concepts: set[str]) -> Iterator[str]:
    """What views and organizations refer to."""
    known = {each.identifier for top in everything for each in top.all() if each.identifier}
    for top in exchange.organizations:
        yield from _lost(top, ("identifierRef",), known)
    for top in exchange.views:
        yield from _lost(top, _IN_VIEWS, known)


def _lost(top: Node, names: tuple[str, ...], known: set[str]) -> Iterator[str]:
    for node in top.all():
        for name in names:
            named = node.attributes.get(name)
            if named is not None and node.namespace == ARCHIMATE and named not in known:
                yield f"line {node.line}: {node.name} refers to {named!r}, which is not in the file"
