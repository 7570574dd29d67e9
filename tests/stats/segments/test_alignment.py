import numpy as np

from trueup.stats.segments.alignment import aligned

BEFORE = np.array([[12.0, 4, 4, 8], [4, 12, 4, 8], [4, 4, 12, 8]])


def test_groups_are_found_again_under_other_numbers() -> None:
    assert aligned(BEFORE, BEFORE[[2, 0, 1]]) == ((0, 1), (1, 2), (2, 0))


def test_a_change_that_all_share_moves_nobody() -> None:
    assert aligned(BEFORE, BEFORE[[1, 0, 2]] + np.array([3.0, -2, 5, -6])) == ((0, 1), (1, 0), (2, 2))


def test_a_group_that_is_gone_has_no_partner() -> None:
    after = np.array([[12.0, 4, 4, 8], [4, 8, 8, 8]])
    assert aligned(BEFORE, after)[0] == (0, 0)
    assert sum(partner is None for _, partner in aligned(BEFORE, after)) >= 1


def test_groups_that_nothing_links_are_not_paired() -> None:
    before, after = np.array([[9.0, 1, 5, 5], [1, 9, 5, 5]]), np.array([[5.0, 5, 9, 1], [5, 5, 1, 9]])
    assert aligned(before, after) == ((0, None), (1, None))


def test_figures_that_are_missing_are_left_out() -> None:
    after = BEFORE.copy()
    after[0, 1] = np.nan
    assert aligned(BEFORE, after) == ((0, 0), (1, 1), (2, 2))
