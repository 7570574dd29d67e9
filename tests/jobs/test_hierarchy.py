from __future__ import annotations

from typing import Any

from trueup.jobs.hierarchy import Node, tree
from trueup.jobs.job_map import JobMap

FIRST, SECOND = ({"id": f"o{number}", "statement": "Minimize the time"} for number in (1, 2))


def grown(**keys: Any) -> tuple[Node, ...]:
    return tree(JobMap.model_validate({"id": "m", "job": "Send goods", "executor": "clerk"} | keys))


def drawn(node: Node) -> Any:
    """Names of a node and of what is inside it."""
    return {node.name: [drawn(each) for each in node.inside]} if node.inside else node.name


def test_steps_come_first_and_jobs_under_what_they_are_part_of() -> None:
    found = grown(
        steps=[{"id": "define", "name": "Find out", "outcomes": [FIRST]}, {"id": "haggle", "name": "Haggle"}],
        related=[
            {"id": "a", "job": "Store", "under": "m"},
            {"id": "b", "job": "Stack", "under": "a", "outcomes": [SECOND]},
            {"id": "c", "job": "Ask", "under": "define"},
            {"job": "Sweep"},
        ],
        consumption=[{"job": "Learn it", "stage": "learn"}],
        financial=[{"id": "f", "statement": "Minimize the cost"}],
    )
    assert [drawn(node) for node in found] == [
        {"Send goods": [{"Find out": ["Ask"]}, "Haggle", {"Store": ["Stack"]}]},
        "Sweep",
        "Learn it",
        "Send goods",
    ]
    core, sweep, learn, paid = found
    assert (core.count, sweep.kind, learn.stage, paid.kind, paid.count) == (2, "related", "learn", "financial", 1)
    assert [node.kind for node in core.inside] == ["define", None, "related"]


def test_no_job_is_lost_in_a_circle_or_under_one_that_is_not_there() -> None:
    found = grown(
        related=[{"id": "a", "job": "A", "under": "b"}, {"id": "b", "job": "B", "under": "a"},
                 {"id": "c", "job": "C", "under": "x"}],
    )  # fmt: skip
    assert {"A", "B", "C"} <= {node.name for node in found}
