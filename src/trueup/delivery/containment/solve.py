"""Solving: the least cost by a deadline, the earliest finish, or the least cost with penalty and bonus.

One worker and a fixed seed give the same answer each time, as long as the solver proves it within its time. What it
is stopped at by the clock differs from run to run: then `proved` is false, and `bound` says how far it may be off.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any, Literal

from trueup.delivery.containment.model import Model, build, mapped, solver_library
from trueup.delivery.containment.problem import Problem, Runs

Aim = Literal["cost", "finish", "net"]
Outcome = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Solution:
    """What the solver found. `value` and `bound` are of the aim; `first` is when it had its first plan, in seconds.

    `chosen` are places of choices, `start` and `finish` positions by task; empty where nothing was found.
    """

    outcome: Outcome
    value: int = 0
    bound: int = 0
    chosen: tuple[int, ...] = ()
    start: tuple[int, ...] = ()
    finish: tuple[int, ...] = ()
    first: float | None = None
    seconds: float = 0.0

    @property
    def found(self) -> bool:
        """Whether there is a plan."""
        return self.outcome in ("optimal", "feasible")

    @property
    def proved(self) -> bool:
        """Whether nothing is better, or nothing exists."""
        return self.outcome in ("optimal", "infeasible")

    @property
    def end(self) -> int:
        """The last position at which a task is done."""
        return max(self.finish, default=0)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, the seed, how many workers; `scarce`: to reason longer about people, where they are what is short."""

    seconds: float = 60.0
    seed: int = 1
    workers: int = 1
    scarce: bool = False


def solve(
    problem: Problem,
    aim: Aim,
    *,
    deadline: int | None = None,
    only: frozenset[int] | None = None,
    hint: Solution | None = None,
    limits: Limits,
) -> Solution:
    """The best plan for an aim, done by `deadline` (a position), with `only` those choices.

    `hint` is a plan to begin from.

    InputError where OR-tools is not installed.
    """
    model = build(problem)
    if deadline is not None:
        model.cp.add(model.end <= deadline)
    if only is not None:
        for place, literal in enumerate(model.chosen):
            model.cp.add(literal == (place in only))
    if hint is not None and hint.found:
        _hint(model, hint)
    model.cp.minimize(_aim(model, problem, aim))
    return _run(model, limits, _weight(problem, aim))


def _aim(model: Model, problem: Problem, aim: Aim) -> Any:
    """What is minimised. Of equal costs the fewest choices: nothing is taken that changes nothing."""
    if aim == "finish":
        return model.end
    cost = model.cost if aim == "cost" else _net(model, problem)
    return _weight(problem, aim) * cost + sum(model.chosen)


def _weight(problem: Problem, aim: Aim) -> int:
    """More than all choices count together."""
    return 1 if aim == "finish" else len(problem.choices) + 1


def _hint(model: Model, hint: Solution) -> None:
    for place, literal in enumerate(model.chosen):
        model.cp.add_hint(literal, place in hint.chosen)
    for variable, value in zip(model.start, hint.start, strict=True):
        if hasattr(variable, "index"):
            model.cp.add_hint(variable, value)


def _net(model: Model, problem: Problem) -> Any:
    """Cost with the penalty for each day or part of a day overdue, less the bonus where it is earned."""
    terms, total = problem.terms, model.cost
    if terms.penalty:
        overdue = mapped(model.cp, model.end, terms.overdue)
        days = model.cp.new_int_var(0, max(0, _most(terms.overdue)) // terms.units + 1, "days overdue")
        model.cp.add(terms.units * days >= overdue)
        total = total + terms.penalty * days
    if terms.bonus and terms.bonus_by >= 0:
        earned = model.cp.new_bool_var("bonus")
        model.cp.add(model.end <= terms.bonus_by).only_enforce_if(earned)
        total = total - terms.bonus * earned
    return total


def _most(runs: Runs) -> int:
    return max(run.to + run.slope * (run.high - run.low) for run in runs)


def _run(model: Model, limits: Limits, weight: int) -> Solution:
    library = solver_library()
    solver = library.CpSolver()
    solver.parameters.max_time_in_seconds = max(limits.seconds, 0.05)
    solver.parameters.random_seed = limits.seed % 2**31
    solver.parameters.num_workers = limits.workers
    if limits.scarce:
        _reason_about_people(solver.parameters)
    watch = _watch(library)
    began = time.monotonic()
    status = solver.solve(model.cp, watch)
    seconds = time.monotonic() - began
    outcome = _OUTCOMES.get(solver.status_name(status), "unknown")
    if outcome not in ("optimal", "feasible"):
        return Solution(outcome, seconds=seconds)
    return Solution(
        outcome,
        value=math.floor(round(solver.objective_value) / weight),
        bound=math.floor(round(solver.best_objective_bound) / weight),
        chosen=tuple(place for place, literal in enumerate(model.chosen) if solver.boolean_value(literal)),
        start=tuple(solver.value(each) for each in model.start),
        finish=tuple(solver.value(each) for each in model.finish),
        first=watch.first,
        seconds=seconds,
    )


def _reason_about_people(parameters: Any) -> None:
    """Reason longer about who is needed when, and not at all by linear relaxation, which scarce people make weak."""
    parameters.linearization_level = 0
    parameters.use_overload_checker_in_cumulative = True
    parameters.use_timetable_edge_finding_in_cumulative = True
    parameters.use_hard_precedences_in_cumulative = True


_OUTCOMES: dict[str, Outcome] = {"OPTIMAL": "optimal", "FEASIBLE": "feasible", "INFEASIBLE": "infeasible"}


def _watch(library: Any) -> Any:
    class Watch(library.CpSolverSolutionCallback):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.first: float | None = None

        def on_solution_callback(self) -> None:
            if self.first is None:
                self.first = self.wall_time

    return Watch()
