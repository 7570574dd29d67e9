"""MOVER: by hand, and where its terms are normal, the interval of their mean."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.stats.mover import Term, weighted_mean
from trueup.vocabulary import InputError

Z = 1.959963984540054


def test_symmetric_terms_give_the_interval_of_a_normal_mean() -> None:
    """Standard errors .1 and .2, weights 1 and 3: (1 x .1)^2 + (3 x .2)^2 = .37."""
    found = weighted_mean([Term(1, 0.5, 0.5 - Z * 0.1, 0.5 + Z * 0.1), Term(3, 0.4, 0.4 - Z * 0.2, 0.4 + Z * 0.2)])
    assert found.value == pytest.approx(0.425)
    assert found.high - found.value == pytest.approx(Z * math.sqrt(0.37) / 4)
    assert found.value - found.low == pytest.approx(found.high - found.value)


def test_what_is_no_interval_is_refused() -> None:
    for wrong in ((1, 0.5, 0.6, 0.7), (0, 0.5, 0.4, 0.6), (-1, 0.5, 0.4, 0.6), (1, math.nan, 0.4, 0.6)):
        with pytest.raises(InputError):
            Term(*wrong)
    with pytest.raises(InputError, match="a mean of nothing"):
        weighted_mean([])


PARTS = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(sorted)
TERMS = st.lists(st.builds(lambda w, p: Term(w, p[1], p[0], p[2]), st.floats(0.1, 10), PARTS), min_size=1, max_size=6)


@given(TERMS)
def test_the_interval_is_never_wider_than_all_ends_together(terms: list[Term]) -> None:
    found = weighted_mean(terms)
    total = sum(each.weight for each in terms)
    assert found.low >= sum(each.weight * each.low for each in terms) / total - 1e-9
    assert found.high <= sum(each.weight * each.high for each in terms) / total + 1e-9
    assert found.low <= found.value <= found.high


@given(TERMS, st.randoms(use_true_random=False))
def test_the_order_of_terms_does_not_matter(terms: list[Term], random: object) -> None:
    mixed = list(terms)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert weighted_mean(mixed).value == pytest.approx(weighted_mean(terms).value, abs=1e-12)
    assert weighted_mean(mixed).low == pytest.approx(weighted_mean(terms).low, abs=1e-12)
