"""The whole answer: counted, scored, told apart, every test adjusted, and drawn."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from tests.value.calibration.made import chances, fans, issued, month, promises, told
from trueup.stats.forecast import Places
from trueup.value.calibration import charts
from trueup.value.calibration.groups import HORIZONS, grouped
from trueup.value.calibration.issued import Told
from trueup.value.calibration.pairing import Pair
from trueup.value.calibration.report import Asked, calibration
from trueup.value.results_calibration import CalibrationResult, ladder_result
from trueup.vocabulary import InputError

AS_OF = dt.date(2027, 1, 1)
LADDER = ladder_result(Places())


def everything() -> list[Told]:
    rng = np.random.default_rng(1)
    return told([*chances(rng, hope=0.3), *fans(rng), *promises(rng, 0.6)])


def answer(rows: list[Told], **more: object) -> CalibrationResult:
    return calibration(rows, LADDER, Asked("b", AS_OF, 7, **more))  # type: ignore[arg-type]


def test_each_kind_is_scored_by_what_it_gave() -> None:
    found = {each.kind: each.all for each in answer(everything()).kinds}
    assert list(found) == ["forecast", "p_hit", "promise"]
    assert found["forecast"].intervals
    assert found["p_hit"].probabilities
    assert found["promise"].points
    assert not any(each.insufficient for each in found.values())


def test_the_order_of_what_is_told_changes_nothing() -> None:
    rows = everything()
    mixed = rows[:]
    random.Random(3).shuffle(mixed)
    assert answer(mixed).model_dump_json() == answer(rows).model_dump_json()


def test_every_test_is_counted() -> None:
    """Every p-value of every kind and group is one of Holm's."""
    found = answer(everything(), by="method")
    parts = [part for kind in found.kinds for part in (kind.all, *kind.parts)]
    raw = [each.probabilities for each in parts if each.probabilities]
    rows = [row for each in parts if each.intervals for row in each.intervals.coverage]
    pairs = [(each.p, each.p_adjusted) for each in (*raw, *rows)]
    assert len(pairs) == 12
    witness = multipletests([p for p, _ in pairs], method="holm")[1]
    assert [adjusted for _, adjusted in pairs] == pytest.approx(witness.tolist())


def test_since_leaves_out_what_was_said_before() -> None:
    found = answer(everything(), since=month(6))
    assert min(each.issued_on for each in found.lines) >= month(6)
    assert found.since == month(6)


def test_nothing_over_yet_says_when() -> None:
    found = answer([(issued("a", 30), None)])
    assert found.words[0] == "nothing is over yet: the first answers come after 2027-10-01"
    assert answer([]).words[0] == "nothing was forecast or promised yet"


def test_groups() -> None:
    rows = everything()
    for by, names in (("provider", {"acme"}), ("party", {"trueup", "acme"}), ("kpi", {"kpi"}), ("method", {"naive"})):
        found = answer(rows, by=by)
        assert {part.group for kind in found.kinds for part in kind.parts} == names, by
    (near, *_), pairs = HORIZONS, [Pair(one, came) for one, came in rows if came is not None]
    near_one = replace(pairs[0].issued, for_date=pairs[0].issued.issued_on)
    assert list(grouped([Pair(near_one, pairs[0].came)], "horizon")) == [near[1]]
    with pytest.raises(InputError, match="not told apart by 'colour'"):
        grouped(pairs, "colour")


def test_brier_over_time_is_by_the_quarter_it_came_due() -> None:
    kind = next(each for each in answer(everything()).kinds if each.kind == "p_hit")
    assert [each.period for each in kind.over_time] == ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"]
    chance = kind.all.probabilities
    assert chance is not None
    assert sum(each.n * each.brier for each in kind.over_time) / chance.n == pytest.approx(chance.brier)


def test_charts_show_every_row() -> None:
    found = {each.kind: each for each in answer(everything(), by="party").kinds}
    chance, ranges = found["p_hit"].all.probabilities, found["forecast"].all.intervals
    assert chance is not None
    assert ranges is not None
    assert len(charts.reliability_diagram(chance)["datasets"]["points"]) == len(chance.rows)
    assert len(charts.coverage_bars(ranges.coverage)["datasets"]["points"]) == len(ranges.coverage)
    assert len(charts.pit_histogram(ranges.pit)["datasets"]["bars"]) == 10
    assert charts.brier_over_time(found["p_hit"].over_time)["datasets"]["points"][0]["day"] == "2025-04-01"
    points = found["promise"].all.points
    assert points is not None
    assert [row["value"] for row in charts.optimism([("all", points)])["datasets"]["points"]] == [points.factor]


def test_the_answer_survives_the_store() -> None:
    from trueup.vocabulary import in_parts

    found = answer(everything(), by="horizon")
    assert CalibrationResult.model_validate_json(in_parts(found)) == found
