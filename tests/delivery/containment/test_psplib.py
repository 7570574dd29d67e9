"""CP-SAT on published instances with published optima (PSPLIB, Kolisch and Sprecher 1997)."""

import csv
from pathlib import Path

import pytest

from tests.delivery.containment.psplib import read_problem
from trueup.delivery.containment.problem import Problem
from trueup.delivery.containment.solve import Limits, Solution, solve

PROVED = ("j301_1", "j301_2", "j301_3", "j302_1", "j302_2", "j302_3", "j3013_3", "j3029_1", "j3029_2", "j3045_1",
          "j3045_2", "j3045_3")  # fmt: skip
SCARCE = ("j3013_1",)
LONG = {"j3013_2": False, "j3029_3": True}
"""Name and whether people are scarce. They take half a minute each: `python -m tests.real.psplib` proves all 15."""
PATIENCE = 300.0
"""Seconds: alone each takes less than 20; a test that is not alone must not fail for that."""


def overbooked(problem: Problem, found: Solution) -> bool:
    """Whether at any moment more of something is needed than there is; counted by hand, unit by unit."""
    return any(
        sum(
            task.needs.get(resource, 0)
            for task, start, finish in zip(problem.tasks, found.start, found.finish, strict=True)
            if start <= moment < finish
        )
        > capacity
        for resource, capacity in enumerate(problem.capacity)
        for moment in range(found.end)
    )


def proved(folder: Path, name: str, *, scarce: bool = False) -> None:
    problem = read_problem(folder / "psplib" / f"{name}.sm")
    with (folder / "psplib_optima.csv").open() as file:
        optimum = {row["instance"]: int(row["best_known_makespan_or_range"]) for row in csv.DictReader(file)}[name]
    found = solve(problem, "finish", limits=Limits(seconds=PATIENCE, scarce=scarce))
    assert (found.outcome, found.value, found.bound) == ("optimal", optimum, optimum)
    assert all(found.finish[wait.before] <= found.start[wait.after] for wait in problem.waits)
    assert not overbooked(problem, found)


@pytest.mark.parametrize("name", PROVED)
def test_the_published_optimum_is_found_and_proved(shared_reference: Path, name: str) -> None:
    proved(shared_reference, name)


@pytest.mark.parametrize("name", SCARCE)
def test_where_people_are_very_scarce_it_helps_to_reason_about_them(shared_reference: Path, name: str) -> None:
    proved(shared_reference, name, scarce=True)


def test_what_is_not_proved_says_how_far_off_it_may_be(shared_reference: Path) -> None:
    problem = read_problem(shared_reference / "psplib" / "j3029_3.sm")
    found = solve(problem, "finish", limits=Limits(seconds=3))
    assert found.found
    assert found.value >= 78 >= found.bound
    assert not overbooked(problem, found)
