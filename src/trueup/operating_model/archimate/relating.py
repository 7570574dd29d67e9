"""The relationships of a model as ArchiMate's: its links, and what elements say of parties, competencies and steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from trueup.operating_model.archimate.building import Builder, check_key, plain
from trueup.operating_model.archimate.words import (
    ALLOWED_LINKS,
    DEFAULT_LINK,
    LINK_OF_TYPE,
    TYPE_OF_LINK,
    UPPER_FIRST,
    WHOLE_TO_PART,
)
from trueup.operating_model.document import OperatingModel, Tie
from trueup.operating_model.parts import PART_OF, CashFlow, Element, Kind


class Related(NamedTuple):
    """A relationship to write: its key, the keys of both ends, the type, and what it says.

    `types` are those that mean the same here, in either direction where `turns`.
    """

    key: str
    source: str
    target: str
    types: tuple[str, ...]
    own: dict[str, object]
    name: str | None = None
    why: str | None = None
    stated: dict[str, str] | None = None
    wanted: str | None = None
    turns: bool = False


def relationships(model: OperatingModel, builder: Builder) -> Iterator[Related]:
    """All of them: links first, in the order of the document."""
    kinds = {placed.element.id: placed.kind for placed in model.elements()}
    capabilities = {each.id for each in model.capabilities if each.kind == "asset"}
    for tie in model.ties():
        yield _link(tie, kinds, capabilities)
    for placed in model.elements():
        yield from _fields(placed.element, placed.kind, model.customer)
    for check in model.seven_s:
        key = check_key(check)
        yield Related(f"of {key}", key, f"party {check.party}", ("Association",), {"as": "seven_s"})


def _link(tie: Tie, kinds: dict[str, Kind], assets: set[str]) -> Related:
    """How a link is written. Raises KeyError for ends that are not there: a book with such a model does not open."""
    types = _types(tie, kinds, assets)
    source, target = tie.source, tie.target
    if tie.kind == PART_OF or kinds[target] not in UPPER_FIRST:
        source, target = target, source
    link = tie.link
    if link is None:
        role = next(str(path[2]) for path in (tie.source_path, tie.target_path) if path[2] != "id")
        return Related(f"{role} {tie.source} {tie.target}", source, target, types, {"as": role})
    own: dict[str, object] = {"as": "link"} if link.id is None else {}
    if not _says(tie, types) and (tie.kind is not None or link.id is not None):
        own["link"] = tie.kind or ""
    key = f"link {link.id}" if link.id is not None else f"link {tie.source} {tie.target} {tie.kind or ''}".strip()
    turns = tie.kind != PART_OF
    return Related(key, source, target, types, own, link.name, link.why, link.properties, link.id, turns)


def _says(tie: Tie, types: tuple[str, ...]) -> bool:
    """Whether the type alone tells the kind of a link."""
    return tie.link is not None and tie.link.id is not None and LINK_OF_TYPE.get(types[0], PART_OF) == tie.kind


def _types(tie: Tie, kinds: dict[str, Kind], assets: set[str]) -> tuple[str, ...]:
    if tie.kind == PART_OF:
        mixed = (tie.source in assets) != (tie.target in assets)
        return ("Association", *WHOLE_TO_PART) if mixed else WHOLE_TO_PART
    below = kinds[tie.target]
    wanted = TYPE_OF_LINK.get(tie.kind or PART_OF, DEFAULT_LINK[below])
    allowed = wanted in ALLOWED_LINKS[below] and tie.target not in assets
    return (wanted,) if allowed else ("Association", wanted)


def _fields(element: Element, kind: Kind, customer: str) -> Iterator[Related]:
    """What an element says of parties and of names that other elements share."""
    for name, role in (("owner", "owner"), ("with_", "with"), ("provider", "provider")):
        party = vars(element).get(name)
        if party is not None:
            first = {"capability": "Realization", "cash_flow": "Association"}.get(kind, "Assignment")
            types = (first, "Assignment", "Realization")
            yield Related(f"{role} {element.id}", f"party {party}", element.id, types, {"as": role})
    for name, written, outwards in (
        ("competency", WHOLE_TO_PART, False),
        ("step", ("Realization",), True),
        ("touchpoint", ("Serving",), False),
    ):
        text = vars(element).get(name)
        if text and text.strip():
            ends = (f"{name} {text}", element.id)
            source, target = ends[::-1] if outwards else ends
            yield Related(f"{name} {element.id}", source, target, written, {"as": name})
    if isinstance(element, CashFlow) and element.provider is not None and element.provider != customer:
        yield _money(element, customer)


def _money(flow: CashFlow, customer: str) -> Related:
    """The money itself, from who pays to who is paid."""
    ends = (f"party {flow.provider}", f"party {customer}")
    payer, paid = ends if flow.direction == "in" else ends[::-1]
    own: dict[str, object] = {"as": "cash", "amount": plain(flow.amount), "currency": flow.currency, "per": flow.per}
    return Related(f"cash {flow.id}", payer, paid, ("Flow",), own, flow.name)
