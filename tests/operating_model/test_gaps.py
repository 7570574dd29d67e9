"""Gaps, coverage and third parties against their plain definitions."""

from __future__ import annotations

from hypothesis import given, settings

from tests.operating_model.drawn import closure, complete_paths, edges, kinds, models
from trueup.operating_model.document import OperatingModel
from trueup.operating_model.gaps import coverage, gaps
from trueup.operating_model.graph import Graph
from trueup.operating_model.parts import KINDS, PART_OF
from trueup.operating_model.third import third_parties


@settings(max_examples=25, deadline=None)
@given(models())
def test_the_six_lists_are_what_their_names_say(model: OperatingModel) -> None:
    found = {gap.kind: {each.id for each in gap.elements} for gap in gaps(model, Graph.of(model)).kinds}
    pairs, of = edges(model), kinds(model)
    within = {(tie.target, tie.source) for tie in model.ties() if tie.kind == PART_OF}
    owner = {each.id: each.owner for each in model.interactions}

    def lacks_next(name: str) -> bool:
        wanted = KINDS[KINDS.index(of[name]) + 1]  # type: ignore[arg-type]
        with_parts = closure(within, name)
        return not any(here in with_parts and of[there] == wanted for here, there in pairs)

    plain = {kind: {name for name in of if of[name] == kind and lacks_next(name)} for kind in KINDS[:-1]}
    ownerless = {name for name, party in owner.items() if party is None}
    served = {name for job in model.jobs for name in closure(pairs, job.id)}
    assert found["job_without_interaction"] == plain["job"]
    assert found["interaction_without_decision_or_owner"] == plain["interaction"] | ownerless
    assert found["decision_without_component"] == plain["decision"]
    assert found["component_without_capability"] == plain["component"]
    assert found["capability_without_cash_flow"] == plain["capability"]
    assert found["cash_flow_without_job"] == {flow.id for flow in model.cash_flows} - served


@settings(max_examples=25, deadline=None)
@given(models())
def test_covered_are_the_jobs_that_reach_a_cash_flow(model: OperatingModel) -> None:
    graph, pairs = Graph.of(model), edges(model)
    ends = {flow.id for flow in model.cash_flows}
    reaching = {job.id for job in model.jobs if closure(pairs, job.id) & ends}
    found = coverage(graph)
    assert set(found.complete) == reaching
    assert {each.id for each in found.incomplete} == {job.id for job in model.jobs} - reaching
    assert graph.complete == {name for way in complete_paths(model) for name in way}
    if model.jobs:
        assert found.share == len(reaching) / len(model.jobs)
    else:
        assert found.share is None
        assert "not enough data for the share of jobs with a complete path" in str(found.insufficient)


@settings(max_examples=25, deadline=None)
@given(models())
def test_third_is_whoever_is_neither_customer_nor_executor(model: OperatingModel) -> None:
    found = third_parties(model, {"bank": "The bank"})
    said = [each.with_ for each in model.interactions if each.with_ is not None]
    outside = [party for party in said if party in ("bank", "registry")]
    assert (found.interactions, found.n, found.third) == (len(model.interactions), len(said), len(outside))
    assert found.share == (len(outside) / len(said) if said else None)
    assert (found.insufficient is None) == bool(said)
    assert sum(each.interactions for each in found.parties) == found.n
    assert len(found.unsaid) == found.interactions - found.n
