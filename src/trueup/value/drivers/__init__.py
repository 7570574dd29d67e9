"""The calculators of yearly amounts, a file each. A new one: its file, its name in DriverName, and a line below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from trueup.value.drivers.capital_freed import CAPITAL_FREED
from trueup.value.drivers.cost_avoided import COST_AVOIDED
from trueup.value.drivers.customers_kept import CUSTOMERS_KEPT
from trueup.value.drivers.driver import Driver, Input, Side, T
from trueup.value.drivers.effort import EFFORT
from trueup.value.drivers.revenue_gained import REVENUE_GAINED
from trueup.value.drivers.risk_reduced import RISK_REDUCED
from trueup.value.drivers.subscription import SUBSCRIPTION
from trueup.value.drivers.time_saved import TIME_SAVED

DriverName = Literal[
    "time_saved", "cost_avoided", "revenue_gained", "customers_kept", "risk_reduced", "capital_freed", "effort",
    "subscription",
]  # fmt: skip
_EVERY = (
    TIME_SAVED,
    COST_AVOIDED,
    REVENUE_GAINED,
    CUSTOMERS_KEPT,
    RISK_REDUCED,
    CAPITAL_FREED,
    EFFORT,
    SUBSCRIPTION,
)
DRIVERS: Mapping[str, Driver] = {driver.name: driver for driver in _EVERY}

__all__ = ["DRIVERS", "Driver", "DriverName", "Input", "Side", "T"]
