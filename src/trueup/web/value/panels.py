"""Every panel of the Value tab, in the order in which they stand. A line each."""

from __future__ import annotations

from trueup.web.payments.panel import payments
from trueup.web.value.account import account
from trueup.web.value.panel import Panel

PANELS: tuple[Panel, ...] = (
    Panel("account", "value/account.html", account),
    Panel("payments", "payments/panel.html", payments),
)
