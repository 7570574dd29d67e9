"""The problem as a CP-SAT model: a Boolean for each choice, a start and a finish for each task (OR-tools)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from trueup.delivery.containment.problem import FF, FS, SS, Choice, Problem, Runs, Task, Wait
from trueup.vocabulary import InputError

Expression = Any
"""An integer variable or a linear expression of OR-tools, which has no types of its own."""


@dataclass
class Model:
    """The CP-SAT model, with what a solution is read from."""

    cp: Any
    chosen: list[Any] = field(default_factory=list)
    start: list[Expression] = field(default_factory=list)
    finish: list[Expression] = field(default_factory=list)
    length: list[Expression] = field(default_factory=list)
    worked: list[Expression] = field(default_factory=list)
    end: Expression = None
    cost: Expression = 0


def solver_library() -> Any:
    """OR-tools' CP-SAT; InputError where it is not installed."""
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise InputError(
            "looking for a containment needs OR-tools, which is not installed", do="pip install 'trueup[delivery]'"
        ) from error
    return cp_model


def build(problem: Problem) -> Model:
    """The model of a problem without an aim: all waits, calendars and capacities hold, nothing is minimised yet."""
    model = Model(solver_library().CpModel())
    model.chosen = [model.cp.new_bool_var(choice.id) for choice in problem.choices]
    for first, second in problem.excludes:
        model.cp.add_at_most_one(model.chosen[first], model.chosen[second])
    for first, second in problem.alike:
        model.cp.add_implication(model.chosen[second], model.chosen[first])
    for number, task in enumerate(problem.tasks):
        _add_task(model, problem, number, task)
    for wait in problem.waits:
        _add_wait(model, wait, problem.horizon)
    for first, second in problem.ordered:
        least = 1 if isinstance(model.length[second], int) and model.length[second] else 0
        model.cp.add(model.finish[second] >= model.start[first] + least)
    for resource, capacity in enumerate(problem.capacity):
        _add_resource(model, problem, resource, capacity)
    model.end = model.cp.new_int_var(problem.floor, problem.horizon, "end")
    for finish in model.finish:
        model.cp.add(model.end >= finish)
    model.cost = _cost(model, problem)
    return model


def _add_task(model: Model, problem: Problem, number: int, task: Task) -> None:
    length = _length(model, problem.choices, number, task)
    if task.begin is None or task.end is None:
        start = model.cp.new_int_var(task.earliest, problem.horizon, f"start of {task.id}")
        finish = start + length
    else:
        behind = model.cp.new_int_var(task.begin[0].low, task.begin[-1].high, f"work behind {task.id}")
        start = mapped(model.cp, behind, task.begin)
        ended = mapped(model.cp, _variable(model.cp, behind + length, task.end[-1].high), task.end)
        finish = ended if isinstance(length, int) else _later(model, ended, start, problem.horizon)
        model.cp.add(start >= task.earliest)
    model.cp.add(finish >= task.floor_finish)
    model.start.append(start)
    model.finish.append(finish)
    model.length.append(length)


def _later(model: Model, ended: Expression, start: Expression, horizon: int) -> Expression:
    """A task that nothing is left of ends when it starts, not when work last ended before."""
    later = model.cp.new_int_var(0, horizon, "")
    model.cp.add_max_equality(later, [ended, start])
    return later


def _length(model: Model, choices: Sequence[Choice], number: int, task: Task) -> Expression:
    """The task's length less what the choices taken save, never below zero; nothing where it is left out."""
    saves = [
        (model.chosen[place], units)
        for place, choice in enumerate(choices)
        for at, units in choice.shortens
        if at == number
    ]
    shortened = _shortened(model, task, saves) if saves else task.length
    model.worked.append(shortened)
    gone = _gone(model, [model.chosen[place] for place, choice in enumerate(choices) if number in choice.empties])
    if gone is None:
        return shortened
    length = model.cp.new_int_var(0, task.length, f"length of {task.id}")
    model.cp.add(length == shortened).only_enforce_if(gone.negated())
    model.cp.add(length == 0).only_enforce_if(gone)
    return length


