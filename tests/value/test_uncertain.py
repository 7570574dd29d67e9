"""Figures that nobody knows exactly: what is central, where they end, and that draws have the distribution."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from pydantic import TypeAdapter
from scipy import stats

from trueup.value.uncertain import Distribution, Quantity, central, drawn, ends
from trueup.vocabulary import InputError

READ: TypeAdapter[Decimal | Distribution] = TypeAdapter(Quantity)


@pytest.mark.parametrize(
    ("written", "middle", "low", "high"),
    [
        ("2.5", "2.5", 2.5, 2.5),
        ({"pert": [1, 2, 9]}, "2", 1, 9),
        ({"triangular": [-1, 2, 9]}, "2", -1, 9),
        ({"uniform": [1, 4]}, "2.5", 1, 4),
        ({"normal": [10, 2]}, "10", 3.82, 16.18),
        ({"lognormal": [2, 8]}, "4", 1.0885, 14.699),
        ({"discrete": [[0, "0.25"], [100, "0.75"]]}, "75", 0, 100),
    ],
)
def test_the_middle_and_the_ends(written: object, middle: str, low: float, high: float) -> None:
    figure = READ.validate_python(written)
    assert central(figure) == Decimal(middle)
    assert ends(figure) == pytest.approx((low, high), rel=1e-3)


def test_points_out_of_order_are_no_distribution() -> None:
    with pytest.raises(InputError, match="3, 2, 9 are not in order"):
        ends(READ.validate_python({"pert": [3, 2, 9]}))


def test_draws_are_quantiles_at_normal_scores() -> None:
    scores = np.array([-1.5, 0.0, 0.7])
    found = drawn(READ.validate_python({"pert": [1, 2, 9]}), scores)
    assert found == pytest.approx(stats.beta(1.5, 4.5, loc=1, scale=8).ppf(stats.norm.cdf(scores)), rel=1e-3)
