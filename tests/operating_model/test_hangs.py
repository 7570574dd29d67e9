"""What hangs on what: removing adds nothing, what is cut off was touched, and slices add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from tests.operating_model.drawn import PARTIES, closure, complete_paths, edges, models
from trueup.operating_model.document import OperatingModel
from trueup.operating_model.graph import Graph
from trueup.operating_model.hangs import hanging, parties_of
from trueup.operating_model.parts import KINDS, PART_OF
from trueup.operating_model.results import Side, SlicePart
from trueup.operating_model.slices import DIMENSIONS, slices
from trueup.vocabulary import InputError, UnknownName

NAMES = {party: party.title() for party in PARTIES}


@settings(max_examples=25, deadline=None)
@given(models())
def test_cut_off_is_what_no_complete_path_leads_through_any_more(model: OperatingModel) -> None:
    graph = Graph.of(model)
    every = complete_paths(model)
    within = {(tie.target, tie.source) for tie in model.ties() if tie.kind == PART_OF}
    naming = {party: [p.element.id for p in model.elements() if party in parties_of(p.element)] for party in PARTIES}
    for of in (*graph.elements, *PARTIES):
        found = hanging(model, graph, of, NAMES)
        gone = {name for start in naming.get(of, [of]) for name in closure(within, start)}
        left = [way for way in every if not gone & set(way)]
        before, after = ({name for way in ways for name in way} for ways in (every, left))
        assert set(found.gone) == gone
        assert _ids(found.cut_off) == before - after
        assert _ids(found.cut_off) <= _ids(found.touched)


@settings(max_examples=25, deadline=None)
@given(models())
def test_touched_is_what_lies_above_or_below(model: OperatingModel) -> None:
    graph, pairs = Graph.of(model), edges(model)
    turned = {(there, here) for here, there in pairs}
    for of in graph.elements:
        found = hanging(model, graph, of, NAMES)
        lit = {name for gone in found.gone for side in (pairs, turned) for name in closure(side, gone)}
        assert _ids(found.touched) == lit


@settings(max_examples=25, deadline=None)
@given(models())
def test_without_an_element_there_is_never_a_path_more(model: OperatingModel) -> None:
    graph = Graph.of(model)
    for name in graph.elements:
        rest = graph.without({name})
        assert rest.complete <= graph.complete - {name}
        assert all(count <= graph.paths_to_cash[here] for here, count in rest.paths_to_cash.items())


@settings(max_examples=25, deadline=None)
@given(models())
def test_slices_and_what_is_unassigned_add_up(model: OperatingModel) -> None:
    graph = Graph.of(model)
    for by in DIMENSIONS:
        found = slices(model, graph, by)
        every = (*found.parts, found.unassigned)
        assert None not in {part.value for part in found.parts}
        assert found.total.gaps == sum(part.gaps for part in every)
        for kind in KINDS:
            assert found.total.elements[kind] == sum(part.elements[kind] for part in every)
        assert _money(found.total) == _added([_money(part) for part in every])


def test_a_model_is_cut_by_three_things_only() -> None:
    model = OperatingModel.model_validate({"id": "m", "customer": "home"})
    with pytest.raises(InputError, match="did you mean 'stage'"):
        slices(model, Graph.of(model), "stages")
    with pytest.raises(UnknownName, match="did you mean 'registry'"):
        hanging(model, Graph.of(model), "registri", NAMES)


def _ids(side: Side) -> set[str]:
    kinds = (side.jobs, side.interactions, side.decisions, side.components, side.capabilities, side.cash.flows)
    return {name for some in kinds for name in some}


def _money(part: SlicePart) -> dict[tuple[str, ...], Decimal]:
    """Every sum of a part that is not 0."""
    sums = {("cost", each.kind, each.currency): each.a_year for each in part.costs}
    for name, some in (("stated", part.cash.stated), ("a year", part.cash.a_year)):
        for each in some:
            sums[name, each.currency, each.per, "in"] = each.coming_in
            sums[name, each.currency, each.per, "out"] = each.going_out
    return {key: amount for key, amount in sums.items() if amount}


def _added(parts: list[dict[tuple[str, ...], Decimal]]) -> dict[tuple[str, ...], Decimal]:
    keys = {key for part in parts for key in part}
    return {key: sum((part.get(key, Decimal(0)) for part in parts), Decimal(0)) for key in keys}
