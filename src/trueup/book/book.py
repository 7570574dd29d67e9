"""The book: everything agreed about one customer's success, as one frozen value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from trueup.book.load import Key, Loaded, key_of, load, load_texts
from trueup.book.validate import has_errors, validate
from trueup.book.versions import Versions
from trueup.vocabulary import Document, DocumentError, Issue, Party, UnknownName, did_you_mean, digest

if TYPE_CHECKING:
    from trueup.agreements.documents import Agreement, Attestation, Dispute
    from trueup.book.documents import BookDefinition
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

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Book:
    """The documents of a book, by kind and id. Build it with `Book.load` or `Book.of`."""

    definition: BookDefinition
    parties: Mapping[str, Party]
    kpis: Mapping[str, Versions[Kpi]]
    agreements: Mapping[str, Versions[Agreement]]
    business_cases: Mapping[str, Versions[BusinessCase]]
    plans: Mapping[str, Versions[Plan]]
    containments: Mapping[str, Versions[Containment]]
    job_maps: Mapping[str, Versions[JobMap]]
    surveys: Mapping[str, Versions[Survey]]
    improvements: Mapping[str, Versions[Improvement]]
    stakeholders: Mapping[str, Versions[Stakeholders]]
    operating_models: Mapping[str, Versions[OperatingModel]]
    sources: Mapping[str, Versions[Source]]
    attestations: Mapping[str, Versions[Attestation]]
    disputes: Mapping[str, Versions[Dispute]]
    statements: Mapping[str, Versions[Statement]]
    documents: tuple[Document, ...]
    folder: Path | None = None
    stated: Mapping[Key, str] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path | str, landed: Iterable[Mapping[str, Any]] = ()) -> Self:
        """The book in `folder`, with the documents that its sources have landed.

        Raises DocumentError with every issue found, errors first, if there is any error.
        """
        path = Path(folder)
        return cls._from(load(path, landed), path)

    @classmethod
    def read(
        cls,
        texts: Iterable[tuple[str, str]],
        landed: Iterable[Mapping[str, Any]] = (),
        folder: Path | None = None,
    ) -> Self:
        """The book of documents that lie elsewhere, as (name, YAML or JSON); `folder` has what its sources read.

        Raises DocumentError with every issue found, errors first, if there is any error.
        """
        return cls._from(load_texts(texts, landed), folder)

    @classmethod
    def _from(cls, loaded: Loaded, folder: Path | None) -> Self:
        if has_errors(loaded):
            raise DocumentError(validate(loaded))
        stated = {entry.key: entry.digest for entry in loaded.entries if entry.digest is not None}
        return cls.of((entry.document for entry in loaded.entries), folder, stated)

    @classmethod
    def of(
        cls, documents: Iterable[Document], folder: Path | None = None, stated: Mapping[Key, str] | None = None
    ) -> Self:
        """A book of documents that are known to be valid together; exactly one of them defines the book.

        `stated` are digests that are known already, by kind, id and version; the others are computed when asked for.
        """
        every = tuple(documents)
        by_kind: dict[str, list[Any]] = {}
        for document in every:
            by_kind.setdefault(document.kind_name(), []).append(document)

        def group(kind: str) -> Mapping[str, Versions[Any]]:
            return MappingProxyType(Versions.by_id(by_kind.get(kind, [])))

        definition = max(by_kind["book"], key=lambda document: int(document.version))
        own = (versions.latest.party for versions in group("party").values())
        return cls(
            definition=definition,
            parties=MappingProxyType({party.id: party for party in (*definition.parties, *own)}),
            kpis=group("kpi"),
            agreements=group("agreement"),
            business_cases=group("business_case"),
            plans=group("plan"),
            containments=group("containment"),
            job_maps=group("job_map"),
            surveys=group("survey"),
            improvements=group("improvement"),
            stakeholders=group("stakeholders"),
            operating_models=group("operating_model"),
            sources=group("source"),
            attestations=group("attestation"),
            disputes=group("dispute"),
            statements=group("statement"),
            documents=every,
            folder=folder,
            stated=MappingProxyType(dict(stated or {})),
        )

    def kpi(self, id: str) -> Versions[Kpi]:
        """All versions of a KPI; UnknownName with the nearest id if there is none."""
        return _named("KPI", id, self.kpis)

    def agreement(self, id: str) -> Versions[Agreement]:
        """All versions of an agreement; UnknownName with the nearest id if there is none."""
        return _named("agreement", id, self.agreements)

    def business_case(self, id: str) -> Versions[BusinessCase]:
        """All versions of a business case; UnknownName with the nearest id if there is none."""
        return _named("business case", id, self.business_cases)

    def plan(self, id: str) -> Versions[Plan]:
        """All versions of a plan; UnknownName with the nearest id if there is none."""
        return _named("plan", id, self.plans)

    def containment(self, id: str) -> Versions[Containment]:
        """All versions of a containment; UnknownName with the nearest id if there is none."""
        return _named("containment", id, self.containments)

    def job_map(self, id: str) -> Versions[JobMap]:
        """All versions of a job map; UnknownName with the nearest id if there is none."""
        return _named("job map", id, self.job_maps)

    def survey(self, id: str) -> Versions[Survey]:
        """All versions of a survey; UnknownName with the nearest id if there is none."""
        return _named("survey", id, self.surveys)

    def improvement(self, id: str) -> Versions[Improvement]:
        """All versions of an improvement; UnknownName with the nearest id if there is none."""
        return _named("improvement", id, self.improvements)

    def stakeholders_named(self, id: str) -> Versions[Stakeholders]:
        """All versions of a stakeholders document; UnknownName with the nearest id if there is none."""
        return _named("stakeholders document", id, self.stakeholders)

    def operating_model(self, id: str) -> Versions[OperatingModel]:
        """All versions of an operating model; UnknownName with the nearest id if there is none."""
        return _named("operating model", id, self.operating_models)

    def source(self, id: str) -> Versions[Source]:
        """All versions of a source; UnknownName with the nearest id if there is none."""
        return _named("source", id, self.sources)

    def statement(self, id: str) -> Versions[Statement]:
        """All versions of a statement; UnknownName with the nearest id if there is none."""
        return _named("statement", id, self.statements)

    def party(self, id: str) -> Party:
        """A party that the book lists, or that has a document of its own; UnknownName if there is none."""
        if id in self.parties:
            return self.parties[id]
        raise _unknown("party", id, self.parties)

    @property
    def digest(self) -> str:
        """SHA-256 over the digests of all documents: independent of files, their names and their order."""
        return digest(sorted(self.digests[key_of(document)] for document in self.documents))

    @cached_property
    def digests(self) -> Mapping[Key, str]:
        """The digest of every document by kind, id and version: what it landed with, else computed from it."""
        keyed = ((key_of(document), document) for document in self.documents)
        return MappingProxyType({key: self.stated.get(key) or document.digest for key, document in keyed})


def _named(what: str, id: str, known: Mapping[str, Versions[D]]) -> Versions[D]:
    if id in known:
        return known[id]
    raise _unknown(what, id, known)


def _unknown(what: str, id: str, known: Mapping[str, object]) -> UnknownName:
    some = ", ".join(list(known)[:8]) or "none"
    return UnknownName(f"there is no {what} {id!r} in the book", do=did_you_mean(id, known) or f"there are: {some}")


def check(folder: Path | str, landed: Iterable[Mapping[str, Any]] = ()) -> list[Issue]:
    """Every issue of the book in `folder`: errors first, then by file and line."""
    return validate(load(Path(folder), landed))


def check_texts(texts: Iterable[tuple[str, str]], landed: Iterable[Mapping[str, Any]] = ()) -> list[Issue]:
    """Every issue of documents that lie elsewhere, as (name, YAML or JSON): errors first, then by name and line."""
    return validate(load_texts(texts, landed))