def _shortened(model: Model, task: Task, saves: Sequence[tuple[Any, int]]) -> Expression:
    left = task.length - sum(units * taken for taken, units in saves)
    length = model.cp.new_int_var(0, task.length, "")
    if sum(units for _, units in saves) <= task.length:
        model.cp.add(length == left)
    else:
        model.cp.add_max_equality(length, [left, 0])
    return length


def _gone(model: Model, literals: Sequence[Any]) -> Any:
    if len(literals) < 2:
        return literals[0] if literals else None
    gone = model.cp.new_bool_var("")
    model.cp.add_max_equality(gone, literals)
    return gone


def _add_wait(model: Model, wait: Wait, horizon: int) -> None:
    origin = model.finish[wait.before] if wait.kind in (FS, FF) else model.start[wait.before]
    bound = model.start[wait.after] if wait.kind in (FS, SS) else model.finish[wait.after]
    kept = [model.chosen[place].negated() for place in wait.dropped_by]
    if wait.images is None:
        lead = sum(units * model.chosen[place] for place, units in wait.led_by)
        model.cp.add(bound >= origin + wait.lag - lead).only_enforce_if(*kept)
        return
    leading = {place for place, _ in wait.led_by}
    position = _variable(model.cp, origin, horizon)
    for taken, runs in wait.images.items():
        literals = [model.chosen[each] if each in taken else model.chosen[each].negated() for each in sorted(leading)]
        model.cp.add(bound >= mapped(model.cp, position, runs)).only_enforce_if(*kept, *literals)


def mapped(cp: Any, value: Expression, runs: Runs) -> Expression:
    """An expression equal to where `runs` take `value`: a Boolean for each run, exactly one of them true."""
    if len(runs) == 1 and runs[0].slope == 1:
        cp.add_linear_constraint(value, runs[0].low, runs[0].high)
        return value + (runs[0].to - runs[0].low)
    inside = [cp.new_bool_var("") for _ in runs]
    cp.add_exactly_one(inside)
    cp.add(value >= sum(run.low * literal for run, literal in zip(runs, inside, strict=True)))
    cp.add(value <= sum(run.high * literal for run, literal in zip(runs, inside, strict=True)))
    low, high = runs[0].to, max(run.to + run.slope * (run.high - run.low) for run in runs)
    found = cp.new_int_var(low, high, "")
    for run, literal in zip(runs, inside, strict=True):
        cp.add(found == run.to + run.slope * (value - run.low)).only_enforce_if(literal)
    return found


def _variable(cp: Any, expression: Expression, most: int) -> Expression:
    variable = cp.new_int_var(0, most, "")
    cp.add(variable == expression)
    return variable


def _add_resource(model: Model, problem: Problem, resource: int, capacity: int) -> None:
    intervals, demands = [], []
    for number, task in enumerate(problem.tasks):
        if task.needs.get(resource):
            intervals.append(_interval(model, problem, number))
            demands.append(task.needs[resource])
    for place, choice in enumerate(problem.choices):
        for number, needed, amount in choice.adds:
            if needed == resource and amount:
                intervals.append(_interval(model, problem, number, model.chosen[place]))
                demands.append(amount)
    if intervals:
        model.cp.add_cumulative(intervals, demands, capacity)


def _interval(model: Model, problem: Problem, number: int, present: Any = None) -> Any:
    """When a task holds what it needs: from its start to its finish, over days off in between too."""
    start, length, finish = model.start[number], model.length[number], model.finish[number]
    if problem.tasks[number].begin is not None:
        length = _variable(model.cp, finish - start, problem.horizon)
        start, finish = _variable(model.cp, start, problem.horizon), _variable(model.cp, finish, problem.horizon)
    elif not isinstance(length, int):
        finish = _variable(model.cp, finish, problem.horizon)
    if present is None:
        return model.cp.new_interval_var(start, length, finish, "")
    return model.cp.new_optional_interval_var(start, length, finish, present, "")


def _cost(model: Model, problem: Problem) -> Expression:
    """Prices of what is chosen, and what the work costs by time. What is left out saves nothing: it had its worth."""
    prices = sum(choice.price * taken for choice, taken in zip(problem.choices, model.chosen, strict=True))
    return prices + sum(task.rate * worked for task, worked in zip(problem.tasks, model.worked, strict=True))
