"""Money that is no longer spent on each of so many units."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.value.drivers.driver import ONE, ZERO, Driver, Input, T


def _yearly(given: Mapping[str, T]) -> T:
    return given["volume"] * (given["cost_before"] - given["cost_after"])


COST_AVOIDED = Driver(
    name="cost_avoided",
    side="benefit",
    means="Money that is no longer spent: so many units a year, at what each costs less.",
    inputs=(
        Input("volume", "units per year", "How many units there are a year.", default=ONE),
        Input("cost_before", "money per unit", "What a unit costs today."),
        Input("cost_after", "money per unit", "What a unit will cost.", default=ZERO),
    ),
    formula="volume × (cost_before − cost_after)",
    yearly=_yearly,
)
