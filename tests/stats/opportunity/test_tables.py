from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from trueup.stats.opportunity import finite, opportunity, tabled
from trueup.vocabulary import InputError

if TYPE_CHECKING:
    from pathlib import Path

JOINT = arrays.arrays(np.int64, (2, 6, 6), elements=st.integers(0, 9))


def _joint(*pairs: tuple[int | None, int | None, int]) -> np.ndarray:
    found = np.zeros((6, 6))
    for importance, satisfaction, people in pairs:
        found[5 if importance is None else importance - 1, 5 if satisfaction is None else satisfaction - 1] += people
    return found


def test_the_formula() -> None:
    assert opportunity([0.75, 0.3, 0.5], [0.4, 0.7, 0.5]) == pytest.approx([11.0, 3.0, 5.0])


def test_published_scores(shared_reference: Path) -> None:
    with (shared_reference / "odi_opportunity.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["n"]]
    assert len(rows) == 6
    for row in rows:
        n, first, second = int(row["n"]), float(row["importance"]) / 10, float(row["satisfaction"]) / 10
        missing = 2 if "2 sat missing" in row["case"] else 0
        important, satisfied = round(first * n), round(second * (n - missing))
        # who is satisfied is among those who find it important, as far as there are such
        both = min(important, satisfied)
        joint = _joint((5, 4, both), (4, 2, important - both - missing), (5, None, missing), (1, 5, satisfied - both))
        joint[0, 0] += n - joint.sum()
        tables = tabled(joint, joint, joint, 3)
        found = [10 * float(share) for share in tables.shares]
        assert found == pytest.approx([float(row["importance"]), float(row["satisfaction"])], abs=5e-5)
        assert float(opportunity(*tables.shares)) == pytest.approx(float(row["opportunity"]), abs=5e-5)
        assert (tables.first, tables.second, tables.both) == (n, n - missing, n - missing)


@given(JOINT)
def test_shares_are_those_of_the_people_one_by_one(joint: np.ndarray) -> None:
    tables = tabled(joint, joint, joint, 3)
    for group in range(2):
        people = [(i, s) for i in range(6) for s in range(6) for _ in range(joint[group, i, s])]
        first, second = [i for i, _ in people if i < 5], [s for _, s in people if s < 5]
        assert tables.first[group] == len(first)
        assert tables.second[group] == len(second)
        assert tables.any[group] == len([1 for pair in people if pair != (5, 5)])
        for share, given_points in zip(tables.shares, (first, second), strict=True):
            expected = np.mean([point >= 3 for point in given_points]) if given_points else 0.0
            assert share[group] == pytest.approx(expected)


@given(JOINT)
def test_variances_are_those_of_available_cases(joint: np.ndarray) -> None:
    """Against the sample moments of the indicators themselves."""
    tables = tabled(joint, joint, joint, 3)
    of_first, of_second, both = tables.variances
    for group in range(2):
        people = np.array([(i, s) for i in range(6) for s in range(6) for _ in range(joint[group, i, s])]).reshape(
            -1, 2
        )
        rated = people < 5
        n, tops = rated.sum(0), people >= 3
        if not n.all():
            continue
        centred = np.where(rated, tops - np.array([(tops & rated)[:, k].sum() / n[k] for k in range(2)]), 0.0)
        spread = centred.T @ centred / np.outer(n, n)
        assert of_first[group] == pytest.approx(spread[0, 0], abs=1e-12)
        assert of_second[group] == pytest.approx(spread[1, 1], abs=1e-12)
        assert both[group] == pytest.approx(spread[0, 1], abs=1e-12)


def test_weights_count_by_their_effective_number() -> None:
    """Kish: of 3 people with weights 1, 1 and 4 there are effectively 36 / 18 = 2."""
    people, weight, square = (_joint((5, 1, a), (1, 5, b)) for a, b in ((2, 1), (2, 4), (2, 16)))
    tables = tabled(people, weight, square, 3)
    assert tables.effective == (pytest.approx(2.0), pytest.approx(2.0))
    assert tables.shares == (pytest.approx(2 / 6), pytest.approx(4 / 6))
    assert tables.first == 3


def test_equal_weights_change_nothing() -> None:
    joint = _joint((5, 1, 4), (2, 4, 3), (None, 4, 2))
    weighed, plain = tabled(joint, 3 * joint, 9 * joint, 3), tabled(joint, joint, joint, 3)
    assert np.allclose(weighed.cells[:2], plain.cells[:2])
    assert np.allclose(weighed.cells[:, :2], plain.cells[:, :2])


def test_nobody_is_not_known() -> None:
    empty = tabled(_joint((5, None, 3)), _joint((5, None, 3)), _joint((5, None, 3)), 3)
    assert not empty.known
    assert empty.shares == (1.0, 0.0)


def test_asking_all_leaves_nothing_open() -> None:
    assert finite(40, 40) == 0
    assert finite(30, 40) == pytest.approx(np.sqrt(10 / 39))
    assert finite([1.0, 2.0], None).tolist() == [1, 1]
    assert finite(1, 1) == 0
    with pytest.raises(InputError, match="41 people cannot have answered of 40"):
        finite(41, 40)


@pytest.mark.parametrize(
    "joint", [np.ones((6, 5)), np.ones(6), np.full((6, 6), np.nan), np.full((6, 6), -1.0)], ids=str
)
def test_what_are_no_counts_is_refused(joint: np.ndarray) -> None:
    with pytest.raises(InputError):
        tabled(joint, joint, joint, 3)
