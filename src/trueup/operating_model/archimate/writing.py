"""Put a model into the exchange format: elements, relationships, what was kept of another tool's file, and a view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trueup.operating_model.archimate.beside import Beside
from trueup.operating_model.archimate.building import Builder, Made, parties
from trueup.operating_model.archimate.built import Built
from trueup.operating_model.archimate.keeping import Kept, known_identifiers, pruned
from trueup.operating_model.archimate.naming import Identifiers
from trueup.operating_model.archimate.node import LANG, Node, as_file, text_node
from trueup.operating_model.archimate.overlay import overlaid
from trueup.operating_model.archimate.properties import Definitions, Names
from trueup.operating_model.archimate.relating import Related, relationships
from trueup.operating_model.archimate.view import view
from trueup.operating_model.archimate.words import SCHEMA
from trueup.operating_model.document import OperatingModel
from trueup.operating_model.ordering import Ranked, ordered
from trueup.operating_model.parts import KINDS, PART_OF, Component, Kind

_ROOT = "model"
_AS_WRITTEN = 2
"""So many layers keep the order of the document."""


def write_model(model: OperatingModel, names: Mapping[str, str] | None = None, beside: Beside | None = None) -> bytes:
    """The file, UTF-8; `names` are those of the book's parties by id, `beside` is what else of the book goes along.

    Raises InputError for text that XML cannot hold and for properties named like Trueup's own.
    """
    kept = Kept(model.opaque)
    ids = _identifiers(kept)
    built = build(model, names or {}, kept, ids, beside)
    concepts = [*built.elements.values(), *kept.at("element")]
    others = _standing(kept.at("relationship"), concepts, list(built.relationships.values()))
    relations = [*built.relationships.values(), *others]
    known = known_identifiers([*concepts, *relations])
    views = [cut for each in kept.at("views") if (cut := pruned(each, known)) is not None]
    if not views:
        views = [Node("views", children=[Node("diagrams", children=[view(built, _layers(model), ids)])])]
    known |= known_identifiers([*views, *kept.at("organizations")])
    children = [
        *kept.at("metadata"),
        *_container("elements", concepts),
        *_container("relationships", relations),
        *(cut for each in kept.at("organizations") if (cut := pruned(each, known)) is not None and cut.children),
        *_container("propertyDefinitions", built.definitions),
        *views,
    ]
    head = built.head
    return as_file(Node(head.name, head.attributes, "", [*head.children, *children]), SCHEMA)


def _container(name: str, children: list[Node]) -> list[Node]:
    """The schema allows no empty one."""
    return [Node(name, children=children)] if children else []


def _standing(given: list[Node], concepts: Iterable[Node], made: Iterable[Node]) -> list[Node]:
    """The relationships whose ends are still there: an end may be another relationship."""
    known = {each.identifier for each in (*concepts, *made)}
    standing = list(given)
    while True:
        ends = known | {each.identifier for each in standing}
        left = [each for each in standing if {each.attributes.get(end, "") for end in ("source", "target")} <= ends]
        if len(left) == len(standing):
            return left
        standing = left


def _identifiers(kept: Kept) -> Identifiers:
    originals = {**kept.originals("element"), **_prefixed(kept.originals("relationship"))}
    own = {key: node.identifier for key, node in originals.items()}
    for head in kept.at(_ROOT):
        own[_ROOT] = head.identifier
    return Identifiers(kept.identifiers(), own)


def _prefixed(originals: Mapping[str, Node]) -> dict[str, Node]:
    """Keys of relationships stand apart from those of elements."""
    return {f"relationship {key}": node for key, node in originals.items()}


def build(
    model: OperatingModel,
    names: Mapping[str, str],
    kept: Kept,
    ids: Identifiers | None = None,
    beside: Beside | None = None,
) -> Built:
    """The model as nodes, laid over what is kept of another tool's."""
    ids = ids or _identifiers(kept)
    language = next((each.attributes.get(LANG) for head in kept.at(_ROOT) for each in head.named("name")), None)
    definitions = Definitions(kept.at("propertyDefinition"), ids, language)
    _reserve(model, ids)
    builder = Builder(model, names, ids, definitions, language)
    head = _head(model, definitions, ids, language)
    around = beside or Beside()
    made = [*builder.elements(), *around.elements(model, builder)]
    originals = kept.originals("element")
    related = [*relationships(model, builder), *around.relationships(model)]
    nodes = {each.key: _node(each, ids) for each in made}
    relations = {each.key: _relation(each, builder, ids) for each in related}
    # Only now every definition is known by name.
    known = Names(definitions.nodes, language)
    for each in made:
        if each.key in originals:
            nodes[each.key] = overlaid(originals[each.key], nodes[each.key], known, each.types)
    _overlay_relations(related, relations, kept.originals("relationship"), known)
    for original in kept.at(_ROOT):
        # A model has no description: that of the file stays.
        head.children[1:1] = [*original.named("documentation")][:1]
        head = overlaid(original, head, known)
    return Built(head, nodes, relations, definitions.nodes)


