"""The document `job_map`: a job that customers try to get done, its steps, and the outcomes they judge each step by.

Source of the kinds of jobs and of the eight steps: Ulwick, Jobs to Be Done (2016); Bettencourt and Ulwick, The
Customer-Centered Innovation Map, Harvard Business Review (May 2008).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import Field

from trueup.vocabulary import Document, Id, Part

StepKind = Literal["define", "locate", "prepare", "confirm", "execute", "monitor", "modify", "conclude"]
STEP_KINDS: tuple[StepKind, ...] = get_args(StepKind)
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""A code of BCP 47 in its usual form: en, de, pt-BR."""
JobKind = Literal["core", "related", "emotional", "social", "consumption", "financial"]
ConsumptionStage = Literal[
    "purchase", "receive", "install", "learn", "interface", "transport", "store", "maintain", "upgrade", "repair",
    "dispose",
]  # fmt: skip


class Outcome(Part):
    """A measure by which customers judge how well a job gets done: direction + metric + object + context.

    `kpi` measures the same thing from the inside, where there is such a KPI; `translations` give the statement in other
    languages, by language code, for surveys.
    """

    id: Id
    statement: str = Field(min_length=1, max_length=500)
    kpi: Id | None = None
    translations: dict[str, str] = Field(default_factory=dict)


class Step(Part):
    """A step of the job; `kind` is the universal step it is (without it: its id, where that is one)."""

    id: Id
    name: str
    kind: StepKind | None = None
    outcomes: tuple[Outcome, ...] = ()

    @property
    def universal(self) -> StepKind | None:
        """The universal step it is, stated or by its id; None where it is none of them."""
        named = next((kind for kind in STEP_KINDS if kind == self.id), None)
        return self.kind or named


class OtherJob(Part):
    """A job beside the core one, with outcomes of its own; `under` is the id of the job that it is part of."""

    id: Id | None = None
    job: str
    under: Id | None = None
    outcomes: tuple[Outcome, ...] = ()


class ConsumptionJob(OtherJob):
    """A job that comes with having the product: buying it, learning it, having it repaired ..."""

    stage: ConsumptionStage | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An outcome and where it stands: the kind of job, the job's statement, and the step of the core job."""

    outcome: Outcome
    kind: JobKind
    job: str
    step: Step | None
    path: str


class JobMap(Document):
    """A job that customers try to get done: the core job with its steps, and the jobs around it.

    `language` is the one that jobs and statements are written in; only English has a grammar to be checked by.
    """

    kind: Literal["job_map"] = "job_map"
    job: str
    executor: str
    context: str | None = None
    language: str = Field(default="en", pattern=LANGUAGE)
    project: str | None = None
    stop_list: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    related: tuple[OtherJob, ...] = ()
    emotional: tuple[OtherJob, ...] = ()
    social: tuple[OtherJob, ...] = ()
    consumption: tuple[ConsumptionJob, ...] = ()
    financial: tuple[Outcome, ...] = ()

    def placed(self) -> Iterator[Placed]:
        """Every outcome with its place, in the order of the document; `path` as in issues (steps[0].outcomes[1])."""
        for i, step in enumerate(self.steps):
            for j, outcome in enumerate(step.outcomes):
                yield Placed(outcome, "core", self.job, step, f"steps[{i}].outcomes[{j}]")
        for kind, i, job in self.others():
            for j, outcome in enumerate(job.outcomes):
                yield Placed(outcome, kind, job.job, None, f"{kind}[{i}].outcomes[{j}]")
        for j, outcome in enumerate(self.financial):
            yield Placed(outcome, "financial", self.job, None, f"financial[{j}]")

    def others(self) -> Iterator[tuple[JobKind, int, OtherJob]]:
        """The jobs around the core one: kind, index within the kind, job."""
        groups: tuple[tuple[JobKind, tuple[OtherJob, ...]], ...] = (
            ("related", self.related),
            ("emotional", self.emotional),
            ("social", self.social),
            ("consumption", self.consumption),
        )
        for kind, jobs in groups:
            for i, job in enumerate(jobs):
                yield kind, i, job
