"""Handouts: a number for each person, a form drawn by lot, and everything in one language."""

from __future__ import annotations

from collections import Counter

from tests.jobs.build import job_map, survey
from trueup.jobs.forms import forms_of
from trueup.jobs.handout import columns, handouts, rows, sheet

NAMES = tuple(f"o{n}" for n in range(1, 9))
MAP = job_map(*NAMES)
PART = survey(forms={"see": 4}, frame={"keys": ["region"]})


def test_everybody_has_a_number_of_their_own_and_forms_are_balanced() -> None:
    made = handouts(PART, MAP, "w1", 60, "en")
    assert len({each.respondent for each in made}) == 60
    assert set(Counter(each.form for each in made).values()) == {10}
    designs = forms_of(PART, MAP).forms
    for each in made:
        assert tuple(item.outcome for item in each.items) == designs[each.form - 1]


def test_the_same_seed_gives_the_same_handouts_and_another_wave_other_numbers() -> None:
    assert handouts(PART, MAP, "w1", 9, "en") == handouts(PART, MAP, "w1", 9, "en")
    assert handouts(PART, MAP, "w1", 9, "en", seed=1) != handouts(PART, MAP, "w1", 9, "en")
    first, second = (handouts(PART, MAP, wave, 9, "en") for wave in ("w1", "w2"))
    assert not {each.respondent for each in first} & {each.respondent for each in second}


def test_a_list_is_a_long_file_to_fill_in() -> None:
    made = handouts(PART, MAP, "w1", 2, "en")
    assert columns(PART) == (
        "respondent", "form", "outcome", "statement", "importance", "satisfaction", "answered_at", "key:region",
    )  # fmt: skip
    listed = list(rows(made, PART))
    assert len(listed) == 8
    assert listed[0][:4] == (made[0].respondent, made[0].form, made[0].items[0].outcome, made[0].items[0].statement)
    assert {row[4:] for row in listed} == {(None, None, None, None)}


def test_a_sheet_says_the_points_in_words() -> None:
    found = sheet(survey(title="Claims", scale={"low": 0, "high": 4, "top": [3, 4]}), MAP, "de")
    assert (found.title, found.low, len(found.points)) == ("Claims", 0, 5)
    assert found.points[0] == ("0 Überhaupt nicht wichtig", "0 Überhaupt nicht zufrieden")
    assert found.opening[1] == "Es dauert etwa 1 Minuten."


def test_an_outcome_that_the_map_has_no_more_is_not_asked_about() -> None:
    asked = survey(outcomes=["o1", "gone", "o2"])
    (made,) = handouts(asked, MAP, "w1", 1, "en")
    assert [item.outcome for item in made.items] == ["o1", "o2"]
    assert sheet(asked, MAP, "en").points
