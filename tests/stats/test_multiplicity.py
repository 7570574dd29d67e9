import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from trueup.stats.multiplicity import benjamini_hochberg, benjamini_yekutieli
from trueup.vocabulary import InputError


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_agree_with_scipy(p: list[float]) -> None:
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p, method="bh"))
    assert benjamini_yekutieli(p) == pytest.approx(stats.false_discovery_control(p, method="by"))


def test_the_example_of_1995() -> None:
    # Benjamini and Hochberg 1995, section 4: 15 p-values, the first four are found at 5 %.
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1,
    ]
    assert (benjamini_hochberg(p) <= 0.05).sum() == 4
    assert (np.array(p) <= 0.05).sum() == 9


def test_nothing_asked_nothing_found() -> None:
    assert benjamini_hochberg([]).size == 0


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="from 0 to 1"):
        benjamini_hochberg([1.2])
    with pytest.raises(InputError, match="row 1"):
        benjamini_yekutieli([0.1, np.nan])
