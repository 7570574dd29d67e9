"""Planned-missing forms: every pair co-observed, balanced in any order of invitation, and estimates unbiased."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from trueup.jobs.forms import Forms, dealt, forms_of
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.vocabulary import InputError

HUNDRED = tuple(f"o{n}" for n in range(1, 101))


def test_three_blocks_are_the_three_form_design() -> None:
    forms = dealt(HUNDRED[:12], 9, HUNDRED[:3])
    assert forms.common == ("o1", "o2", "o3")
    assert forms.blocks == (("o4", "o7", "o10"), ("o5", "o8", "o11"), ("o6", "o9", "o12"))
    assert len(forms.forms) == 3
    assert {len(form) for form in forms.forms} == {9}
    assert forms.shares == {"o1": 1, "o2": 1, "o3": 1} | {f"o{n}": 2 / 3 for n in range(4, 13)}


def test_a_hundred_outcomes_of_which_each_person_sees_twenty() -> None:
    forms = dealt(HUNDRED, 20)
    assert (len(forms.blocks), len(forms.forms), forms.longest, forms.least_share) == (10, 45, 20, 0.2)


def test_everybody_sees_all_where_there_is_room_for_all() -> None:
    for see in (None, 12, 40):
        forms = dealt(HUNDRED[:12], see)
        assert (forms.blocks, forms.forms, forms.least_share) == ((), (HUNDRED[:12],), 1.0)
        assert forms.form_for(7) == HUNDRED[:12]


def test_a_form_without_room_for_two_blocks_is_refused() -> None:
    with pytest.raises(InputError, match="a form of 4 outcomes has no room for two blocks beside the 3") as refused:
        dealt(HUNDRED[:12], 4, HUNDRED[:3])
    assert refused.value.do == "let each person see at least 5"


def test_the_forms_of_a_survey_are_of_what_it_asks() -> None:
    steps = ({"id": "define", "name": "Define", "outcomes": [{"id": n, "statement": "Reduce it"} for n in HUNDRED]},)
    job_map = JobMap(id="job", job="Do it", executor="people", steps=steps)
    part = Survey(id="s", job_map="job", outcomes=HUNDRED[:12], forms={"see": 6, "common": ["o2"]})
    assert forms_of(part, job_map) == dealt(HUNDRED[:12], 6, ("o2",))
    assert forms_of(Survey(id="s", job_map="job"), job_map).forms == (HUNDRED,)


@st.composite
def designs(draw: st.DrawFn) -> tuple[int, int, int]:
    """Outcomes, how many are common, and how many each person sees."""
    count = draw(st.integers(3, 60))
    common = draw(st.integers(0, count - 3))
    return count, common, draw(st.integers(common + 2, count))


@given(designs())
def test_every_pair_of_outcomes_is_seen_by_somebody(design: tuple[int, int, int]) -> None:
    count, common, see = design
    names = HUNDRED[:count]
    forms = dealt(names, see, names[:common])
    together = {pair for form in forms.forms for pair in combinations(form, 2)}
    assert together == set(combinations(names, 2))
    assert forms.longest <= see
    for form in forms.forms:
        assert set(names[:common]) <= set(form)
        assert list(form) == sorted(form, key=names.index)
    seen = Counter(name for form in forms.forms for name in form)
    assert {name: seen[name] / len(forms.forms) for name in names} == pytest.approx(dict(forms.shares))


@given(designs(), st.integers(0, 2**32), st.integers(1, 200))
def test_after_any_number_of_invitations_the_blocks_are_balanced(
    design: tuple[int, int, int], seed: int, people: int
) -> None:
    count, common, see = design
    forms = dealt(HUNDRED[:count], see, HUNDRED[:common])
    handed = forms.numbers(people, seed)
    assert handed[-1] == forms.number_for(people - 1, seed)
    seen = Counter(name for number in handed for name in forms.forms[number])
    first = [seen[block[0]] for block in forms.blocks]
    if not len(forms.blocks) % 2 and forms.blocks:
        assert max(first) - min(first) <= 1
    whole = people - people % len(forms.forms)
    assert len(set(Counter(handed[:whole]).values())) <= 1


def test_the_same_seed_gives_the_same_forms_and_another_others() -> None:
    forms = dealt(HUNDRED, 20)
    given_out = [[forms.number_for(who, seed) for who in range(90)] for seed in (1, 1, 2)]
    assert given_out[0] == given_out[1] != given_out[2]
    assert given_out[0][:45] != given_out[0][45:]
    assert forms.number_for("ana@example.org", 1) == forms.number_for("ana@example.org", 1)
    spread = Counter(forms.number_for(f"person {n}", 1) for n in range(4500))
    assert len(spread) == 45
    assert max(spread.values()) < 150


def test_estimates_from_parts_are_those_from_the_whole() -> None:
    """Importance, satisfaction and opportunity of correlated outcomes: no bias beyond the noise of the simulation."""
    generator = np.random.default_rng(20261122)
    people, outcomes, runs = 900, 12, 300
    forms = dealt(HUNDRED[:outcomes], 6, HUNDRED[:2])
    off = np.array([_off(forms, generator, people, outcomes) for _ in range(runs)])
    assert not off[:, :, :2].any()  # everybody was asked
    part = off[:, :, 2:]
    noise = part.std(axis=0, ddof=1) / np.sqrt(runs)
    assert np.abs(part.mean(axis=0) / noise).max() < 4.2
    assert noise.max() < 0.05


def _off(forms: Forms, generator: np.random.Generator, people: int, outcomes: int) -> NDArray[np.float64]:
    """Estimate from what each person was asked, less the one from everybody's every answer: [I, S, O; outcome]."""
    shared = generator.normal(size=(people, 1))
    latent = 0.7 * shared + 0.7 * generator.normal(size=(people, outcomes))
    important = latent + np.linspace(-0.5, 1.5, outcomes) > 0
    satisfied = 0.5 * latent + generator.normal(size=(people, outcomes)) + np.linspace(-1.0, 0.5, outcomes) > 0
    seed = int(generator.integers(2**32))
    asked = np.array([[name in form for name in HUNDRED[:outcomes]] for form in forms.forms])
    shown = asked[forms.numbers(people, seed)]
    return np.stack(_scores(important, satisfied, shown)) - np.stack(_scores(important, satisfied, shown | True))


def _scores(
    important: NDArray[np.bool_], satisfied: NDArray[np.bool_], shown: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    importance, satisfaction = (10 * (top & shown).sum(axis=0) / shown.sum(axis=0) for top in (important, satisfied))
    return importance, satisfaction, importance + np.maximum(importance - satisfaction, 0)


def test_joint_shares_of_two_outcomes_are_unbiased_too() -> None:
    """The reason for two blocks a form: outcomes of different blocks are rated by the same people."""
    generator = np.random.default_rng(7)
    people, runs = 600, 400
    forms = dealt(HUNDRED[:8], 4)
    asked = np.array([[name in form for name in HUNDRED[:8]] for form in forms.forms])
    off = []
    for run in range(runs):
        shared = generator.normal(size=(people, 1))
        top = 0.8 * shared + 0.6 * generator.normal(size=(people, 8)) > 0
        both = asked[forms.numbers(people, run)][:, [0, 5]].all(axis=1)
        off.append(top[both][:, [0, 5]].all(axis=1).mean() - top[:, [0, 5]].all(axis=1).mean())
    assert abs(np.mean(off)) < 4 * np.std(off) / np.sqrt(runs)
