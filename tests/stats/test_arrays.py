import numpy as np
import pytest

from trueup.stats.arrays import checked, checked_line, on_grid, positive
from trueup.vocabulary import InputError


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_not_finite_is_refused_with_its_row(bad: float) -> None:
    with pytest.raises(InputError, match=r"values, row 2.*not a finite number"):
        checked([1.0, 2.0, bad])


def test_a_table_names_row_and_column() -> None:
    with pytest.raises(InputError, match="sizes, row 1, column 0"):
        checked([[1.0, 2.0], [np.nan, 2.0]], name="sizes")


def test_a_missing_point_may_hold_anything_and_becomes_zero() -> None:
    x, mask = checked([1.0, np.nan, 3.0], [True, False, True])
    assert x.tolist() == [1.0, 0.0, 3.0]
    assert mask.tolist() == [True, False, True]


def test_a_mask_of_another_shape_is_refused() -> None:
    with pytest.raises(InputError, match="mask has shape"):
        checked([1.0, 2.0], [True])


def test_text_is_not_a_series() -> None:
    with pytest.raises(InputError, match="not an array of numbers"):
        checked(["a", "b"])


def test_a_table_is_not_one_series() -> None:
    with pytest.raises(InputError, match="one series"):
        checked_line([[1.0, 2.0]])


def test_periods_are_laid_out_with_their_gaps() -> None:
    x, mask = on_grid([3, 4, 7], [1.0, 2.0, 3.0])
    assert x.tolist() == [1, 2, 0, 0, 3]
    assert mask.tolist() == [True, True, False, False, True]


@pytest.mark.parametrize(("periods", "word"), [([1, 1, 2], "twice"), ([1, 3, 2], "before the one above")])
def test_periods_out_of_order_or_twice_are_refused(periods: list[int], word: str) -> None:
    with pytest.raises(InputError, match=word):
        on_grid(periods, [1.0, 2.0, 3.0])


@pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf])
def test_a_scale_must_be_above_zero(bad: float) -> None:
    with pytest.raises(InputError, match="sigma"):
        positive(bad, "sigma")
