"""Criteria that job maps and surveys offer: how satisfied people are with an outcome, or the KPI that measures it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from trueup.agreements.documents import Agreement
from trueup.horizons.from_agreement import promised_for, scale_of
from trueup.horizons.stakeholders import Criterion
from trueup.jobs.asked import asked
from trueup.jobs.job_map import JobMap, Outcome
from trueup.jobs.survey import Survey
from trueup.kpis.documents import Kpi
from trueup.vocabulary import Said, said

MOST = 3
"""How many outcomes are proposed: who is asked about everything, answers nothing."""
Offer = tuple[Criterion, Said]


def outcomes(
    agreement: Agreement | None, job_maps: Sequence[JobMap], surveys: Sequence[Survey], kpis: Mapping[str, Kpi]
) -> Iterator[Offer]:
    """Up to three outcomes, those first that the agreement's KPIs measure from the inside.

    A survey's satisfaction where one asks about the outcome; else its KPI where its bounds are known and it is no
    objective; else a question to those who do the job.
    """
    about = [each for each in job_maps if agreement is None or each.project in (None, agreement.project)]
    found = [(job_map, outcome) for job_map in about for outcome in _of(job_map)]
    found.sort(key=lambda pair: promised_for(agreement, pair[1].kpi) is None)
    offers = (_offer(agreement, job_map, outcome, surveys, kpis) for job_map, outcome in found)
    yield from islice(offers, MOST)


def _of(job_map: JobMap) -> Iterator[Outcome]:
    return (placed.outcome for placed in job_map.placed())


def _offer(
    agreement: Agreement | None, job_map: JobMap, outcome: Outcome, surveys: Sequence[Survey], kpis: Mapping[str, Kpi]
) -> Offer:
    survey = next((each for each in surveys if each.job_map == job_map.id and outcome.id in asked(each, job_map)), None)
    if survey is not None:
        return rated(survey, outcome)
    kpi = kpis.get(outcome.kpi or "")
    scale = scale_of(kpi) if kpi is not None and promised_for(agreement, kpi.id) is None else None
    if kpi is not None and scale is not None:
        why = said("it measures outcome {outcome} of job map {job_map}", outcome=outcome.id, job_map=job_map.id)
        return Criterion(id=kpi.id, title=kpi.name, kpi=kpi.id, scale=scale), why
    text = f"How satisfied are you with this: {_lower(outcome.statement)}?"
    question = {"id": f"satisfied-{outcome.id}", "title": outcome.statement, "answers": text, "scale": [1, 5]}
    why = said("outcome {outcome} of job map {job_map} is what they judge by, and no survey asks about it",
               outcome=outcome.id, job_map=job_map.id)  # fmt: skip
    return Criterion.model_validate(question), why


def rated(survey: Survey, outcome: Outcome) -> Offer:
    """Satisfaction with an outcome, from a survey that asks about it."""
    why = said("survey {survey} asks those who do the job about it: {statement}", survey=survey.id,
               statement=outcome.statement)  # fmt: skip
    id_ = f"satisfied-{outcome.id}"
    return Criterion(id=id_, title=outcome.statement, survey=survey.id, outcome=outcome.id), why


def _lower(statement: str) -> str:
    text = statement.strip().rstrip(".?!")
    return text[:1].lower() + text[1:]
