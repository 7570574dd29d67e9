"""How long a form takes: what is assumed is stated, and a hundred outcomes fit into about three minutes."""

from __future__ import annotations

import pytest

from trueup.jobs import minutes
from trueup.jobs.forms import dealt
from trueup.jobs.job_map import JobMap
from trueup.vocabulary import InputError

WORDED = "Minimise the time it takes to find out whether the loss is covered today"
HUNDRED = [f"{WORDED}" for _ in range(100)]


def test_an_outcome_is_read_once_and_rated_twice() -> None:
    assert len(WORDED.split()) == 14
    assert minutes.seconds_of(WORDED) == pytest.approx(14 * 60 / 238 + 5)


def test_a_hundred_outcomes_take_about_three_minutes() -> None:
    see = minutes.suggest_see(HUNDRED, 3)
    assert see == 20
    assert minutes.minutes_of(HUNDRED[:see]) == pytest.approx(3, abs=0.1)
    assert minutes.minutes_of(HUNDRED) > 14
    assert minutes.suggest_see(HUNDRED, 3, common=3) == 19


def test_few_outcomes_are_shown_to_everybody() -> None:
    assert minutes.suggest_see(HUNDRED[:12], 3) is None
    assert minutes.suggest_see([], 3) is None


def test_a_time_in_which_nothing_can_be_asked_is_refused() -> None:
    with pytest.raises(InputError, match=r"0.3 minutes are too short for 2 outcomes") as refused:
        minutes.suggest_see(HUNDRED, 0.3)
    assert refused.value.do == "take 0.5"
    with pytest.raises(InputError, match="too short for 32 outcomes"):
        minutes.suggest_see(HUNDRED, 3, common=30)


def test_the_minutes_of_a_survey_are_those_of_its_longest_form() -> None:
    names = [f"o{n}" for n in range(6)]
    outcomes = [{"id": name, "statement": "word " * (10 if name == "o0" else 5)} for name in names]
    step = {"id": "define", "name": "Define", "outcomes": outcomes}
    job_map = JobMap(id="job", job="Do it", executor="people", steps=(step,))
    forms = dealt(names, 4)
    longest = max(sum(10 if name == "o0" else 5 for name in form) for form in forms.forms)
    assert longest == 25
    assert minutes.minutes_each(forms, job_map) * 60 == pytest.approx(10 + 25 * 60 / 238 + 4 * 5)
