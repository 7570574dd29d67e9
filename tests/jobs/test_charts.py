from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import vl_convert

from tests.jobs.build import job_map, ratings, survey
from trueup.jobs import charts
from trueup.jobs.outcome_score import Asking
from trueup.jobs.results import Scores
from trueup.jobs.score import scores_by
from trueup.report.picture import svg
from trueup.report.theme import config
from trueup.stats.opportunity import opportunity
from trueup.vocabulary import Grade


@pytest.fixture(scope="module")
def found() -> Scores:
    rng = np.random.default_rng(2)
    people = ratings(rng.integers(1, 6, (120, 15)), rng.integers(1, 6, (120, 15)))
    names = [f"o{i}" for i in range(15)] + ["never"]
    asking = Asking(survey(anonymous=False), job_map(*names), Grade.verified, 1)
    (scores,) = scores_by(asking, people.counts(), people, None)
    return scores


def test_every_outcome_with_a_score_is_a_point(found: Scores) -> None:
    rows = charts.landscape(found)["datasets"]["points"]
    assert len(rows) == 15
    for row, score in zip(rows, found.scores, strict=False):
        assert score.importance is not None
        assert score.satisfaction is not None
        assert (row["i"], row["s"]) == (score.importance.value, score.satisfaction.value)
        assert row["il"] <= row["i"] <= row["ih"]
    assert len(charts.landscape(found)["datasets"]["labels"]) == charts.LABELLED


@pytest.mark.parametrize(("name", "low", "high"), [("worth", 10, 12), ("high", 12, 15), ("extreme", 15, 20)])
def test_areas_lie_between_lines_of_equal_opportunity(name: str, low: float, high: float) -> None:
    for importance, least, most in charts.AREAS[name]:
        assert opportunity(importance / 10, most / 10) >= low - 1e-9
        assert opportunity(importance / 10, least / 10) <= high + 1e-9
    importance, least, most = charts.AREAS[name][-1]
    assert opportunity(importance / 10, most / 10) == pytest.approx(low)
    assert opportunity(importance / 10, least / 10) == pytest.approx(high)


@pytest.mark.parametrize("chart", [charts.landscape, charts.opportunities])
def test_charts_are_valid_and_every_role_has_a_look(found: Scores, chart: Any) -> None:
    spec = chart(found)
    vl_convert.vegalite_to_vega(json.dumps({**spec, "width": 400}))
    looks = config()["style"]
    assert {layer["mark"]["style"] for layer in spec["layer"]} <= set(looks)


def test_a_picture_has_colours_of_its_own(found: Scores) -> None:
    drawn = svg(charts.landscape(found))
    assert "var(" not in drawn
    assert "importance" in drawn


def test_charts_speak_another_language(found: Scores) -> None:
    spec = charts.landscape(found, lambda text, **values: f"<{text.format(**values)}>")
    assert spec["encoding"]["x"]["title"] == "<importance>"
    assert spec["datasets"]["points"][0]["t"].startswith("<1. ")
