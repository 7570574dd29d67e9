"""Every panel of the Value tab, in the order in which they stand. A line each."""

from __future__ import annotations

from trueup.web.agreements.panel import Panel
from trueup.web.payments.panel import payments
from trueup.web.statements.panel import settlement
from trueup.web.statements.queries import reckoned_at
from trueup.web.value.account import account
from trueup.web.value.attribution import caused
from trueup.web.value.deal_page import deal
from trueup.web.value.promise import business_case, goalposts, network
from trueup.web.value.queries import mark

PANELS: tuple[Panel, ...] = (
    Panel("account", "value/account.html", account),
    Panel("caused", "value/attribution.html", caused, mark),
    Panel("case", "value/case.html", business_case),
    Panel("network", "value/network.html", network),
    Panel("goalposts", "value/goalposts.html", goalposts),
    Panel("settlement", "statements/panel.html", settlement, reckoned_at),
    Panel("payments", "payments/panel.html", payments),
    Panel("deal", "value/deal.html", deal),
)
