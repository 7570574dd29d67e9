"""A forward look at outcomes."""

from __future__ import annotations

import datetime as dt

from tests.jobs.build import survey
from trueup.jobs.outlook import Told, next_day, outlooks
from trueup.jobs.results import Measured, Sample, Score, Scores

DAYS = (dt.date(2025, 3, 8), dt.date(2025, 9, 8), dt.date(2026, 3, 8))


def told(*values: dict[str, float]) -> list[Told]:
    waves = []
    for day, each in zip(DAYS, values, strict=False):
        scores = tuple(_score(name, value) for name, value in each.items())
        sample = Sample(respondents=200, ratings=400, grade="verified")
        waves.append(Told(Scores(survey="s", wave=str(day), group=None, sample=sample, scores=scores), day))
    return waves


def _score(name: str, value: float) -> Score:
    measured = Measured(value=value, low=value - 1, high=value + 1, n=200, method="stated")
    return Score(
        outcome=name, statement=name, job="job", kind="core", step=None, importance=measured, satisfaction=measured,
        opportunity=measured, mean_importance=4, mean_satisfaction=3, n=200, n_both=200,
    )  # fmt: skip


STEADY = {f"o{i}": 8.0 for i in range(10)}


def test_what_grows_wave_by_wave_is_said_to_become_unmet() -> None:
    waves = told(STEADY | {"up": 4.0}, STEADY | {"up": 6.5}, STEADY | {"up": 9.0})
    found = outlooks(waves, dt.date(2026, 9, 8))
    assert (found[0].outcome, found[0].becoming) == ("up", True)
    assert found[0].opportunity is not None
    assert found[0].opportunity.value > 9
    assert not any(each.becoming for each in found[1:])


def test_what_is_unmet_already_does_not_become_so() -> None:
    waves = told(*(STEADY | {"up": value} for value in (11.0, 12.0, 13.0)))
    found = {each.outcome: each for each in outlooks(waves, dt.date(2026, 9, 8))}
    assert found["up"].p_unmet is not None
    assert found["up"].p_unmet > 0.9
    assert not found["up"].becoming


def test_no_line_leads_out_of_the_scale() -> None:
    waves = told(*(STEADY | {"up": value, "down": 20 - value} for value in (10.0, 15.0, 19.5)))
    for each in outlooks(waves, dt.date(2027, 3, 8)):
        assert each.opportunity is not None
        assert 0 < each.opportunity.low <= each.opportunity.value <= each.opportunity.high < 20


def test_two_waves_are_too_few_and_an_outcome_asked_once_is_left_out() -> None:
    two = outlooks(told(STEADY, STEADY), dt.date(2026, 3, 8))
    assert all(each.opportunity is None for each in two)
    assert "takes 3" in str(two[0].insufficient)
    three = {each.outcome: each for each in outlooks(told(STEADY, STEADY, STEADY | {"new": 5.0}), dt.date(2026, 9, 8))}
    assert str(three["new"].insufficient) == "not asked in every wave"
    assert three["o0"].opportunity is not None


def test_the_next_wave_is_the_one_that_the_survey_names() -> None:
    waves = told(STEADY, STEADY, STEADY)
    assert next_day(survey(waves=[{"id": "w", "opens": "2026-06-01", "closes": "2026-06-15"}]), waves) == dt.date(
        2026, 6, 8
    )
    assert next_day(survey(waves=[]), waves) == DAYS[2] + (DAYS[2] - DAYS[0]) / 2
