"""A job map as a tree: the core job with its steps, and every other job under the one that it is part of."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.jobs.job_map import JobKind, JobMap, OtherJob, Outcome, Step


@dataclass(frozen=True, slots=True)
class Node:
    """A job or a step with its outcomes, and what is part of it.

    `kind` of a job is the kind of job, of a step the universal step it is (None: none of them); `stage` is where in
    the life of the product a job of the consumption chain comes.
    """

    id: str | None
    name: str
    kind: str | None
    outcomes: tuple[Outcome, ...] = ()
    inside: tuple[Node, ...] = ()
    is_step: bool = False
    stage: str | None = None

    @property
    def count(self) -> int:
        """How many outcomes it has, with all that is part of it."""
        return len(self.outcomes) + sum(node.count for node in self.inside)


def tree(job_map: JobMap) -> tuple[Node, ...]:
    """The core job first, then the jobs that are part of none, by kind, then what whoever pays judges by.

    A job that is stated to be part of the map itself stands under the core job. Jobs in a circle, which the rules
    refuse, stand at the top.
    """
    others = [(kind, job) for kind, _, job in job_map.others()]
    steps = tuple(_step(step, others) for step in job_map.steps)
    core = Node(job_map.id, job_map.job, "core", (), (*steps, *_under(job_map.id, others, ())))
    top = tuple(_job(kind, job, others, ()) for kind, job in others if not _has_place(job, job_map, others))
    paid = (Node(None, job_map.job, "financial", job_map.financial),) if job_map.financial else ()
    return (core, *top, *paid)


Others = list[tuple[JobKind, OtherJob]]


def _step(step: Step, others: Others) -> Node:
    return Node(step.id, step.name, step.universal, step.outcomes, _under(step.id, others, ()), is_step=True)


def _under(id: str | None, others: Others, above: tuple[str, ...]) -> tuple[Node, ...]:
    if id is None or id in above:
        return ()
    return tuple(_job(kind, job, others, (*above, id)) for kind, job in others if job.under == id)


def _job(kind: JobKind, job: OtherJob, others: Others, above: tuple[str, ...]) -> Node:
    stage = getattr(job, "stage", None)
    return Node(job.id, job.job, kind, job.outcomes, _under(job.id, others, above), stage=stage)


def _has_place(job: OtherJob, job_map: JobMap, others: Others) -> bool:
    """Whether a job stands under another one; in a circle it would stand nowhere."""
    above = {other.id: other.under for _, other in others if other.id is not None}
    roots = {job_map.id, *(step.id for step in job_map.steps)}
    here, seen = job.under, {job.id}
    while here is not None and here not in roots and here not in seen:
        seen.add(here)
        if here not in above:
            return False
        if above[here] is None:
            return True
        here = above[here]
    return here in roots
