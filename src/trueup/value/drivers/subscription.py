"""What is paid for each of so many units, year by year."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.value.drivers.driver import Driver, Input, T


def _yearly(given: Mapping[str, T]) -> T:
    return given["units"] * given["price"]


SUBSCRIPTION = Driver(
    name="subscription",
    side="cost",
    means="What is paid for each seat, site or transaction.",
    inputs=(
        Input("units", "units", "How many seats, sites or transactions."),
        Input("price", "money per unit and year", "What one of them costs a year."),
    ),
    formula="units × price",
    yearly=_yearly,
)
