"""The job map as a picture: steps in order with their outcomes, the jobs around them below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trueup.jobs.job_map import JobMap, Outcome
from trueup.jobs.results import Score, Scores
from trueup.web.jobs.parts import is_unmet


@dataclass(frozen=True, slots=True)
class Placed:
    """An outcome with its score, where it has one."""

    id: str
    statement: str
    kpi: str | None
    score: Score | None


@dataclass(frozen=True, slots=True)
class Box:
    """A step, or a job beside the core one, with its outcomes; `note` is the stage of a job of consumption."""

    kind: str
    name: str
    note: str
    outcomes: tuple[Placed, ...]

    @property
    def unmet(self) -> int:
        """How many of its outcomes are unmet needs."""
        return sum(1 for each in self.outcomes if each.score is not None and is_unmet(each.score))


@dataclass(frozen=True, slots=True)
class Picture:
    """The steps of the core job, and by kind the jobs around it."""

    steps: tuple[Box, ...]
    around: tuple[tuple[str, tuple[Box, ...]], ...]


def picture(job_map: JobMap, found: Scores | None, words: Mapping[str, str]) -> Picture:
    """The map with the scores of a group; `words` are statements in another language."""
    scores = {each.outcome: each for each in found.scores} if found else {}

    def placed(outcomes: tuple[Outcome, ...]) -> tuple[Placed, ...]:
        return tuple(
            Placed(each.id, words.get(each.statement, each.statement), each.kpi, scores.get(each.id))
            for each in outcomes
        )

    steps = tuple(Box("core", each.name, each.universal or "", placed(each.outcomes)) for each in job_map.steps)
    around: dict[str, list[Box]] = {}
    for kind, _i, job in job_map.others():
        note = getattr(job, "stage", None) or ""
        around.setdefault(kind, []).append(Box(kind, job.job, note, placed(job.outcomes)))
    if job_map.financial:
        around["financial"] = [Box("financial", job_map.job, "", placed(job_map.financial))]
    return Picture(steps, tuple((kind, tuple(boxes)) for kind, boxes in around.items()))
