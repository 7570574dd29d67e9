"""What the people of the story write. Its months are counted from today, so that it is always under way."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

TODAY = dt.datetime.now(ZoneInfo("Europe/Amsterdam")).date()  # as Ana says of her book

KPI = {
    "name": "Claim cycle time",
    "unit": "day",
    "direction": "decrease",
    "grain": "month",
    "aggregate": "mean",
    "stage": "service",
    "owner": "northwind-insurance",
    "entered": "true",
}
MEASUREMENT = {
    "measurement.by": "acme",
    "measurement.verified_by": "assay",
    "measurement.rule": "days from the report of a claim to its payment, mean over the claims paid in the month",
}
ACTUALS = {-5: "11.4", -4: "10.2", -3: "9.1", -2: "8.4"}
LAST, COUNTER, FOUND = "5.2", "8.1", "7.6"
"""What the provider reports of last month, what the customer holds true instead, and what the observer finds."""
GRADES = "at grade verified value is undetermined instead of created"
"""While nobody disputes last month: the four months that were verified are worth 9,000 x (0.6 + 1.8 + 2.9 + 3.6) =
80,100 EUR, and with last month 9,000 x 6.8 more, 141,300 EUR; it has cost 40,000 EUR and half a year to seven months
of 96,000: 88,000 to 96,000."""


def month(offset: int) -> dt.date:
    """The first day of the month so many months from now."""
    index = TODAY.year * 12 + TODAY.month - 1 + offset
    return dt.date(index // 12, index % 12 + 1, 1)


def named(offset: int) -> str:
    """That month, as one types it."""
    return f"{month(offset):%Y-%m}"


def rows() -> str:
    """Cells as a spreadsheet copies them."""
    return "period\tactual\n" + "".join(f"{named(at)}\t{actual}\n" for at, actual in ACTUALS.items())


def agreement() -> str:
    """Baseline, target, due date, owner and evidence rule; the measurement plan is the KPI's."""
    return f"""\
kind: agreement
id: claims-platform
title: Claims platform
project: claims
customer: northwind-insurance
providers: [acme]
observer: assay
effective: {month(-6)}
go_live: {{planned: {month(-5)}, actual: {month(-5)}}}
objectives:
  - id: faster-claims
    kpi: claim_cycle_time
    phase: use
    baseline: {{actual: 12, period: {month(-9)}/{month(-6)}}}
    target: 6
    path: linear
    from: go_live
    due: {month(4)}
    tolerance: 0.5
    value: {{per_unit: 9000, per: month, until: {month(30)}}}
    horizon: business_users
    owner: northwind-insurance
    accountable: [acme]
    evidence: verified
costs:
  - {{what: licence, party: acme, amount: 96000, per: year}}
  - {{what: introduction, party: acme, amount: 40000, date: {month(-6)}}}
"""
