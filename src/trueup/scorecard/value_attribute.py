"""`trueup value attribute`: what was caused, with everything behind it, and what the data before the start propose."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from trueup.agreements.amounts import Sum, rounded, total
from trueup.agreements.attribution import Attribution
from trueup.scorecard.method import METHOD
from trueup.scorecard.value_attribution import Work, work
from trueup.scorecard.value_readings import Readings
from trueup.scorecard.value_slices import beside
from trueup.value.attribution import answer, units_of
from trueup.value.before import before_start
from trueup.value.caused import declared_of, sentence
from trueup.value.declared import Declaration
from trueup.value.ladder import propose
from trueup.value.results_attribution import AttributionResult, Found, ObjectiveAttribution, Proposal
from trueup.value.shown import found_of, to_date
from trueup.vocabulary import Grade, Insufficient, Slice, said


def attribution(
    readings: Readings, agreement: str | None = None, objective: str | None = None, *, proposing: bool = False
) -> AttributionResult:
    """What an agreement caused, objective by objective, on evidence of at least the grade of the readings.

    `proposing` adds what the time before the start proposes. Raises UnknownName for an agreement or objective that is
    not there, InputError where a method needs an extra that is not installed.
    """
    found = list(work(readings, agreement, objective))
    version, definition = readings.agreement(agreement), readings.book.definition
    grade = readings.grade
    realised = [each.realised[grade] for each in found if each.realised is not None]
    caused = [worth for each in found if (worth := _caused(each, grade)) is not None]
    return AttributionResult(
        agreement=version.id,
        title=version.title,
        as_of=readings.moment.as_of,
        known_at=readings.moment.known_at,
        grade=grade,
        currency=definition.currency,
        realised=total(realised).range(definition.currency) if realised else None,
        attributed=total(caused).range(definition.currency) if caused else None,
        objectives=tuple(_objective(each, proposing=proposing) for each in found),
        method=METHOD,
        seed=readings.seed,
    )


def _caused(found: Work, grade: Grade) -> Sum | None:
    """What was caused to date by what counts; None where there is no figure."""
    if found.counting is None or found.counting.attributed is None:
        return None
    return found.counting.attributed.sum(to_date(found.matter), grade)


def _objective(found: Work, *, proposing: bool) -> ObjectiveAttribution:
    promise, readings = found.promise, found.readings
    currency, grade = readings.book.definition.currency, readings.grade
    chosen = found.counting or found.after
    return ObjectiveAttribution(
        objective=promise.id,
        title=promise.title,
        kpi=promise.objective.kpi,
        unit=promise.unit,
        direction=promise.direction.value,
        counts=_counts(found),
        words=said("before against after counts: no counterfactual is agreed on")
        if chosen is None
        else sentence(found.matter, chosen, found.realised, currency, grade, in_time=found.counting is not None),
        declared=declared_of(found.declared),
        found=found_of(found.matter, found.counting, currency, grade) if found.counting else None,
        chosen_after=found_of(found.matter, found.after, currency, grade) if found.after else None,
        before_after=_plain(found, currency, grade),
        realised=None if found.realised is None else rounded(found.realised[grade].expected, currency),
        proposal=proposal(found) if proposing else None,
    )


def _counts(found: Work) -> Literal["attributed", "realised", "nothing"]:
    if found.declared.counting is None:
        return "nothing" if found.declared.agreed else "realised"
    if found.counting is None:
        return "realised"
    return "attributed" if found.counting.attributed is not None else "nothing"


def _plain(found: Work, currency: str, grade: Grade) -> Found:
    """Before against after on the objective's own slice: shown beside everything, and not causal."""
    now = found.declared.counting or found.declared.current
    return found_of(found.matter, answer(found.matter, replace(now, said=Attribution())), currency, grade)


def proposal(found: Work) -> Proposal | None:
    """What the time before the start proposes; None where it is too short for anything.

    It compares with the slices that are named, else with all others of the KPI along the dimensions of the objective.
    """
    now = found.declared.current
    plan = now.said if now.said.named else Attribution(method="control", pool=_others(found))
    declaration = Declaration(now.version, plan.model_copy(update={"method": "control"}), now.at, now.since)
    units, _ = units_of(found.matter, declaration)
    own = found.matter.read([found.matter.own])[found.matter.own]
    before = before_start(own, units, now.since)
    if isinstance(before, Insufficient):
        return None
    return propose(before, found.matter.season, found.matter.rng)


def _others(found: Work) -> tuple[Slice, ...]:
    return beside(found.readings.snapshot, found.promise.kpi, found.matter.own)
