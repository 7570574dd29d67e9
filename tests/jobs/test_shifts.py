"""Shifts between waves: what changed is found, what did not is left alone, and small groups are not told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.jobs.build import job_map, ratings, survey
from trueup.jobs.outcome_score import Asking
from trueup.jobs.ratings import Ratings
from trueup.jobs.results import Shifts
from trueup.jobs.shifts import FEWEST, Side, shifts_of, told
from trueup.vocabulary import Grade

NAMES = tuple(f"o{j}" for j in range(12))


def people(n: int, wave: str, *, satisfied: dict[int, float] | None = None, seed: int = 1, **more: Any) -> Ratings:
    """n people; .8 find everything important and .5 are satisfied, but for the outcomes that say otherwise."""
    rng = np.random.default_rng([seed, n, len(wave), int(wave[1:])])
    shares = np.array([(satisfied or {}).get(j, 0.5) for j in range(len(NAMES))])
    first, second = rng.random((n, len(NAMES))) < 0.8, rng.random((n, len(NAMES))) < shares
    names = tuple(f"{wave}-{i}" for i in range(n))
    return ratings(np.where(first, 5, 2), np.where(second, 4, 1), **{"wave": wave, "respondents": names, **more})


def side(given: Ratings, by: str | None = None, **more: Any) -> Side:
    asking = Asking(survey(**{"anonymous": False, **more}), job_map(*NAMES), grade=Grade.verified, seed=1)
    labels = None if by is None else given.label(by)
    return Side(asking, given.counts(labels, by=by), given, labels)


def between(before: Side, after: Side, by: str | None = None) -> Shifts:
    return told(before, after, shifts_of(before, after, by=by))


def test_what_got_better_is_notable_and_stands_first() -> None:
    found = between(side(people(200, "w1", satisfied={3: 0.2})), side(people(200, "w2", satisfied={3: 0.9})))
    first = found.shifts[0]
    assert (first.outcome, first.notable) == ("o3", True)
    assert first.difference is not None
    assert first.difference.high < 0
    assert first.satisfaction is not None
    assert first.satisfaction.low > 0
    assert first.before is not None
    assert first.after is not None
    assert first.after.value - first.before.value == pytest.approx(first.difference.value)
    assert found.tested == len(NAMES)


def test_where_nothing_changed_hardly_anything_is_notable() -> None:
    found = [between(side(people(100, "w1", seed=s)), side(people(100, "w2", seed=s))) for s in range(10)]
    assert sum(any(shift.notable for shift in each.shifts) for each in found) <= 1


def test_too_few_raters_give_no_figure() -> None:
    found = between(side(people(FEWEST - 1, "w1")), side(people(200, "w2")))
    assert found.tested == 0
    assert all(shift.difference is None and shift.insufficient for shift in found.shifts)
    assert str(FEWEST) in str(found.shifts[0].insufficient)


def test_people_who_answer_again_are_known() -> None:
    again = tuple(f"p{i}" for i in range(60))
    found = between(side(people(60, "w1", respondents=again)), side(people(60, "w2", respondents=again)))
    assert any("60 people answered in both waves" in note for note in found.notes)


def test_outcomes_that_came_and_went_are_listed_and_not_compared() -> None:
    before, after = people(60, "w1"), people(60, "w2", outcomes=(*NAMES[:-1], "new"))
    found = between(side(before), side(after))
    assert (found.dropped, found.added) == (("o11",), ("new",))
    assert {shift.outcome for shift in found.shifts} == set(NAMES[:-1])


def test_groups_are_compared_each_with_itself() -> None:
    keys = {"region": np.array(["north"] * 100 + ["south"] * 100, dtype=object)}
    before, after = (
        people(200, "w1", keys=keys, satisfied={0: 0.1}),
        people(200, "w2", keys=keys, satisfied={0: 0.95}),
    )
    found = between(side(before, "region"), side(after, "region"), by="region")
    assert {shift.group for shift in found.shifts} == {"region=north", "region=south"}
    assert {shift.group for shift in found.shifts if shift.notable} == {"region=north", "region=south"}


def test_anonymous_groups_that_are_too_small_in_either_wave_are_not_told() -> None:
    few = {"region": np.array(["north"] * 4 + ["south"] * 100 + ["west"] * 96, dtype=object)}
    many = {"region": np.array(["north"] * 70 + ["south"] * 70 + ["west"] * 60, dtype=object)}
    sides = [
        side(people(200, wave, keys=keys), "region", anonymous=True, minimum_group=10)
        for wave, keys in (("w1", few), ("w2", many))
    ]
    found = between(sides[0], sides[1], by="region")
    assert "region=north" not in {shift.group for shift in found.shifts}
    assert found.shifts
