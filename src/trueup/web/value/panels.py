"""Every panel of the Value tab, in the order in which they stand. A line each."""

from __future__ import annotations

from trueup.web.payments.panel import payments
from trueup.web.statements.panel import settlement
from trueup.web.statements.queries import reckoned_at
from trueup.web.value.account import account
from trueup.web.value.panel import Panel
from trueup.web.value.promise import business_case, goalposts, network

PANELS: tuple[Panel, ...] = (
    Panel("account", "value/account.html", account),
    Panel("settlement", "statements/panel.html", settlement, reckoned_at),
    Panel("case", "value/case.html", business_case),
    Panel("network", "value/network.html", network),
    Panel("goalposts", "value/goalposts.html", goalposts),
    Panel("payments", "payments/panel.html", payments),
)
