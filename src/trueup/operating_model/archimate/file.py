"""Read a file in the exchange format into a model, with a report of what was understood and what is kept as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from trueup.operating_model.archimate.checked import Exchange, read_exchange, refuse
from trueup.operating_model.archimate.keeping import OF, opaque
from trueup.operating_model.archimate.keeping import Kept as KeptParts
from trueup.operating_model.archimate.linking import LinkReader
from trueup.operating_model.archimate.mapping import ElementReader, Mapped, in_lists
from trueup.operating_model.archimate.naming import as_id
from trueup.operating_model.archimate.node import Node
from trueup.operating_model.archimate.properties import Names
from trueup.operating_model.archimate.report import ExchangeReport, Kept, Note
from trueup.operating_model.archimate.view import is_ours
from trueup.operating_model.archimate.words import PREFIX
from trueup.operating_model.archimate.writing import build
from trueup.operating_model.document import LISTS, OperatingModel
from trueup.operating_model.parts import Opaque
from trueup.operating_model.rules import issues
from trueup.vocabulary import SourceError


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file that was read: the model, and the report."""

    model: OperatingModel
    report: ExchangeReport


def read_model(
    data: bytes,
    *,
    file: str = "model.xml",
    id: str | None = None,
    title: str | None = None,
    customer: str | None = None,
    parties: Mapping[str, str] | None = None,
) -> ModelFile:
    """Read a file. `parties` are those of the book, name by id; `customer` is whose model it is.

    Id, title and customer that are given here win over the file's own. Raises SourceError, with every line that is
    wrong, for a file that cannot be read as a whole; then nothing was read.
    """
    exchange = read_exchange(data, file)
    return _Reading(exchange, file, parties or {}).read(id, title, customer)


class _Reading:
    """One file on its way to a model."""

    def __init__(self, exchange: Exchange, file: str, parties: Mapping[str, str]) -> None:
        self.exchange, self.file, self.parties = exchange, file, parties
        self.names = Names(exchange.definitions, exchange.language)
        self.own = self.names.own(exchange.head)

    def read(self, id: str | None, title: str | None, customer: str | None) -> ModelFile:
        customer = customer or self.own.get("customer")
        if customer is None:
            raise SourceError(
                "the file does not say whose model it is", where=self.file, do="name the party: --customer PARTY"
            )
        mapped = ElementReader(self.exchange.elements, self.names, self.parties, customer).read()
        links = LinkReader(mapped, self.names, customer)
        links.read(self.exchange.relationships)
        _unclaimed(mapped, links)
        head = self._head(id, title, customer)
        plain = self._model(head | self._body(mapped, links), mapped, links)
        self._hold(plain, mapped, links)
        parts = self._parts(mapped, links)
        if build(_with(plain, parts), self.parties, KeptParts(parts)).head != self.exchange.head:
            parts.insert(0, opaque(self.exchange.head, "model", self.exchange.head.identifier or None))
        rests = [*self._rests(_with(plain, parts), mapped, links)]
        model = _with(plain, [*rests, *self._needed(parts, rests, plain)])
        return ModelFile(model, self._report(model, mapped, links))

    def _head(self, id: str | None, title: str | None, customer: str) -> dict[str, Any]:
        name = None if self.own.get("untitled") == "true" else self.exchange.head.words("name") or None
        named = {"id": id or self.own.get("id") or as_id(self.exchange.head.identifier or "model")}
        executor = {"executor": self.own["executor"]} if "executor" in self.own else {}
        return named | {"title": title or name, "customer": customer} | executor

    @staticmethod
    def _body(mapped: Mapped, links: LinkReader) -> dict[str, Any]:
        return {
            "parties": mapped.outside,
            **in_lists(mapped),
            "links": links.links,
            "seven_s": [*mapped.checks.values()],
        }

    def _model(self, raw: dict[str, Any], mapped: Mapped, links: LinkReader) -> OperatingModel:
        """The document. What a property of Trueup's own says wrongly is an error at the line of its element."""
        try:
            return OperatingModel.model_validate(raw)
        except ValidationError as error:
            lines = _Lines(mapped, links)
            wrong = [f"{lines.at(each['loc'])}{each['msg']}" for each in error.errors()]
        refuse(wrong, self.file)
        raise AssertionError  # a validation error has at least one entry

    def _hold(self, model: OperatingModel, mapped: Mapped, links: LinkReader) -> None:
        """Raises SourceError for what no model may have: something that is part of itself."""
        lines = _Lines(mapped, links)
        found = (each for each in issues(model) if each.level == "error")
        refuse([f"{lines.at(each.path)}{each.message}" for each in found], self.file)

    def _parts(self, mapped: Mapped, links: LinkReader) -> list[Opaque]:
        exchange = self.exchange
        views = (_without_ours(each) for each in exchange.views)
        return [
            *(opaque(node, "element", node.identifier) for node, _ in mapped.opaque),
            *(opaque(node, "relationship", node.identifier) for node, _ in links.opaque),
            *(opaque(node, "metadata") for node in exchange.metadata),
            *(opaque(node, "organizations") for node in exchange.organizations),
            *(opaque(node, "propertyDefinition", node.identifier) for node in exchange.definitions),
            *(opaque(node, "views") for node in views if node is not None),
        ]

    def _needed(self, parts: list[Opaque], rests: list[Opaque], plain: OperatingModel) -> Iterable[Opaque]:
        """The parts without definitions that are written anyway, just so or as our own, and that no kept part names."""
        named = _references([*parts, *rests])
        if named >= {each.identifier for each in self.exchange.definitions}:
            return parts
        built = build(plain, self.parties, KeptParts(()))
        made = {node.identifier: node for node in built.definitions}
        again = {
            each.identifier
            for each in self.exchange.definitions
            if each.words("name").startswith(PREFIX) or made.get(each.identifier) == each
        } - named
        return (part for part in parts if part.at != "propertyDefinition" or part.id not in again)

    def _rests(self, first: OperatingModel, mapped: Mapped, links: LinkReader) -> Iterator[Opaque]:
        """What would go out otherwise than it came in: other languages, identifiers, further properties."""
        built = build(first, self.parties, KeptParts(first.opaque))
        yield from _other("element", mapped.nodes, built.elements)
        yield from _other("relationship", links.nodes, built.relationships)

    def _report(self, model: OperatingModel, mapped: Mapped, links: LinkReader) -> ExchangeReport:
        parts = sorted({part.at for part in model.opaque if part.at in {"metadata", "organizations", "views"}})
        return ExchangeReport(
            file=self.file,
            model=model.id,
            elements={kind: count for kind, name in LISTS.items() if (count := len(getattr(model, name)))},
            links=sum(1 for _ in model.ties()),
            parties=len(model.parties),
            kept_elements=_counted(mapped.opaque),
            kept_relationships=_counted(links.opaque),
            kept_parts=tuple(parts),
            elsewhere=mapped.beside,
            notes=tuple(_notes([*mapped.opaque, *links.opaque])),
        )


