"""What a panel says of KPIs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.jobs.build import job_map, ratings, survey
from trueup.jobs.outcome_score import Asking
from trueup.jobs.reporting import must_be_over, period_of, said_of
from trueup.jobs.score import scores_by
from trueup.jobs.survey import Wave
from trueup.kpis.documents import Kpi
from trueup.vocabulary import Grade, InputError, Period

PERIOD = Period(dt.date(2026, 3, 1), dt.date(2026, 4, 1))


def kpi(unit: str = "points", measure: str = "satisfaction", **more: Any) -> Kpi:
    panel = {"survey": "s", "outcome": "o0", "measure": measure}
    body = {"id": "k", "name": "K", "unit": unit, "direction": "increase", "panel": panel}
    return Kpi.model_validate(body | more)


def scores(**more: Any) -> Any:
    people = ratings([[5]] * 80 + [[2]] * 20, [[5]] * 40 + [[2]] * 60)
    asking = Asking(survey(**{"anonymous": False, **more}), job_map("o0"), grade=Grade.verified, seed=1)
    return scores_by(asking, people.counts(), people, None)[0]


def test_the_share_of_the_satisfied_with_its_error() -> None:
    points, percent = said_of(kpi(), PERIOD, scores(), "harbour"), said_of(kpi("%"), PERIOD, scores(), "harbour")
    assert (points.actual, points.n, points.reported_by) == (4.0, 100, "harbour")
    assert percent.actual == 40.0
    assert points.stderr == pytest.approx(10 * (0.4 * 0.6 / 100) ** 0.5, rel=0.05)
    assert percent.stderr == pytest.approx(10 * (points.stderr or 0))


def test_importance_and_opportunity() -> None:
    assert said_of(kpi(measure="importance"), PERIOD, scores(), "harbour").actual == 8.0
    assert said_of(kpi(measure="opportunity"), PERIOD, scores(), "harbour").actual == 12.0


def test_a_group_too_small_to_be_told_is_missing_with_its_reason() -> None:
    found = said_of(kpi(), PERIOD, scores(anonymous=True, minimum_group=200), "harbour")
    assert found.actual is None
    assert found.missing_reason


def test_a_wave_keeps_its_days_where_one_period_holds_them() -> None:
    inside = Wave(id="w", opens=dt.date(2026, 3, 1), closes=dt.date(2026, 3, 15))
    across = Wave(id="w", opens=dt.date(2026, 3, 20), closes=dt.date(2026, 4, 10))
    quarter = kpi(grain="quarter")
    assert period_of(inside, quarter) == Period(inside.opens, inside.closes)
    assert period_of(across, quarter) == Period(dt.date(2026, 4, 1), dt.date(2026, 7, 1))


@pytest.mark.parametrize(
    ("wave", "as_of", "more", "words"),
    [
        ("w1", dt.date(2026, 3, 31), {"party": "harbour"}, "is open until 2026-04-01"),
        ("w9", dt.date(2026, 4, 1), {"party": "harbour"}, "has no wave 'w9'"),
        ("w1", dt.date(2026, 4, 1), {}, "does not say who asks"),
    ],
)
def test_only_a_wave_that_is_over_and_somebodys_word_is_reported(
    wave: str, as_of: dt.date, more: dict[str, str], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        must_be_over(survey(**more), wave, as_of)


def test_a_wave_that_is_over_may_be_reported() -> None:
    assert must_be_over(survey(party="harbour"), "w1", dt.date(2026, 4, 1)).id == "w1"
