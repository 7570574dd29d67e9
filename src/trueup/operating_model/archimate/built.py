"""A model as nodes, before it is a file."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.operating_model.archimate.node import Node


@dataclass(frozen=True, slots=True)
class Built:
    """A model as nodes: elements and relationships by key, the head, and every definition that they name."""

    head: Node
    elements: dict[str, Node]
    relationships: dict[str, Node]
    definitions: list[Node]
