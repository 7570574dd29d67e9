"""Capital that is tied up for fewer days, at what capital costs."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.value.drivers.driver import ONE, Driver, Input, T


def _yearly(given: Mapping[str, T]) -> T:
    return given["per_day"] * (given["days_before"] - given["days_after"]) * given["cost_of_capital"]


CAPITAL_FREED = Driver(
    name="capital_freed",
    side="benefit",
    means="Money tied up for fewer days (stock, receivables), at what capital costs a year; the capital is no benefit.",
    inputs=(
        Input("per_day", "money per day", "What flows through in a day."),
        Input("days_before", "days", "For how many days it is tied up today."),
        Input("days_after", "days", "For how many days it will be."),
        Input("cost_of_capital", "share per year", "What capital costs a year.", most=ONE),
    ),
    formula="per_day × (days_before − days_after) × cost_of_capital",
    yearly=_yearly,
)
