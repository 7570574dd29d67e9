"""Customers who would have left, at the margin that a year of theirs leaves."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.value.drivers.driver import ONE, Driver, Input, T


def _yearly(given: Mapping[str, T]) -> T:
    return given["customers"] * (given["churn_before"] - given["churn_after"]) * given["margin"]


CUSTOMERS_KEPT = Driver(
    name="customers_kept",
    side="benefit",
    means="Customers who no longer leave within a year, at the margin that one of them leaves a year.",
    inputs=(
        Input("customers", "customers", "How many customers there are."),
        Input("churn_before", "share per year", "The share that leaves in a year today.", most=ONE),
        Input("churn_after", "share per year", "The share that will leave in a year.", most=ONE),
        Input("margin", "money per customer and year", "What a customer leaves a year after the cost of serving it."),
    ),
    formula="customers × (churn_before − churn_after) × margin",
    yearly=_yearly,
)
