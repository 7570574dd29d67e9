"""The past of a ladder: lapses, what they did to the gate, and when a level held again."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.horizons.stood import answer, march
from trueup.horizons.answered import Answer
from trueup.horizons.charts import level_over_time, levels_over_time
from trueup.horizons.ladder import Relationship, ladder
from trueup.horizons.results import Ladder
from trueup.horizons.scoring.asked import asked
from trueup.horizons.scoring.people import answers_timeline
from trueup.horizons.stakeholders import Side, Stakeholders
from trueup.vocabulary import Moment
from trueup.vocabulary.horizon import HORIZONS

DOCUMENT = Stakeholders.model_validate(
    {
        "id": "people", "customer": "northwind", "providers": ["acme"], "observer": "assay",
        "levels": [
            {"horizon": name, "criteria": [{"id": name, "answers": "?", "scale": [0, 1], "cadence": "60d"}]}
            for name in HORIZONS
        ],
    }
)  # fmt: skip
Given = dict[str, list[Answer]]


def ladder_at(day: int, said: Given, *, versions: list[tuple[dt.date | None, Stakeholders]] | None = None) -> Ladder:
    """The ladder of answers by horizon as of a day of March 2027."""
    stated = versions or [(None, DOCUMENT)]
    lines = {
        (document.version, criterion.id): answers_timeline(
            asked(document, level, criterion), said.get(criterion.id, [])
        )
        for _, document in stated
        for level, criterion in document.criteria()
    }
    return ladder(Relationship("b", stated, DOCUMENT.sides(None), lines, (), Moment(march(day))))


def all_five(mark: float = 0.9, day: int = 1) -> Given:
    return {name: [answer(mark, day)] for name in HORIZONS}


def test_a_lapse_at_the_first_level_reopens_the_gate_and_a_better_answer_closes_it() -> None:
    said = all_five()
    said["corporation"] += [answer(0.5, 10), answer(0.8, 20)]
    assert ladder_at(10, said).frontier == 5
    lapsed = ladder_at(15, said)
    assert (lapsed.frontier, lapsed.next, lapsed.failing) == (0, "corporation", ("corporation",))
    (lapse,) = ladder_at(30, said).lapses
    assert (lapse.held_from, lapse.lapsed_on, lapse.back_on, lapse.why) == (march(2), march(11), march(21), "below")
    assert (lapse.score, lapse.frontier_before, lapse.frontier_after) == (0.5, 5, 0)
    assert lapse.words == (
        "The corporation held from 2 March 2027 and lapsed on 11 March 2027: the score fell below the threshold; the "
        "gate went back from 5 to 0; it has held again since 21 March 2027"
    )
    assert ladder_at(30, said).levels[0].maintained_since == march(21)


def test_what_is_not_renewed_lapses_on_its_day() -> None:
    later = ladder_at(61, all_five())
    assert {each.why for each in later.lapses} == {"stale"}
    assert {each.lapsed_on for each in later.lapses} == {march(61)}
    assert ladder_at(60, all_five()).all_maintained


def test_every_month_end_is_looked_at() -> None:
    dates = [each.date for each in ladder_at(100, all_five()).history]
    assert dates == [march(2), dt.date(2027, 4, 1), march(61), dt.date(2027, 5, 1), dt.date(2027, 6, 1), march(100)]


def test_a_threshold_that_is_lowered_makes_nothing_good() -> None:
    raised = DOCUMENT.model_copy(update={"threshold": DOCUMENT.threshold + 0})
    lowered = DOCUMENT.model_copy(update={"version": 2, "threshold": DOCUMENT.threshold / 2})
    versions = [(march(1), raised), (march(30), lowered)]
    found = ladder_at(40, all_five(0.5), versions=versions)
    assert found.levels[0].maintained_since == march(30)
    assert [each.frontier for each in found.history] == [0, 0, 5, 5, 5]
    assert found.history[0].levels[0].threshold == pytest.approx(0.7)


def test_pictures_show_each_span_once() -> None:
    said = all_five()
    said["corporation"] += [answer(0.5, 10)]
    found = ladder_at(40, said)
    spans = levels_over_time(found)["datasets"]["spans"]
    assert [(each["level"], each["status"], each["d"], each["end"]) for each in spans[:3]] == [
        ("1 corporation", "maintained", "2027-03-02", "2027-03-11"),
        ("1 corporation", "below", "2027-03-11", "2027-04-10"),
        ("2 business users", "maintained", "2027-03-02", "2027-04-10"),
    ]
    drawn = level_over_time(found, "corporation")["datasets"]
    assert [each["v"] for each in drawn["points"]] == [0.9, 0.5]
    assert {each["v"] for each in drawn["theta"]} == {0.7}


def test_a_picture_of_nothing_is_drawn_too() -> None:
    found = ladder_at(1, {})
    assert levels_over_time(found)["datasets"]["spans"][0]["status"] == "unscored"
    assert "points" not in level_over_time(found, "individuals")["datasets"]


SIDES = st.sampled_from(["customer", "provider", "observer"])
SAID = st.tuples(st.sampled_from(HORIZONS), st.integers(0, 20), st.integers(1, 90), SIDES)


def _by_horizon(rows: list[tuple[str, int, int, Side]]) -> Given:
    last = {(name, day, side): answer(mark / 20, day, side) for name, mark, day, side in rows}
    found: Given = {}
    for (name, _, _), each in last.items():
        found.setdefault(name, []).append(each)
    return found


@settings(max_examples=40)
@given(rows=st.lists(SAID, max_size=14), day=st.integers(1, 160), seed=st.integers())
def test_the_order_of_answers_does_not_matter(rows: list[tuple[str, int, int, Side]], day: int, seed: int) -> None:
    said = _by_horizon(rows)
    mixed = {name: random.Random(seed).sample(each, len(each)) for name, each in reversed(said.items())}
    assert ladder_at(day, said) == ladder_at(day, mixed)


@settings(max_examples=40)
@given(rows=st.lists(SAID, max_size=14), days=st.tuples(st.integers(1, 90), st.integers(0, 70)))
def test_what_is_told_of_a_day_does_not_change_as_time_goes_on(
    rows: list[tuple[str, int, int, Side]], days: tuple[int, int]
) -> None:
    said = _by_horizon(rows)
    earlier, later = ladder_at(days[0], said), ladder_at(sum(days), said)
    then = [each for each in later.history if each.date < march(days[0])]
    assert [each for each in earlier.history if each.date < march(days[0])] == then
