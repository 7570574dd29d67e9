"""What is wrong with a job map by itself; what needs the book is asked in trueup.book.rules.jobs.

How its statements are worded is the lint's (trueup.jobs.lint).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trueup.jobs.job_map import STEP_KINDS, JobMap, Placed, Step
from trueup.vocabulary import did_you_mean, said
from trueup.vocabulary.finding import Finding, Path, error, hint


def issues(job_map: JobMap) -> Iterator[Finding]:
    """Every finding about one version of a job map."""
    yield from _outcomes_twice(job_map)
    yield from _twice((("steps", index), step.id) for index, step in enumerate(job_map.steps))
    yield from _twice(_jobs(job_map))
    yield from _hierarchy(job_map)
    yield from _order(job_map.steps)


def path_of(placed: Placed) -> Path:
    """Where an outcome stands, as the path of a finding: ("steps", 0, "outcomes", 1)."""
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"\w+", placed.path))


def _outcomes_twice(job_map: JobMap) -> Iterator[Finding]:
    first: dict[str, Placed] = {}
    for placed in job_map.placed():
        other = first.setdefault(placed.outcome.id, placed)
        if other is not placed:
            message = said("there is an outcome {id} already, {path}", id=repr(placed.outcome.id), path=other.path)
            yield error((*path_of(placed), "id"), message, said("give it an id of its own: answers are kept by it"))


def _twice(named: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, name in named:
        if name in seen:
            yield error(
                (*path, "id"), said("the id {id} is given twice", id=repr(name)), said("give it one of its own")
            )
        seen.add(name)


def _jobs(job_map: JobMap) -> Iterator[tuple[Path, str]]:
    for kind, index, job in job_map.others():
        if job.id is not None:
            yield (kind, index), job.id


def _hierarchy(job_map: JobMap) -> Iterator[Finding]:
    """A job is part of another one that is there, and never of itself."""
    under = {job.id: job.under for _, _, job in job_map.others() if job.id is not None}
    known = {job_map.id: None} | dict.fromkeys(under)
    for kind, index, job in job_map.others():
        path = (kind, index, "under")
        if job.under is not None and job.under not in known:
            suggestion = did_you_mean(job.under, known) or said("there are: {ids}", ids=", ".join(known))
            yield error(path, said("there is no job {id}", id=repr(job.under)), suggestion)
        circle = _circle(job.id, under)
        if circle:
            message = said("the job is part of itself: {circle}", circle=" > ".join(circle))
            yield error(path, message, said("take one of these `under` away"))


def _circle(start: str | None, under: dict[str, str | None]) -> tuple[str, ...]:
    """The way from a job up to itself; () where there is none."""
    way: list[str] = []
    here = start
    while here is not None and here not in way:
        way.append(here)
        here = under.get(here)
    return (*way, here) if here is not None and here == start else ()


def _order(steps: tuple[Step, ...]) -> Iterator[Finding]:
    """A kind of step may come again, but comes first in the order of the universal map."""
    stood: list[int] = []
    for index, step in enumerate(steps):
        if step.universal is None:
            continue
        place = STEP_KINDS.index(step.universal)
        if stood and place < max(stood) and place not in stood:
            later = STEP_KINDS[max(stood)]
            message = said("{kind} comes after {later} here", kind=step.universal, later=later)
            yield hint(("steps", index), message, said("the usual order: {steps}", steps=", ".join(STEP_KINDS)))
        stood.append(place)
