"""Traces against what repeated closure and written-out paths say."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from tests.operating_model.drawn import closure, complete_paths, edges, kinds, models
from trueup.operating_model import rules
from trueup.operating_model.document import OperatingModel
from trueup.operating_model.graph import Graph
from trueup.operating_model.trace import trace, traces
from trueup.vocabulary import UnknownName


@settings(max_examples=25, deadline=None)
@given(models())
def test_what_is_drawn_holds_together(model: OperatingModel) -> None:
    assert not [found for found in rules.issues(model) if found.level == "error"]


@settings(max_examples=25, deadline=None)
@given(models())
def test_up_and_down_are_what_closure_says(model: OperatingModel) -> None:
    graph, pairs = Graph.of(model), edges(model)
    turned = {(there, here) for here, there in pairs}
    every = complete_paths(model)
    assert graph.paths == len(every)
    for name in graph.elements:
        found = trace(model, graph, name)
        assert {each.id for each in found.down} == closure(pairs, name) - {name}
        assert {each.id for each in found.up} == closure(turned, name) - {name}
        assert found.paths == sum(name in way for way in every)
        assert found.lit == {name, *(each.id for each in (*found.up, *found.down))}


@settings(max_examples=25, deadline=None)
@given(models())
def test_the_example_is_the_shortest_complete_path(model: OperatingModel) -> None:
    graph, every = Graph.of(model), complete_paths(model)
    for name in graph.elements:
        found, through = trace(model, graph, name), [way for way in every if name in way]
        assert bool(found.example) == bool(through)
        if through:
            assert found.example in through
            assert len(found.example) == min(map(len, through))


@settings(max_examples=25, deadline=None)
@given(models())
def test_every_job_counts_what_closure_counts(model: OperatingModel) -> None:
    graph, pairs, of = Graph.of(model), edges(model), kinds(model)
    for job in traces(model, graph).jobs:
        down = closure(pairs, job.id)
        for kind in ("interaction", "decision", "component", "capability", "cash_flow"):
            assert getattr(job, f"{kind.replace('capability', 'capabilitie')}s") == sum(
                of[name] == kind for name in down
            )
        assert (job.stops_at is None) == (job.cash_flows > 0) == (job.paths > 0)


def test_paths_are_counted_where_nobody_could_list_them() -> None:
    """Thirty elements of each kind, each linked to all of the next: 30**6 paths."""
    lists = ("jobs", "interactions", "decisions", "components", "capabilities", "cash_flows")
    body: dict[str, object] = {"id": "m", "customer": "home"}
    for key in lists:
        more = {"direction": "in"} if key == "cash_flows" else {}
        body[key] = [{"id": f"{key}{n}", "name": "x", **more} for n in range(30)]
    pairs = pairwise(lists)
    body["links"] = [[f"{a}{n}", f"{b}{m}"] for a, b in pairs for n in range(30) for m in range(30)]
    graph = Graph.of(OperatingModel.model_validate(body))
    assert graph.paths == 30**6


def test_an_element_is_named_by_its_id_or_its_name() -> None:
    model = OperatingModel.model_validate(
        {"id": "m", "customer": "home", "jobs": [{"id": "a", "name": "Buy a home"}, {"id": "b", "name": "Sell"},
                                                 {"id": "c", "name": "Sell"}]}
    )  # fmt: skip
    graph = Graph.of(model)
    assert trace(model, graph, "buy a home").element.id == "a"
    with pytest.raises(UnknownName, match="did you mean 'Buy a home'"):
        trace(model, graph, "Buy a hom")
    with pytest.raises(UnknownName, match="2 elements are called 'Sell'\n  say which: b, c"):
        trace(model, graph, "Sell")
