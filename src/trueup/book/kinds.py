"""The kinds of documents that a book may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from trueup.vocabulary import Document

_HOMES = {
    "book": "trueup.book.documents:BookDefinition",
    "party": "trueup.vocabulary:PartyDocument",
    "kpi": "trueup.kpis.documents:Kpi",
    "agreement": "trueup.agreements.documents:Agreement",
    "business_case": "trueup.value.business_case:BusinessCase",
    "plan": "trueup.delivery.documents:Plan",
    "containment": "trueup.delivery.documents:Containment",
    "job_map": "trueup.jobs.job_map:JobMap",
    "survey": "trueup.jobs.survey:Survey",
    "improvement": "trueup.value.improvement:Improvement",
    "stakeholders": "trueup.horizons.stakeholders:Stakeholders",
    "operating_model": "trueup.operating_model.document:OperatingModel",
    "source": "trueup.sources.documents:Source",
    "attestation": "trueup.agreements.documents:Attestation",
    "dispute": "trueup.agreements.documents:Dispute",
    "statement": "trueup.value.statement:Statement",
}


class Kinds(Mapping[str, type[Document]]):
    """Each kind by its word; its module is imported when a document of the kind is met."""

    def __getitem__(self, word: str) -> type[Document]:
        module, _, name = _HOMES[word].partition(":")
        found: type[Document] = getattr(import_module(module), name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_HOMES)

    def __len__(self) -> int:
        return len(_HOMES)


def kinds() -> Kinds:
    """Each kind by its word, in the order in which people write them."""
    return Kinds()
