"""What stands beside a model in its book: agreements with projects and go-lives, and what customers judge jobs by.

They go out so that an architect sees them, and do not come in again: they live in documents of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trueup.agreements.documents import Agreement
from trueup.jobs.job_map import JobMap
from trueup.operating_model.archimate.building import Builder, Made, parties
from trueup.operating_model.archimate.relating import Related
from trueup.operating_model.document import OperatingModel

AS = "beside"
"""What their relationships say of themselves."""
KINDS = ("agreement", "project", "go_live", "outcome")
"""What their elements say of themselves."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The documents of a book around a model, one version each."""

    agreements: tuple[Agreement, ...] = ()
    job_maps: tuple[JobMap, ...] = ()

    def elements(self, model: OperatingModel, builder: Builder) -> Iterator[Made]:
        """An agreement as a Contract, its project as a WorkPackage, its go-live as a Plateau, an outcome as Outcome."""
        projects = dict.fromkeys(each.project for each in self._of(model) if each.project)
        for each in self._of(model):
            yield _made(builder, f"agreement {each.id}", "Contract", each.title)
            if _live(each) is not None:
                yield _made(builder, f"go_live {each.id}", "Plateau", f"Go-live: {each.title}, {_live(each)}")
        for project in projects:
            yield _made(builder, f"project {project}", "WorkPackage", str(project))
        for job_map in self._maps(model):
            for outcome in _outcomes(job_map):
                yield _made(builder, f"outcome {job_map.id} {outcome[0]}", "Outcome", outcome[1])

    def relationships(self, model: OperatingModel) -> Iterator[Related]:
        """Who has a part in an agreement, what it is carried out by and leads to, and what job an outcome tells of."""
        known = set(parties(model))
        for each in self._of(model):
            key = f"agreement {each.id}"
            for party in dict.fromkeys((each.customer, *each.providers)):
                if party in known:
                    yield _related(key, f"party {party}", "Association")
            if each.project:
                yield _related(key, f"project {each.project}", "Association")
            if each.project and _live(each) is not None:
                yield _related(f"project {each.project}", f"go_live {each.id}", "Realization")
        maps = {job_map.id: job_map for job_map in self._maps(model)}
        for job in model.jobs:
            for outcome in _outcomes(maps[job.job_map]) if job.job_map in maps else ():
                yield _related(f"outcome {job.job_map} {outcome[0]}", job.id, "Realization")

    def _of(self, model: OperatingModel) -> Iterable[Agreement]:
        return (each for each in self.agreements if each.customer == model.customer)

    def _maps(self, model: OperatingModel) -> Iterable[JobMap]:
        named = {job.job_map for job in model.jobs}
        return (each for each in self.job_maps if each.id in named)


def _live(agreement: Agreement) -> object:
    return agreement.go_live.actual or agreement.go_live.planned


def _outcomes(job_map: JobMap) -> Iterator[tuple[str, str]]:
    return ((outcome.id, outcome.statement) for step in job_map.steps for outcome in step.outcomes)


def _made(builder: Builder, key: str, written: str, name: str) -> Made:
    own = {"kind": key.partition(" ")[0]}
    return Made(key, key, (written,), builder.node(written, name, own=own))


def _related(source: str, target: str, written: str) -> Related:
    return Related(f"{AS} {source} {target}", source, target, (written,), {"as": AS})
