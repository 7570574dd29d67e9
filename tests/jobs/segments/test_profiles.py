from __future__ import annotations

import numpy as np
import pytest

from tests.jobs.build import ratings, survey
from trueup.jobs.segments import Found
from trueup.jobs.segments.profiles import profiles


def profile(key: list[str | None], groups: list[int], **more: object) -> tuple[dict[str, dict[str, float]], ...]:
    n = len(groups)
    people = ratings(np.full((n, 1), 3), np.full((n, 1), 3), keys={"size": np.array(key, dtype=object)})
    return profiles(people, np.array(groups), 2, survey(**more))


def test_shares_are_of_those_of_whom_the_key_is_known() -> None:
    found = profile(["s"] * 3 + ["l"] * 1 + [None] + ["l"] * 5, [0] * 5 + [1] * 5, anonymous=False)
    assert found == ({"size": {"s": 0.75, "l": 0.25}}, {"size": {"l": 1.0}})


def test_values_of_a_few_are_left_out_everywhere() -> None:
    keys = ["s"] * 20 + ["m"] * 20 + ["l"] * 4 + ["s"] * 20 + ["m"] * 20 + ["l"] * 20
    groups = [0] * 44 + [1] * 60
    assert profile(keys, groups, anonymous=False)[0]["size"]["l"] == pytest.approx(4 / 44)
    found = profile(keys, groups, anonymous=True, minimum_group=10)
    assert found[0]["size"].keys() == found[1]["size"].keys() == {"s"} or found[0]["size"].keys() == {"m"}
    assert "l" not in found[1]["size"]  # everybody's less this one would tell the other four


def test_nothing_is_shown_where_whoever_is_left_would_be_told() -> None:
    found = profile(["s"] * 38 + ["l"] * 2 + ["s"] * 40, [0] * 40 + [1] * 40, anonymous=True, minimum_group=10)
    assert found == ({}, {})


def test_a_key_that_names_people_is_no_profile() -> None:
    assert profile([f"p{i}" for i in range(80)], [0] * 40 + [1] * 40, anonymous=False) == ({}, {})


def test_the_profile_of_a_segment_shows_who_is_in_it(segmented: Found) -> None:
    for segment in segmented.result.segments:
        assert sum(segment.profile["sex"].values()) == pytest.approx(1)
        assert max(segment.profile["region"].values()) > 0.75 if "region" in segment.profile else True
