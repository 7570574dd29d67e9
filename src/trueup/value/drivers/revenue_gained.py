"""Revenue that would not have come, at the margin that is left of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from trueup.value.drivers.driver import ONE, Driver, Input, T


def _yearly(given: Mapping[str, T]) -> T:
    return given["revenue"] * given["lift"] * given["margin"]


REVENUE_GAINED = Driver(
    name="revenue_gained",
    side="benefit",
    means="Revenue that comes on top of today's, at the margin that is left of it: revenue alone is no benefit.",
    inputs=(
        Input("revenue", "money per year", "The revenue of a year that can grow."),
        Input("lift", "share", "By which share it grows.", least=-ONE, most=Decimal(100)),
        Input("margin", "share", "The share of revenue that is left after the cost of serving it.", most=ONE),
    ),
    formula="revenue × lift × margin",
    yearly=_yearly,
)
