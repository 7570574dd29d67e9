"""Own people's time: projects, training, looking after it."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.value.drivers.driver import Driver, Input, T


def _yearly(given: Mapping[str, T]) -> T:
    return given["people"] * given["days"] * given["cost_per_day"]


EFFORT = Driver(
    name="effort",
    side="cost",
    means="Time of people: projects, training, running it.",
    inputs=(
        Input("people", "people", "How many people."),
        Input("days", "days per person and year", "How many days of each."),
        Input("cost_per_day", "money per day", "What a day costs the employer, all in."),
    ),
    formula="people × days × cost_per_day",
    yearly=_yearly,
)
