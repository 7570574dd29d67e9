"""Whom a job map or a survey concerns: who asks, and the agreements that rest on what customers say."""

from __future__ import annotations

from trueup.book import Book as Documents
from trueup.jobs.survey import Survey
from trueup.web.documents.proposals import proposed

KINDS = ("job_map", "survey")


def surveys(slug: str, documents: Documents, kind: str, id: str) -> list[Survey]:
    """The latest version in force of each survey that is meant, and one that waits for signatures.

    Of a job map: those that ask about it.
    """
    waiting = [each for each in proposed(slug, "survey") if isinstance(each, Survey)]
    standing = [versions.latest for versions in documents.surveys.values()]
    return [each for each in (*standing, *waiting) if (each.id if kind == "survey" else each.job_map) == id]


def asker(documents: Documents, survey: Survey) -> str | None:
    """The party that asks: the one that is stated, else the customer."""
    customers = (party.id for party in documents.parties.values() if party.role == "customer")
    return survey.party or next(customers, None)


def askers(slug: str, documents: Documents, kind: str, id: str) -> frozenset[str]:
    """The parties that ask the survey, or ask about the job map, by their ids in the book."""
    found = (asker(documents, survey) for survey in surveys(slug, documents, kind, id))
    return frozenset(party for party in found if party is not None)


def agreements(slug: str, documents: Documents, kind: str, id: str) -> frozenset[str]:
    """The agreements that a job map or survey is about.

    Those of the job map's project, and those that promise what its surveys measure (the panel of a KPI).
    """
    concerned = surveys(slug, documents, kind, id)
    maps = {id} if kind == "job_map" else {survey.job_map for survey in concerned}
    projects = {version.project for each in maps for version in documents.job_maps.get(each) or ()} - {None}
    asked = {survey.id for survey in concerned}
    kpis = {
        name for name, versions in documents.kpis.items() if (panel := versions.latest.panel) and panel.survey in asked
    }
    return frozenset(
        name
        for name, versions in documents.agreements.items()
        if versions.latest.project in projects or any(each.kpi in kpis for each in versions.latest.objectives)
    )
