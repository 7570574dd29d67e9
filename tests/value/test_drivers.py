"""Calculators of yearly amounts, by hand, and that what is listed is what there is."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import get_args

import numpy as np
import pytest

from trueup.value.drivers import DRIVERS, DriverName


def test_every_name_has_its_calculator() -> None:
    assert set(get_args(DriverName)) == set(DRIVERS)


@pytest.mark.parametrize(
    ("name", "given", "amount"),
    [
        ("time_saved", {"people": 120, "hours": 2, "weeks": 44, "cost_per_hour": 48, "recaptured": "0.6"}, "304128"),
        ("cost_avoided", {"volume": 3000, "cost_before": "12.5", "cost_after": 9}, "10500"),
        ("revenue_gained", {"revenue": 2000000, "lift": "0.03", "margin": "0.4"}, "24000"),
        ("customers_kept", {"customers": 800, "churn_before": "0.1", "churn_after": "0.07", "margin": 250}, "6000"),
        ("risk_reduced", {"probability_before": "0.2", "loss_before": 500000, "probability_after": "0.05",
                          "loss_after": 300000}, "85000"),
        ("capital_freed", {"per_day": 40000, "days_before": 12, "days_after": 5, "cost_of_capital": "0.08"}, "22400"),
        ("effort", {"people": 120, "days": 2, "cost_per_day": 380}, "91200"),
        ("subscription", {"units": 120, "price": "350"}, "42000"),
    ],
)  # fmt: skip
def test_by_hand_exactly_and_over_draws(name: str, given: dict[str, object], amount: str) -> None:
    driver = DRIVERS[name]
    assert set(given) == {each.name for each in driver.inputs}
    exact = {key: Fraction(str(value)) for key, value in given.items()}
    assert driver.yearly(exact) == Fraction(amount)
    drawn = driver.yearly({key: np.full(3, float(value)) for key, value in exact.items()})
    assert drawn == pytest.approx([float(Decimal(amount))] * 3)
    written = driver.arithmetic({key: str(value) for key, value in given.items()})
    sums = written.replace("×", "*").replace("−", "-")
    assert eval(sums) == pytest.approx(float(amount))
