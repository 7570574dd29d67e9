"""What a panel says of the KPIs that are bound to it, as observations: so an agreement can promise an outcome.

Only the figure leaves the panel, with its n and its standard error, never what a person answered. It is reported by who
asks, and graded as everything that this party reports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from statistics import NormalDist

from trueup.jobs.results import Measured, Score, Scores
from trueup.jobs.survey import Survey, Wave
from trueup.kpis.documents import Kpi, Panel
from trueup.vocabulary import InputError, Period

DIGITS = 9
"""Digits after the point: sums of shares differ in the last ones from machine to machine, and the same answers are to
give the same observation."""


@dataclass(frozen=True, slots=True)
class Reported:
    """One actual of a KPI as a panel gives it; without an actual, why."""

    kpi: str
    period_start: dt.date
    period_end: dt.date
    reported_by: str
    actual: float | None = None
    n: int | None = None
    stderr: float | None = None
    missing_reason: str | None = None

    def row(self) -> dict[str, object]:
        """As the table of observations has it."""
        return asdict(self)


def bound_to(kpis: Iterable[Kpi], survey: str) -> dict[str, Panel]:
    """The KPIs whose actuals the panel of this survey gives, by id."""
    return {kpi.id: kpi.panel for kpi in kpis if kpi.panel is not None and kpi.panel.survey == survey}


def must_be_over(survey: Survey, wave: str, as_of: dt.date) -> Wave:
    """The wave, where it is over at the moment. InputError where it is not, or is not one of the survey's."""
    found = survey.wave(wave)
    if found is None:
        raise InputError(f"the survey {survey.id!r} has no wave {wave!r}", do="give the wave its days in the survey")
    if as_of < found.closes:
        raise InputError(
            f"the wave {wave!r} is open until {found.closes}: its figures are not final",
            do="report it when it is over",
        )
    if survey.party is None:
        raise InputError(f"the survey {survey.id!r} does not say who asks", do="give it a party: whose word is this?")
    return found


def period_of(wave: Wave, kpi: Kpi, fiscal_year_start: int = 1) -> Period:
    """The wave's days, where one period of the KPI holds them all; else the period in which the wave's last day is."""
    whole = kpi.grain.period_of(wave.closes - dt.timedelta(days=1), fiscal_year_start)
    return Period(wave.opens, wave.closes) if whole.start <= wave.opens else whole


def said_of(kpi: Kpi, period: Period, scores: Scores, reported_by: str) -> Reported:
    """What the scores of the KPI's group say of it."""
    assert kpi.panel is not None
    found = next((score for score in scores.scores if score.outcome == kpi.panel.outcome), None)
    measured = None if found is None else _measure(found, kpi.panel)
    if measured is None:
        return Reported(kpi.id, period.start, period.end, reported_by, missing_reason=_why(scores, found))
    factor = 10.0 if kpi.unit.name == "%" else 1.0
    return Reported(
        kpi.id,
        period.start,
        period.end,
        reported_by,
        actual=round(measured.value * factor, DIGITS),
        n=measured.n,
        stderr=round(_stderr(measured) * factor, DIGITS),
    )


def _measure(score: Score, panel: Panel) -> Measured | None:
    by_name: Mapping[str, Measured | None] = {
        "importance": score.importance,
        "satisfaction": score.satisfaction,
        "opportunity": score.opportunity,
    }
    return by_name[panel.measure]


def _why(scores: Scores, found: Score | None) -> str:
    if scores.hidden is not None:
        return scores.hidden
    if found is None:
        return "nobody was asked about this outcome"
    return found.insufficient or "nobody has rated it"


def _stderr(measured: Measured) -> float:
    """The standard error that a symmetric interval of this width has."""
    return (measured.high - measured.low) / 2 / NormalDist().inv_cdf((1 + measured.level) / 2)