class _Lines:
    """Finds the line of what a document's path speaks of."""

    def __init__(self, mapped: Mapped, links: LinkReader) -> None:
        self._nodes: dict[str, list[Node]] = {"links": links.link_nodes}
        self._nodes["seven_s"] = [mapped.by_identifier[each] for each in mapped.checks]
        for identifier, raw in mapped.raw.items():
            self._nodes.setdefault(LISTS[mapped.kinds[identifier]], []).append(mapped.nodes[raw["id"]])

    def at(self, path: tuple[Any, ...]) -> str:
        """The words to begin a message with."""
        nodes = self._nodes.get(str(path[0]), []) if path else []
        at = path[1] if len(path) > 1 and isinstance(path[1], int) else None
        inside = ".".join(str(each) for each in path[2:])
        where = nodes[at].where if at is not None and at < len(nodes) else ".".join(map(str, path))
        return f"{where}, {PREFIX}{inside}: " if inside and at is not None else f"{where}: "


def _with(model: OperatingModel, parts: Iterable[Opaque]) -> OperatingModel:
    return model.model_copy(update={"opaque": tuple(parts)})


def _unclaimed(mapped: Mapped, links: LinkReader) -> None:
    """Shared names and checks of which no relationship speaks are kept as they are."""
    for identifier, node in mapped.by_identifier.items():
        if identifier in links.used:
            continue
        mapped.opaque.append((node, "nothing in the model has it"))
        mapped.checks.pop(identifier, None)
        if identifier in mapped.shared:
            del mapped.nodes[" ".join(mapped.shared.pop(identifier))]


def _without_ours(views: Node) -> Node | None:
    """The views without Trueup's own, which is drawn anew; None where there is no other."""
    children = [_views_of_others(each) if each.name == "diagrams" else each for each in views.children]
    kept = [each for each in children if each.children]
    return Node(views.name, views.attributes, "", kept, views.line) if kept else None


def _views_of_others(diagrams: Node) -> Node:
    others = [each for each in diagrams.children if not is_ours(each)]
    return Node(diagrams.name, diagrams.attributes, "", others, diagrams.line)


def _other(name: str, nodes: Mapping[str, Node], built: Mapping[str, Node]) -> Iterator[Opaque]:
    for key, node in nodes.items():
        made = built.get(key)
        if made != node:
            yield opaque(node, f"{name}{OF}{key}", node.identifier)


def _references(parts: Iterable[Opaque]) -> set[str]:
    """The definitions that kept parts name."""
    name = "propertyDefinitionRef"
    return {
        each.attributes[name] for node in KeptParts([*parts]).nodes() for each in node.all() if name in each.attributes
    }


def _counted(kept: Iterable[tuple[Node, str]]) -> tuple[Kept, ...]:
    counts = Counter((node.type, why) for node, why in kept)
    return tuple(Kept(type=name, count=count, why=why) for (name, why), count in sorted(counts.items()))


def _notes(kept: Iterable[tuple[Node, str]]) -> Iterator[Note]:
    ordered = sorted(kept, key=lambda each: each[0].line)
    return (Note(line=node.line, what=f"{node.type} {node.words('name')!r}", why=why) for node, why in ordered)
