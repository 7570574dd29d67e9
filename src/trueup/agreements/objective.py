"""The answer about one objective: promise against proof, ready to be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trueup.agreements import words
from trueup.agreements.attainment import (
    Attainment,
    against_path,
    attained,
    attained_sum,
    baseline_note,
    elapsed,
    latest,
)
from trueup.agreements.caused import Caused
from trueup.agreements.outlook import Chart, Outlook
from trueup.agreements.path import Path
from trueup.agreements.promise import Promise
from trueup.agreements.results import Latest, ObjectiveMoney, ObjectiveResult, PathStep, Point, Target
from trueup.agreements.running import running_sum
from trueup.agreements.status import Standing
from trueup.agreements.value import Realised
from trueup.kpis.series import Series, spans
from trueup.vocabulary import Direction, Grade, said

# Points are many: their grades are looked up.
_GRADES = {int(grade): grade for grade in Grade}


@dataclass(frozen=True, slots=True)
class Proof:
    """All that is known about one objective: the promise now and at first, the actuals, and what was judged of them."""

    promise: Promise
    path: Path | None
    first: Promise | None
    first_path: Path | None
    series: Series
    standing: Standing
    at_grade: Mapping[Grade, Standing]
    outlook: Outlook | None
    chart: Chart
    money: ObjectiveMoney | None
    realised: Realised | None
    lacks: str | None
    caused: Caused | None = None


def objective_result(proof: Proof, as_of: dt.date) -> ObjectiveResult:
    """Put one objective into the shape that is published."""
    promise, series, objective = proof.promise, proof.series, proof.promise.objective
    now, path = attainment_now(promise, series, as_of), _steps(proof.path, as_of)
    amended = proof.first is not promise
    return ObjectiveResult(
        id=promise.id,
        kpi=objective.kpi,
        title=promise.title,
        unit=promise.unit,
        direction=promise.direction.value,
        type=objective.type,
        slice=objective.slice,
        must=objective.must,
        baseline=None if promise.baseline is None else float(promise.baseline),
        target=target_of(promise),
        first_target=None if proof.first is None else target_of(proof.first),
        due=promise.due,
        first_due=None if proof.first is None else proof.first.due,
        path_now=None if proof.path is None else float(proof.path.on(as_of)),
        latest=_latest(series),
        attainment=now.value,
        attainment_first=_attainment_first(proof, as_of) if amended else now.value,
        attainment_path=_on_path(proof, as_of).value,
        range_missed_by=now.missed_by,
        p_hit=proof.standing.probability,
        p_hit_se=proof.outlook.p_hit_se if proof.outlook and proof.standing.probability not in (0, 1) else None,
        p_hit_low=proof.standing.between[0] if proof.standing.between else None,
        p_hit_high=proof.standing.between[1] if proof.standing.between else None,
        forecast=proof.outlook.forecast if proof.outlook else None,
        status=proof.standing.status,
        status_at_grade={grade.name: standing.status for grade, standing in proof.at_grade.items()},
        evidence=objective.evidence,
        reasons=_reasons(proof, now),
        signals=proof.chart.signals,
        limits=proof.chart.limits,
        insufficient=_insufficient(proof, now),
        accountable=objective.accountable,
        horizon=objective.horizon,
        path=path,
        first_path=_steps(proof.first_path, as_of) if amended else path,
        points=_points(series),
        missing=_missing(proof),
        value=proof.money,
        attributed=proof.caused.shown if proof.caused else None,
    )


def attainment_now(promise: Promise, series: Series, as_of: dt.date) -> Attainment:
    """Attainment of the latest actual, or of the running sum where the objective is cumulative."""
    if promise.objective.type == "cumulative":
        so_far = running_sum(promise, series, as_of)
        if so_far.last is None:
            return Attainment(None, said("no actual yet"))
        return attained_sum(promise, so_far.total, *elapsed(promise, so_far.last))
    known = latest(series)
    return attained(promise, known[0] if known else None)


def _attainment_first(proof: Proof, as_of: dt.date) -> float | None:
    """The same by the first promise, where the objective was in it."""
    return None if proof.first is None else attainment_now(proof.first, proof.series, as_of).value


def _on_path(proof: Proof, as_of: dt.date) -> Attainment:
    known = latest(proof.series)
    if known is None:
        return Attainment(None, said("no actual yet"))
    if proof.promise.objective.type == "cumulative":
        so_far = running_sum(proof.promise, proof.series, as_of)
        return against_path(proof.promise, proof.path, so_far.total, so_far.last)
    return against_path(proof.promise, proof.path, *known)


def target_of(promise: Promise) -> Target:
    """The target as published: one number, or [low, high] to maintain."""
    if promise.direction is Direction.maintain:
        assert promise.low is not None, "a range has both ends"
        assert promise.high is not None, "a range has both ends"
        return float(promise.low), float(promise.high)
    return float(promise.target)


def _latest(series: Series) -> Latest | None:
    if not len(series):
        return None
    low, high, value = (float(each[-1]) for each in (series.low, series.high, series.value))
    disputed = low != value or high != value
    return Latest(
        period=series.period(len(series) - 1),
        actual=value,
        grade=Grade(int(series.grade[-1])),
        reported_by=series.by[-1],
        disputed=disputed,
        low=low if disputed else None,
        high=high if disputed else None,
        n=int(series.n[-1]) if np.isfinite(series.n[-1]) else None,
    )


def _reasons(proof: Proof, now: Attainment) -> tuple[str, ...]:
    note = baseline_note(proof.promise)
    extra = [note] if note else []
    if now.value is None and now.reason and proof.standing.status != "unmeasured":
        extra.append(said("no attainment: {reason}", reason=now.reason))
    return (*proof.standing.reasons, *extra)


def _insufficient(proof: Proof, now: Attainment) -> tuple[str, ...]:
    found: list[str] = []
    if proof.outlook is not None and proof.outlook.p_hit is None and proof.outlook.needs:
        found.append(words.no_forecast(proof.outlook.needs))
    if proof.chart.note:
        found.append(proof.chart.note)
    if proof.lacks:
        found.append(said("no value: {reason}", reason=proof.lacks))
    return tuple(found)


def _steps(path: Path | None, as_of: dt.date) -> tuple[PathStep, ...]:
    if path is None:
        return ()
    steps = [PathStep(date=day, value=float(value)) for day, value in path.vertices()]
    if steps[-1].date < as_of:
        steps.append(PathStep(date=as_of, value=steps[-1].value))
    return tuple(steps)


def _points(series: Series) -> tuple[Point, ...]:
    columns = (series.value, series.grade, series.low, series.high)
    rows = zip(spans(series.start, series.end), *(column.tolist() for column in columns), series.by, strict=True)
    return tuple(
        Point(
            period=period,
            actual=actual,
            grade=_GRADES[grade],
            reported_by=by,
            low=low if low != actual or high != actual else None,
            high=high if low != actual or high != actual else None,
        )
        for period, actual, grade, low, high, by in rows
    )


def _missing(proof: Proof) -> tuple[str, ...]:
    periods = proof.realised.missing if proof.realised is not None else proof.series.missing
    return tuple(said("{period}: {reason}", period=period, reason=reason) for period, reason in periods)
