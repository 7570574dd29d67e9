"""Assessing an agreement: versions + KPIs + actuals + a moment -> the answer, with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from trueup.agreements import gas
from trueup.agreements.account import account, objective_money
from trueup.agreements.amounts import rounded
from trueup.agreements.attainment import Z95
from trueup.agreements.documents import Agreement
from trueup.agreements.errors import standard_errors
from trueup.agreements.evidence import Dependence, dependence, grade_mix
from trueup.agreements.judge import Judge, Rules, books_of, judge_of
from trueup.agreements.money import Books
from trueup.agreements.objective import Proof, objective_result
from trueup.agreements.outlook import Chart, Statistics
from trueup.agreements.promise import SeriesKey
from trueup.agreements.reached import decisive, passed
from trueup.agreements.results import AgreementResult, ObjectiveResult, VersionResult
from trueup.agreements.verdict import Matter, Ruling
from trueup.agreements.versions import History, Told, descoped, first_promise, in_force, known
from trueup.agreements.words import named
from trueup.kpis.documents import Kpi
from trueup.kpis.series import Series
from trueup.vocabulary import Grade, Moment, joined, said


def assess_agreement(
    versions: Sequence[Agreement],
    kpis: Mapping[str, Kpi],
    series: Mapping[SeriesKey, Series],
    statistics: Statistics,
    *,
    moment: Moment,
    rules: Rules,
    grade: Grade = Grade.reported,
    history: History | None = None,
) -> AgreementResult:
    """Judge one agreement as of a moment, on evidence of at least `grade`. Pure: the same input gives the same answer.

    `versions` are all versions of the agreement; those not yet known at the moment are left out. `series` holds the
    actuals as known at the moment by (KPI, slice), with grades and open disputes; `statistics` the outlooks that
    `questions` asked for, the control charts, and what was caused of each objective for which a counterfactual is
    agreed on; `history` what the book says of each version, by its number.
    InputError where no version was known; UnknownName where an objective names a KPI that is not there.
    """
    current, first = in_force(versions, moment), first_promise(versions, moment)
    judge = judge_of(current, first.effective, kpis, series, statistics, rules, moment)
    original = judge if first is current else judge_of(first, first.effective, kpis, series, statistics, rules, moment)
    rulings = {each: judge.ruling(each) for each in Grade}
    matter, ruling = rulings[grade]
    rests = dependence(current, rulings[grade], rulings[max(grade, Grade.verified)], judge.series)
    assessed = _assessed(judge, first, grade)
    scored = _gas(judge, grade)
    first_verdict = (ruling if original is judge else original.ruling(grade)[1]).verdict
    return AgreementResult(
        id=current.id,
        title=current.title,
        project=current.project,
        customer=current.customer,
        providers=current.providers,
        observer=current.observer,
        version=current.version,
        effective=current.effective,
        due=matter.due,
        verdict=ruling.verdict,
        verdict_at_grade={each.name: at[1].verdict for each, at in rulings.items()},
        verdict_first=first_verdict,
        reasons=_reasons(current, ruling, rests, first_verdict, rules, moment),
        would_change=ruling.would_change,
        p_success=ruling.p_success,
        met_share=_met_share(matter),
        gas_t=scored.t,
        gas_goals=scored.goals,
        grade_mix=grade_mix(_distinct(judge)),
        value=account(matter, assessed, original.books, first.effective),
        depends_on_provider_figures=rests.on_provider,
        sentence=rests.sentence,
        objectives=_objectives(judge, original, grade, assessed),
        versions=_versions(known(versions, moment), kpis, moment, rules, history or {}),
    )


def _assessed(judge: Judge, first: Agreement, grade: Grade) -> Books:
    """The money on evidence of at least `grade` alone: what it leaves without an actual, and when it paid back."""
    if grade is Grade.reported:
        return judge.books
    graded = [series.at_grade(grade) for series in judge.series]
    return books_of(
        judge.agreement, first.effective, judge.promises, judge.paths, graded, judge.as_of, judge.statistics.caused
    )


def _reasons(
    agreement: Agreement, ruling: Ruling, rests: Dependence, first_verdict: str, rules: Rules, moment: Moment
) -> tuple[str, ...]:
    """The verdict's reasons, the decisive one first, then what a reader must know to weigh them."""
    reasons = [*ruling.reasons]
    if moment.as_of < agreement.effective:
        reasons.append(said("the agreement takes effect on {day}", day=agreement.effective))
    if first_verdict != ruling.verdict:
        reasons.append(
            said("by the first promise, never amended, the verdict is {verdict}", verdict=named(first_verdict))
        )
    if rests.sentence is not None:
        reasons.append(rests.sentence)
    return (*reasons, *_stakes(agreement, rules))


