"""Losses that are expected no longer: annualised loss expectancy, before less after."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.value.drivers.driver import Driver, Input, T


def _yearly(given: Mapping[str, T]) -> T:
    before = given["probability_before"] * given["loss_before"]
    return before - given["probability_after"] * given["loss_after"]


RISK_REDUCED = Driver(
    name="risk_reduced",
    side="benefit",
    means="The loss that a year is expected to bring (how often x how much), before less after.",
    inputs=(
        Input("probability_before", "times per year", "How often it is expected in a year; below 1, a probability."),
        Input("loss_before", "money each time", "What it costs each time."),
        Input("probability_after", "times per year", "How often it is expected in a year afterwards."),
        Input("loss_after", "money each time", "What it costs each time afterwards."),
    ),
    formula="probability_before × loss_before − probability_after × loss_after",
    yearly=_yearly,
)
