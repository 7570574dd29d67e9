"""Figures that nobody knows exactly: what may be written, what is central, and that draws have the distribution."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from trueup.value.uncertain import ThreePoints, Uncertain, central, drawn, mean

SHARES = (np.arange(20_000) + 0.5) / 20_000
WHOLE = st.integers(-1000, 1000).map(Decimal)
READ: TypeAdapter[Decimal | ThreePoints] = TypeAdapter(Uncertain)


def three(distribution: str = "pert", **points: object) -> ThreePoints:
    return ThreePoints.model_validate({"distribution": distribution, **points})


def test_a_figure_is_a_number_or_three_points() -> None:
    assert READ.validate_python(2) == Decimal(2)
    assert READ.validate_python({"low": 1, "likely": 2, "high": 4}) == three(low=1, likely=2, high=4)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"low": 3, "likely": 2, "high": 4}, "low 3, likely 2, high 4 are not in order"),
        ({"low": 5, "likely": 2, "high": 4}, "low 5 is above high 4"),
        ({"low": 1, "high": 4}, "a pert needs `likely`"),
        ({"low": 1, "likely": 2, "high": 4, "distribution": "uniform"}, "a uniform has no `likely`"),
        ({"low": 0, "high": 4, "distribution": "lognormal"}, "a lognormal begins above zero, not at 0"),
    ],
)
def test_points_that_do_not_fit_are_refused(given: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words.replace("`", ".")):
        ThreePoints.model_validate(given)


@pytest.mark.parametrize(
    ("figure", "expected", "middle"),
    [
        (Decimal("2.5"), 2.5, Decimal("2.5")),
        (three(low=1, likely=2, high=9), 3.0, Decimal(2)),
        (three("triangular", low=1, likely=2, high=9), 4.0, Decimal(2)),
        (three("uniform", low=1, high=9), 5.0, Decimal(5)),
        (three("lognormal", low=1, high=9), 3.749653, Decimal(3)),
        (three(low=4, likely=4, high=4), 4.0, Decimal(4)),
    ],
)
def test_mean_and_centre_by_formula_and_by_draws(
    figure: Decimal | ThreePoints, expected: float, middle: Decimal
) -> None:
    assert mean(figure) == pytest.approx(expected, rel=1e-6)
    assert central(figure) == middle
    assert drawn(figure, SHARES).mean() == pytest.approx(expected, rel=2e-3)


def test_draws_are_the_quantiles_of_the_distribution() -> None:
    shares = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
    pert = drawn(three(low=1, likely=2, high=9), shares)
    assert pert == pytest.approx(stats.beta(1.5, 4.5, loc=1, scale=8).ppf(shares))
    triangular = drawn(three("triangular", low=1, likely=2, high=9), shares)
    assert triangular == pytest.approx(stats.triang(1 / 8, loc=1, scale=8).ppf(shares))
    assert drawn(three("lognormal", low=2, high=8), shares)[[0, 2, 4]] == pytest.approx([2, 4, 8])


@given(st.lists(WHOLE, min_size=3, max_size=3).map(sorted), st.sampled_from(["pert", "triangular"]))
def test_draws_stay_within_their_ends_and_in_order(points: list[Decimal], distribution: str) -> None:
    low, likely, high = points
    found = drawn(three(distribution, low=low, likely=likely, high=high), np.linspace(0.001, 0.999, 21))
    assert (found >= float(low)).all()
    assert (found <= float(high)).all()
    assert (np.diff(found) >= 0).all()