def _stakes(agreement: Agreement, rules: Rules) -> list[str]:
    """An observer with a stake is not independent, and the reader is told."""
    observer = agreement.observer
    if observer is None or not rules.stakes.get(observer):
        return []
    name, stakes = rules.names.get(observer, observer), joined(rules.stakes[observer], "; ")
    return [said("the observer {name} is not independent: {stakes}", name=name, stakes=stakes)]


def _met_share(matter: Matter) -> float | None:
    """Weighted share of the objectives that are met on evidence of the grade that each asks for."""
    weights = [float(each.promise.objective.weight) for each in matter.judged]
    met = [weight for weight, each in zip(weights, matter.judged, strict=True) if each.at_required.status == "met"]
    return sum(met) / sum(weights) if weights else None


class _Scored(NamedTuple):
    t: float | None
    goals: int


def _gas(judge: Judge, grade: Grade) -> _Scored:
    """T over the objectives, where every must-have holds what it needs and each has an actual."""
    goals = [index for index, promise in enumerate(judge.promises) if gas.scalable(promise)]
    needed = {index for index, promise in enumerate(judge.promises) if promise.objective.must}
    scores = [_score(judge, index, grade) for index in goals]
    if not goals or not needed <= set(goals) or None in scores:
        return _Scored(None, 0)
    weights = [float(judge.promises[index].objective.weight) for index in goals]
    return _Scored(gas.t_score([score for score in scores if score is not None], weights), len(goals))


def _score(judge: Judge, index: int, grade: Grade) -> float | None:
    """One goal's score: the actual at due once that is over, else the latest; -0.5 counts as -1 across agreements."""
    promise, series = judge.promises[index], judge.series[index].at_grade(grade)
    at = decisive(promise, series) if passed(promise, judge.as_of) else len(series) - 1
    if at is None or at < 0:
        return None
    error = float(standard_errors(promise, series)[at])
    noise = Z95 * error if np.isfinite(error) else float(promise.objective.tolerance)
    return gas.scale(promise, Decimal(repr(float(series.value[at]))), Decimal(repr(noise)), partial=False)


def _distinct(judge: Judge) -> list[Series]:
    """Each series once, however many objectives read it."""
    return list({promise.key: series for promise, series in zip(judge.promises, judge.series, strict=True)}.values())


def _objectives(judge: Judge, original: Judge, grade: Grade, assessed: Books) -> tuple[ObjectiveResult, ...]:
    money = objective_money(judge.books, assessed, grade, judge.rules.currency)
    first = {promise.id: place for place, promise in enumerate(original.promises)}
    results = []
    for index, promise in enumerate(judge.promises):
        place = first.get(promise.id)
        series, worth = judge.series[index], assessed.worths[index]
        proof = Proof(
            promise=promise,
            path=judge.paths[index],
            first=None if place is None else original.promises[place],
            first_path=None if place is None else original.paths[place],
            series=series.at_grade(grade) if grade > Grade.reported else series,
            standing=judge.standing(index, grade),
            at_grade={each: judge.standing(index, each) for each in Grade},
            outlook=judge.outlook(index, grade),
            chart=judge.statistics.charts.get(promise.key, Chart()),
            money=money[index],
            realised=worth.realised,
            lacks=worth.lacks,
            caused=worth.caused,
        )
        results.append(objective_result(proof, judge.as_of))
    return tuple(results)


def _versions(
    versions: Sequence[Agreement], kpis: Mapping[str, Kpi], moment: Moment, rules: Rules, history: History
) -> tuple[VersionResult, ...]:
    results = []
    for index, version in enumerate(versions):
        lost = rounded(
            descoped(versions[index - 1], version, kpis, moment, rules.fiscal_year_start) if index else Fraction(0),
            rules.currency,
        )
        told = history.get(version.version) or Told(version.digest)
        results.append(
            VersionResult(
                version=version.version,
                effective=version.effective,
                why=version.why,
                digest=told.digest,
                changes=told.changes,
                value_descoped=lost,
            )
        )
    return tuple(results)
