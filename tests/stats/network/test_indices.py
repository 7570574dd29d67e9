import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from trueup.stats.network.indices import ranks


@given(st.lists(st.integers(0, 6), min_size=1, max_size=40))
def test_equal_values_share_their_rank(values) -> None:
    assert ranks(np.array(values, dtype=float)) == pytest.approx(stats.rankdata(values))
