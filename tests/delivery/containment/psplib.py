"""Reads a PSPLIB .sm file (single mode) as a problem of whole numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from trueup.delivery.containment.problem import Problem, Task, Wait


def read_problem(path: Path) -> Problem:
    lines = path.read_text().splitlines()
    waits = [
        Wait(job - 1, successor - 1)
        for job, _, _, *successors in _table(lines, "PRECEDENCE RELATIONS")
        for successor in successors
    ]
    tasks = [
        Task(str(job), duration, needs={place: need for place, need in enumerate(needs) if need})
        for job, _, duration, *needs in _table(lines, "REQUESTS/DURATIONS")
    ]
    capacity = tuple(next(_table(lines, "RESOURCEAVAILABILITIES")))
    return Problem(tuple(tasks), tuple(waits), capacity=capacity, horizon=sum(task.length for task in tasks))


def _table(lines: list[str], title: str) -> Iterator[list[int]]:
    begin = next(number for number, line in enumerate(lines) if line.startswith(title))
    for line in lines[begin + 1 :]:
        if line.startswith("****"):
            return
        if re.fullmatch(r"[\s\d]+", line) and line.strip():
            yield [int(each) for each in line.split()]
