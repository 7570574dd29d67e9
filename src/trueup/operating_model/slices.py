"""A model cut by stage, project or provider: the slices and what is unassigned add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from trueup.operating_model.document import OperatingModel, Placed
from trueup.operating_model.gaps import lacking
from trueup.operating_model.graph import Graph
from trueup.operating_model.money import cash, costs
from trueup.operating_model.parts import KINDS, CashFlow
from trueup.operating_model.results import SlicePart, Slices
from trueup.vocabulary import InputError, did_you_mean

Dimension = Literal["stage", "project", "provider"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)


def slices(model: OperatingModel, graph: Graph, by: str) -> Slices:
    """Elements, gaps, cash and costs by a dimension: each element lies in one slice, or in none and is unassigned.

    InputError for another dimension than stage, project and provider.
    """
    if by not in DIMENSIONS:
        near = did_you_mean(by, DIMENSIONS) or f"one of: {', '.join(DIMENSIONS)}"
        raise InputError(f"a model is not cut by {by!r}", where="by", do=near)
    lacks = frozenset(lacking(graph))
    groups: dict[str | None, list[Placed]] = {None: []}
    for placed in graph.elements.values():
        groups.setdefault(getattr(placed.element, by, None), []).append(placed)
    parts = {value: _part(value, group, lacks) for value, group in groups.items()}
    whole = _part(None, list(graph.elements.values()), lacks)
    assigned = tuple(part for value, part in parts.items() if value is not None)
    return Slices(model=model.id, by=by, parts=assigned, unassigned=parts[None], total=whole)


def _part(value: str | None, group: Sequence[Placed], lacks: frozenset[str]) -> SlicePart:
    return SlicePart(
        value=value,
        elements={kind: sum(placed.kind == kind for placed in group) for kind in KINDS},
        gaps=sum(placed.element.id in lacks for placed in group),
        cash=cash(placed.element for placed in group if isinstance(placed.element, CashFlow)),
        costs=costs((placed.kind, placed.element) for placed in group),
    )
