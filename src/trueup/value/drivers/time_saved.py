"""Time that people no longer spend, where it is put to other use."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from trueup.value.drivers.driver import ONE, Driver, Input, T


def _yearly(given: Mapping[str, T]) -> T:
    return given["people"] * given["hours"] * given["weeks"] * given["cost_per_hour"] * given["recaptured"]


TIME_SAVED = Driver(
    name="time_saved",
    side="benefit",
    means="Time that people no longer spend, at what an hour of theirs costs, as far as it is put to other use.",
    inputs=(
        Input("people", "people", "How many people save time."),
        Input("hours", "hours per person and week", "What each of them saves a week.", most=Decimal(168)),
        Input("weeks", "weeks per year", "Weeks that people work in a year.", most=Decimal(53)),
        Input("cost_per_hour", "money per hour", "What an hour costs the employer, all in."),
        Input("recaptured", "share", "The share of saved time that is put to productive use.", most=ONE, default=ONE),
    ),
    formula="people × hours × weeks × cost_per_hour × recaptured",
    yearly=_yearly,
)
