"""The document `operating_model`: what a customer's jobs rest on, from interactions down to capabilities and cash."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from trueup.operating_model.parts import (
    KINDS,
    PART_OF,
    Capability,
    CashFlow,
    Component,
    Decision,
    Element,
    Interaction,
    Job,
    Kind,
    Link,
    LinkKind,
    Opaque,
    SevenS,
    StatedLink,
    ThirdParty,
)
from trueup.vocabulary import Document, Id
from trueup.vocabulary.finding import Path

LISTS: dict[Kind, str] = {
    "job": "jobs",
    "interaction": "interactions",
    "decision": "decisions",
    "component": "components",
    "capability": "capabilities",
    "cash_flow": "cash_flows",
}
"""The key of the document under which elements of a kind stand."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An element, its kind, and the path of it in the document."""

    element: Element
    kind: Kind
    path: Path


@dataclass(frozen=True, slots=True)
class Tie:
    """A link as it is stated, in `links` or at one of its ends.

    `part_of`: `source` is the part, `target` the whole. Otherwise `source` hangs on `target`. `path` is where it
    stands, the other two where each name does. `link` is None where a key of an element implies it.
    """

    source: str
    target: str
    kind: LinkKind | None
    path: Path
    source_path: Path
    target_path: Path
    link: Link | None = None


class OperatingModel(Document):
    """What a customer's jobs rest on. `customer` is whose model it is, `executor` who gets the jobs done.

    Elements lie in lists by kind; one hangs on those of the next kind that links lead to. `part_of` (jobs), `parent`
    (capabilities) and `job` / `jobs` (interactions) are links in short.
    """

    kind: Literal["operating_model"] = "operating_model"
    title: str | None = None
    customer: Id
    executor: str | None = None
    parties: tuple[ThirdParty, ...] = ()
    jobs: tuple[Job, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    decisions: tuple[Decision, ...] = ()
    components: tuple[Component, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    cash_flows: tuple[CashFlow, ...] = ()
    links: tuple[StatedLink, ...] = ()
    seven_s: tuple[SevenS, ...] = ()
    opaque: tuple[Opaque, ...] = ()

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.id

    def elements(self) -> Iterator[Placed]:
        """Every element with its kind and path: from the jobs down, in the order of the document."""
        for kind in KINDS:
            for index, element in enumerate(getattr(self, LISTS[kind])):
                yield Placed(element, kind, (LISTS[kind], index))

    def ties(self) -> Iterator[Tie]:
        """Every link: those at their ends first (part_of, job, jobs, parent), then `links`."""
        yield from self._at_jobs()
        yield from self._at_interactions()
        for index, capability in enumerate(self.capabilities):
            if capability.parent is not None:
                yield _within(("capabilities", index), capability.id, "parent", capability.parent)
        for index, link in enumerate(self.links):
            path: Path = ("links", index)
            yield Tie(link.from_, link.to, link.kind, path, (*path, "from"), (*path, "to"), link)

    def _at_jobs(self) -> Iterator[Tie]:
        for index, job in enumerate(self.jobs):
            if job.part_of is not None:
                yield _within(("jobs", index), job.id, "part_of", job.part_of)

    def _at_interactions(self) -> Iterator[Tie]:
        for index, interaction in enumerate(self.interactions):
            path: Path = ("interactions", index)
            if interaction.job is not None:
                yield _for(interaction.job, interaction.id, path, (*path, "job"))
            for number, job in enumerate(interaction.jobs):
                yield _for(job, interaction.id, path, (*path, "jobs", number))


def _within(path: Path, part: str, key: str, whole: str) -> Tie:
    return Tie(part, whole, PART_OF, (*path, key), (*path, "id"), (*path, key))


def _for(job: str, interaction: str, path: Path, at: Path) -> Tie:
    return Tie(job, interaction, None, at, at, (*path, "id"))
