"""A book while it is being checked: documents with their places, and what may be referred to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from trueup.vocabulary import Document, Issue, Level, Party, did_you_mean

if TYPE_CHECKING:
    from trueup.agreements.documents import Agreement, Attestation, Dispute, Objective
    from trueup.book.documents import BookDefinition
    from trueup.book.load import Entry, Loaded
    from trueup.book.yaml import Located, Path
    from trueup.delivery.documents import Containment, Plan
    from trueup.horizons.stakeholders import Stakeholders
    from trueup.jobs.job_map import JobMap
    from trueup.jobs.survey import Survey
    from trueup.kpis.documents import Kpi
    from trueup.operating_model.document import OperatingModel
    from trueup.sources.documents import Source
    from trueup.value.business_case import BusinessCase
    from trueup.value.improvement import Improvement
    from trueup.value.statement import Statement
    from trueup.vocabulary import PartyDocument

D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True)
class Placed(Generic[D]):
    """A document and where it stands."""

    document: D
    place: Located

    def issue(self, level: Level, path: Path, message: str, suggestion: str | None = None) -> Issue:
        """An Issue at `path` of the document."""
        return self.place.issue(level, path, message, suggestion)

    def missing(self, path: Path, what: str, name: str, known: Collection[str]) -> Issue:
        """An Issue about a name that nothing answers to, with the nearest that exists."""
        some = ", ".join(list(known)[:8])
        suggestion = did_you_mean(name, known) or (f"there are: {some}" if some else f"there is no {what} yet")
        return self.issue("error", path, f"there is no {what} {name!r}", suggestion)


class Draft:
    """What the rules look at. Names of documents that could not be validated are known, so nothing cascades."""

    def __init__(self, loaded: Loaded) -> None:
        self.entries: Sequence[Entry] = loaded.entries
        self.complete = loaded.complete
        self._broken = loaded.broken
        self._landed = {entry.document.kind_name() for entry in loaded.entries if entry.landed}
        self.broken_kinds = {kind for kind, _ in loaded.broken}

    def _of(self, kind: str) -> tuple[Placed[Any], ...]:
        return tuple(Placed(e.document, e.place) for e in self.entries if e.document.kind_name() == kind)

    @cached_property
    def books(self) -> tuple[Placed[BookDefinition], ...]:
        """Every document of kind book."""
        return self._of("book")

    @property
    def zone(self) -> dt.tzinfo:
        """Where the days of the book begin; UTC where nothing readable says it."""
        return dt.UTC if self.definition is None else self.definition.zone

    @cached_property
    def kpis(self) -> tuple[Placed[Kpi], ...]:
        """Every version of every KPI."""
        return self._of("kpi")

    @cached_property
    def agreements(self) -> tuple[Placed[Agreement], ...]:
        """Every version of every agreement."""
        return self._of("agreement")

    @cached_property
    def business_cases(self) -> tuple[Placed[BusinessCase], ...]:
        """Every version of every business case."""
        return self._of("business_case")

    @cached_property
    def plans(self) -> tuple[Placed[Plan], ...]:
        """Every version of every plan."""
        return self._of("plan")

    @cached_property
    def containments(self) -> tuple[Placed[Containment], ...]:
        """Every version of every containment."""
        return self._of("containment")

    @cached_property
    def job_maps(self) -> tuple[Placed[JobMap], ...]:
        """Every version of every job map."""
        return self._of("job_map")

    @cached_property
    def surveys(self) -> tuple[Placed[Survey], ...]:
        """Every version of every survey."""
        return self._of("survey")

    @cached_property
    def improvements(self) -> tuple[Placed[Improvement], ...]:
        """Every version of every improvement."""
        return self._of("improvement")

    @cached_property
    def stakeholders(self) -> tuple[Placed[Stakeholders], ...]:
        """Every version of every stakeholders document."""
        return self._of("stakeholders")

    @cached_property
    def operating_models(self) -> tuple[Placed[OperatingModel], ...]:
        """Every version of every operating model."""
        return self._of("operating_model")

    @cached_property
    def sources(self) -> tuple[Placed[Source], ...]:
        """Every version of every source."""
        return self._of("source")

    @cached_property
    def attestations(self) -> tuple[Placed[Attestation], ...]:
        """Every attestation."""
        return self._of("attestation")

    @cached_property
    def disputes(self) -> tuple[Placed[Dispute], ...]:
        """Every dispute."""
        return self._of("dispute")

    @cached_property
    def statements(self) -> tuple[Placed[Statement], ...]:
        """Every statement."""
        return self._of("statement")

    @cached_property
    def definition(self) -> BookDefinition | None:
        """The latest definition of the book; None when none could be read."""
        documents = [placed.document for placed in self.books]
        return max(documents, key=lambda document: document.version) if documents else None

    @cached_property
    def party_documents(self) -> tuple[Placed[PartyDocument], ...]:
        """Every version of every party that has a document of its own."""
        return self._of("party")

    @cached_property
    def parties(self) -> dict[str, Party]:
        """The parties by id: those the book lists, and those in documents of their own."""
        listed = self.definition.parties if self.definition else ()
        own = (placed.document.party for placed in self.party_documents)
        return {party.id: party for party in (*listed, *own)}

    @cached_property
    def awaited(self) -> set[str]:
        """The kinds that a source makes of its rows, and of which nothing has landed yet."""
        made: set[str] = {part.kind for placed in self.sources for part in placed.document.documents}
        return made - self._landed

    @cached_property
    def kpi_by_id(self) -> dict[str, Kpi]:
        """The latest version of each KPI."""
        ordered = sorted((placed.document for placed in self.kpis), key=lambda kpi: kpi.version)
        return {kpi.id: kpi for kpi in ordered}

    @cached_property
    def agreement_by_id(self) -> dict[str, Agreement]:
        """The latest version of each agreement."""
        ordered = sorted((placed.document for placed in self.agreements), key=lambda agreement: agreement.version)
        return {agreement.id: agreement for agreement in ordered}

    @cached_property
    def kpi_names(self) -> dict[str, None]:
        """The ids of KPIs, with those of documents that are there but not valid."""
        return dict.fromkeys((*self.kpi_by_id, *self._broken_ids("kpi")))

    @cached_property
    def agreement_names(self) -> dict[str, None]:
        """The ids of agreements, with those of documents that are there but not valid."""
        return dict.fromkeys((*self.agreement_by_id, *self._broken_ids("agreement")))

    @cached_property
    def business_case_names(self) -> dict[str, None]:
        """The ids of business cases, with those of documents that are there but not valid."""
        return dict.fromkeys((*(each.document.id for each in self.business_cases), *self._broken_ids("business_case")))

    @cached_property
    def plan_by_id(self) -> dict[str, Plan]:
        """The latest version of each plan."""
        ordered = sorted((placed.document for placed in self.plans), key=lambda plan: plan.version)
        return {plan.id: plan for plan in ordered}

    @cached_property
    def plan_names(self) -> dict[str, None]:
        """The ids of plans, with those of documents that are there but not valid."""
        return dict.fromkeys((*self.plan_by_id, *self._broken_ids("plan")))

    @cached_property
    def job_maps_by_id(self) -> dict[str, list[JobMap]]:
        """Every version of each job map, the first version first."""
        versions: dict[str, list[JobMap]] = {}
        for job_map in sorted((placed.document for placed in self.job_maps), key=lambda document: document.version):
            versions.setdefault(job_map.id, []).append(job_map)
        return versions

    @cached_property
    def job_map_names(self) -> dict[str, None]:
        """The ids of job maps, with those of documents that are there but not valid."""
        return dict.fromkeys((*self.job_maps_by_id, *self._broken_ids("job_map")))

    @cached_property
    def survey_names(self) -> dict[str, None]:
        """The ids of surveys, with those of documents that are there but not valid."""
        return dict.fromkeys((*(placed.document.id for placed in self.surveys), *self._broken_ids("survey")))

    @cached_property
    def party_names(self) -> dict[str, None]:
        """The ids of parties, with those of documents that are there but not valid."""
        return dict.fromkeys((*self.parties, *self._broken_ids("party")))

    def _broken_ids(self, kind: str) -> list[str]:
        return [name for broken, name in self._broken if broken == kind]

    def objectives(self) -> Iterator[tuple[Placed[Agreement], Objective, Path]]:
        """Every objective of every version, with its path."""
        for placed in self.agreements:
            for index, objective in enumerate(placed.document.objectives):
                yield placed, objective, ("objectives", index)

    def lost(
        self, placed: Placed[D], path: Path, what: str, name: str | None, known: Collection[str]
    ) -> Iterator[Issue]:
        """The Issue for a name that is not known, unless the document it means may lie in an unreadable file.

        While a source has still to land documents of its kind, the name may yet come: level `soon`.
        """
        if name is None or name in known or not self.complete:
            return
        if what.lower() in self.awaited:
            yield placed.issue("soon", path, f"there is no {what} {name!r} yet", "a source makes some: run trueup load")
        else:
            yield placed.missing(path, what, name, known)

    def no_party(self, placed: Placed[D], path: Path, id: str | None) -> Iterator[Issue]:
        """The Issue for an id that is not a party of the book."""
        if self.definition is not None:
            yield from self.lost(placed, path, "party", id, self.party_names)