def _reserve(model: OperatingModel, ids: Identifiers) -> None:
    """What people named comes first: nothing that is made up here takes its identifier."""
    for placed in model.elements():
        ids.of(placed.element.id, placed.element.id)
    for link in model.links:
        if link.id is not None:
            ids.of(f"relationship link {link.id}", link.id)
    for party in parties(model):
        ids.of(f"party {party}", party)


def _head(model: OperatingModel, definitions: Definitions, ids: Identifiers, language: str | None) -> Node:
    own = {"id": model.id, "customer": model.customer, "executor": model.executor}
    properties = definitions.properties(own | ({"untitled": "true"} if model.title is None else {}), {})
    children = [text_node("name", model.name, language), *([properties] if properties is not None else [])]
    return Node(_ROOT, {"identifier": ids.of(_ROOT, f"model-{model.id}")}, children=children)


def _node(made: Made, ids: Identifiers) -> Node:
    made.node.attributes = {"identifier": ids.of(made.key, made.wanted)} | made.node.attributes
    return made.node


def _relation(related: Related, builder: Builder, ids: Identifiers) -> Node:
    identifier = ids.of(f"relationship {related.key}", related.wanted or related.key)
    own = related.own | ({"id": related.wanted} if related.wanted not in {None, identifier} else {})
    node = builder.node(related.types[0], related.name, related.why, own, related.stated, tag="relationship")
    ends = {"source": ids.of(related.source), "target": ids.of(related.target)}
    node.attributes = {"identifier": identifier, **ends} | node.attributes
    return node


def _overlay_relations(
    related: Iterable[Related], nodes: dict[str, Node], originals: Mapping[str, Node], names: Names
) -> None:
    for each in related:
        original = originals.get(each.key)
        if original is None:
            continue
        node = nodes[each.key]
        ends = node.attributes["source"], node.attributes["target"]
        before = original.attributes["source"], original.attributes["target"]
        turned = each.turns and before == ends[::-1] and original.type in each.types
        if turned:
            node.attributes |= {"source": before[0], "target": before[1]}
        nodes[each.key] = overlaid(original, node, names, each.types)


def _layers(model: OperatingModel) -> list[tuple[str, ...]]:
    """The ids by kind: jobs and interactions as people wrote them, the others so that few lines cross."""
    bands: dict[Kind, list[Ranked]] = {kind: [] for kind in KINDS}
    for placed in model.elements():
        group = placed.element.competency or "" if isinstance(placed.element, Component) else ""
        bands[placed.kind].append(Ranked(placed.element.id, group))
    links = ((tie.source, tie.target) for tie in model.ties() if tie.kind != PART_OF)
    return [each for each in ordered([*bands.values()], links, _AS_WRITTEN) if each]
