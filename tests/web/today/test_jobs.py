"""What jobs say to a seat: a wave is fresh for so many days where its book is."""

from __future__ import annotations

import datetime as dt

import pytest

from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.web.jobs.parts import WaveSummary
from trueup.web.jobs.queries import MapRow
from trueup.web.today.jobs import wanted
from trueup.web.today.needs import LATELY

OUTCOME = {"id": "o", "statement": "Minimise the time it takes to claim"}
STEP = {"id": "s", "name": "Report it", "outcomes": [OUTCOME]}
MAP = JobMap.model_validate({"id": "claim", "job": "Settle a claim", "executor": "policyholder", "steps": [STEP]})
WAVE = {"id": "w", "opens": "2026-01-01", "closes": "2026-01-31"}
SURVEY = Survey.model_validate({"id": "voice", "job_map": "claim", "party": "mill", "waves": [WAVE]})
TOLD = WaveSummary(
    wave="w", first=None, last=None, respondents=9, outcomes=1, scored=1, unmet=1, sure=1, foremost=None,
    opportunity=12.0,
)  # fmt: skip


@pytest.mark.parametrize(("zone", "fresh"), [("America/New_York", True), ("UTC", False), ("Pacific/Auckland", False)])
def test_a_wave_is_fresh_by_the_days_of_its_book(zone: str, fresh: bool) -> None:
    last = dt.date(2026, 1, 31) + LATELY
    now = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(3, 30), dt.UTC)
    row = MapRow("mill", "Mill Paper", MAP, (SURVEY,), ((SURVEY, TOLD),), zone)
    assert bool(wanted([row], now)) is fresh
