"""Large and deep models: every finding, no recursion, no look at everything for each. The words: tests/book/broken."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.operating_model.cycles import cycles
from trueup.operating_model.document import OperatingModel
from trueup.operating_model.graph import Graph
from trueup.operating_model.metamodel import NEXT, allows, is_allowed
from trueup.operating_model.parts import KINDS, PART_OF
from trueup.operating_model.rules import SUGGESTED, issues
from trueup.operating_model.trace import trace

MANY = 5_000


def model(**keys: Any) -> OperatingModel:
    return OperatingModel.model_validate({"id": "m", "customer": "home", **keys})


def jobs(count: int) -> list[dict[str, str]]:
    return [{"id": f"job-{number}", "name": "A job"} for number in range(count)]


def test_five_thousand_lost_names_are_all_told_and_only_some_are_guessed_at() -> None:
    found = list(issues(model(jobs=jobs(MANY), links=[[f"job-{n}", f"lost-{n}"] for n in range(MANY)])))
    assert len(found) == MANY
    assert {each.path for each in found} == {("links", n, "to") for n in range(MANY)}
    guessed = [each for each in found if "there are: job-0, job-1" not in (each.suggestion or "")]
    assert len(guessed) <= SUGGESTED


def test_a_chain_of_five_thousand_parts_is_followed_to_its_end() -> None:
    parts = [{"from": f"job-{n + 1}", "to": f"job-{n}", "kind": PART_OF} for n in range(MANY - 1)]
    deep = model(jobs=jobs(MANY), links=parts)
    assert not list(issues(deep))
    assert trace(deep, Graph.of(deep), "job-0").down[-1].steps == MANY - 1


def test_a_long_circle_is_told_once_by_its_ends() -> None:
    around = [{"from": f"job-{n}", "to": f"job-{(n + 1) % MANY}", "kind": PART_OF} for n in range(MANY)]
    (found,) = issues(model(jobs=jobs(MANY), links=around))
    assert found.path == ("links", MANY - 1)
    assert found.message == (
        "'job-0' is part of itself: job-0 > job-1 > job-2 > job-3 > job-4 > job-5 > ... 4989 more ... > "
        "job-4995 > job-4996 > job-4997 > job-4998 > job-4999 > job-0"
    )


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=12))
def test_a_cycle_is_found_just_where_there_is_one_and_its_way_is_made_of_edges(edges: set[tuple[str, str]]) -> None:
    found = list(cycles(sorted(edges)))
    reach = {a: {b for x, b in edges if x == a} for a in "abcde"}
    for _ in "abcde":
        reach = {a: to | {c for b in to for c in reach[b]} for a, to in reach.items()}
    assert bool(found) == any(a in to for a, to in reach.items())
    for way in found:
        assert way[0] == way[-1]
        assert set(pairwise(way)) <= edges


def test_links_go_one_kind_down_or_from_a_part_to_its_whole() -> None:
    for source in KINDS:
        for target in KINDS:
            assert is_allowed(source, target, None) == (KINDS.index(target) == KINDS.index(source) + 1)
            assert is_allowed(source, target, PART_OF) == (source == target != "cash_flow")
    assert allows("job") == "a link from a job leads to an interaction, or with kind: part_of to a job"
    assert "cash_flow" not in NEXT
