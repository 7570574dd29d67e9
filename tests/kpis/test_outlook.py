"""Forecasts and P(hit) of series: all four types, natural bounds, too little data, batches, calibration."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.kpis.series import series
from trueup.kpis.outlook import FAN, Ask, Outlook, outlooks
from trueup.kpis.series import Series
from trueup.vocabulary import Grain

SEED = 7
NOISY = [10.0 + x for x in np.random.default_rng(3).normal(size=36).round(3)]
AFTER = dt.date(2027, 6, 30)  # six months after the last of 36 from January 2024


def ask(of: Series, **more: Any) -> Ask:
    base = {"kind": "at", "low": None, "high": 10.0, "start": dt.date(2026, 1, 1), "due": AFTER}
    return Ask(series=of, **(base | more))


def answer(of: Series, **more: Any) -> Outlook:
    [found] = outlooks([ask(of, **more)], SEED)
    assert found is not None
    return found


def test_the_level_at_the_due_date() -> None:
    found = answer(series(NOISY))
    assert found.p is not None
    assert found.low is not None
    assert found.high is not None
    assert 0.3 < found.p < 0.7
    assert found.low < 10 < found.high
    assert len(found.steps) == 6
    assert str(found.steps[-1].period) == "2027-06-01/2027-07-01"
    assert [len(step.quantiles) for step in found.steps] == [len(FAN)] * 6
    assert all(list(step.quantiles) == sorted(step.quantiles) for step in found.steps)
    assert found.words.startswith("P(hit) ")


def test_the_mirror_image_has_the_same_chance() -> None:
    down = answer(series(NOISY), high=9.5)
    up = answer(series([-x for x in NOISY]), low=-9.5, high=None)
    assert down.p == pytest.approx(up.p, abs=0.02)


def test_by_is_at_least_at_and_at_least_sustained() -> None:
    at, by, run = (answer(series(NOISY), high=9.0, kind=k, run=3) for k in ("at", "by", "sustained"))
    assert at.p is not None
    assert by.p is not None
    assert run.p is not None
    assert by.p > at.p
    assert by.p > run.p
    settled = answer(series(NOISY), high=max(NOISY), kind="sustained", run=3)
    assert settled.p == 1.0


def test_a_sum_counts_what_has_been_seen() -> None:
    window = NOISY[24:]
    so_far = sum(window)
    found = answer(series(NOISY), kind="cumulative", low=so_far + 60.0, high=None)
    assert found.expected == pytest.approx(so_far + 60, abs=4)
    assert found.p is not None
    assert 0.2 < found.p < 0.8
    later = answer(series(NOISY), kind="cumulative", low=so_far + 60.0, high=None, start=dt.date(2026, 1, 16))
    assert later.expected is not None
    assert found.expected is not None
    assert found.expected - later.expected == pytest.approx(window[0] * 15 / 31)


def test_natural_bounds_are_kept() -> None:
    values = [max(0.0, x - 9.0) for x in NOISY]
    free, kept = answer(series(values), high=0.0), answer(series(values), high=0.0, floor=0.0)
    assert free.steps[0].quantiles[0] < 0 <= kept.steps[0].quantiles[0]
    assert kept.p == free.p  # what would fall below 0 stands at 0: hit
    never = answer(series(values), low=0.0, high=None, floor=0.0)
    assert never.p == 1.0
    sums = [answer(series(values), kind="cumulative", low=23.0, high=None, floor=f) for f in (None, 0.0)]
    assert sums[0].p is not None
    assert sums[1].p is not None
    assert sums[1].p > sums[0].p
    percent = answer(series([99.0 + x / 20 for x in NOISY]), low=99.0, high=None, ceiling=100.0)
    assert max(step.quantiles[-1] for step in percent.steps) <= 100.0


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "no forecast yet: needs 3 more periods"),
        ([1.0, 2.0], "no forecast yet: needs 1 more period"),
        ([4.0] * 20, "no forecast: no variation in the series: 20 points, all 4, so its spread cannot be estimated"),
    ],
)
def test_too_little_says_what_is_needed(values: list[float], words: str) -> None:
    found = answer(series(values), due=dt.date(2030, 1, 1))
    assert (found.p, found.words) == (None, words)


def test_a_due_date_too_far_ahead_waits() -> None:
    daily = series(NOISY, grain=Grain.day)
    found = answer(daily, due=dt.date(2026, 1, 1))
    assert found.lack is not None
    assert (
        found.words == f"no forecast yet: needs {(dt.date(2026, 1, 1) - dt.date(2024, 2, 5)).days - 366} more periods"
    )


def test_what_has_come_is_not_forecast() -> None:
    assert outlooks([ask(series(NOISY), due=dt.date(2026, 12, 31))], SEED) == [None]


def test_few_points_are_wide_and_have_no_record() -> None:
    found = answer(series(NOISY[:8]), due=dt.date(2024, 9, 30))
    assert found.record is None
    assert "wide" in found.method


def test_every_forecast_says_how_often_its_like_was_right() -> None:
    record = answer(series(NOISY)).record
    assert record is not None
    assert record.steps == 6
    assert 0 < record.n <= 36
    assert record.coverage_95_low <= record.coverage_95 <= record.coverage_95_high
    assert record.coverage_80 <= record.coverage_95
    assert record.brier is not None
    assert 0 <= record.brier <= 0.5


def test_answers_do_not_depend_on_what_else_is_asked() -> None:
    mine, other = series(NOISY), series([x + i for i, x in enumerate(NOISY[:20])], kpi="other")
    alone = outlooks([ask(mine)], SEED)
    far = ask(other, due=dt.date(2028, 1, 1))
    together = outlooks([far, ask(mine), ask(other), replace(ask(mine), kind="by")], SEED)
    assert together[1] == alone[0]
    assert outlooks([ask(mine)], SEED) == alone


def test_a_gap_stays_a_gap() -> None:
    holed = [x if i != 20 else None for i, x in enumerate(NOISY)]
    assert answer(series(holed)).p is not None
