"""Payments through a mapping: what tells one from another, corrections, and the rows that cannot be payments."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.sources.conftest import Desk
from trueup.vocabulary import DocumentError

AGREEMENT = """
kind: agreement
id: claims
title: Claims
customer: fable
providers: [acme]
effective: 2026-01-01
"""
LEDGER = """
read: {csv: data/ledger.csv}
facts:
  payments:
    agreement: {value: claims}
    period: {start: from, through: to, format: "%Y-%m", grain: month}
    kind: {from: type, Planned: planned, Actual: paid}
    plan: plan
    payee: {value: acme}
    amount: amount
    currency: currency
"""
HEAD = "From,To,Type,Plan,Amount,Currency\n"


@pytest.fixture
def ledger(desk: Desk) -> Desk:
    desk.write("claims.yaml", AGREEMENT)
    desk.source(LEDGER)
    return desk


def _known(desk: Desk) -> list[tuple[Any, ...]]:
    rows = desk.rows("payments").to_pylist()
    return sorted((r["kind"], str(r["period_start"]), str(r["period_end"]), r["amount"], r["ref"]) for r in rows)


def test_months_through_months_are_half_open_and_what_is_none_is_refused(ledger: Desk) -> None:
    rows = [
        "2026-01,2026-03,Planned,plan1,1000.50,EUR",
        "2026-01,2026-03,Actual,,93911.40000000001,EUR",
        "2026-01,2026-03,,,5,EUR",
        "2026-04,2026-06,Planned,plan1,,EUR",
        "2026-04,2026-06,Planned,plan1,5,Euro",
        "2026-06,2026-04,Planned,plan1,5,EUR",
    ]
    ledger.write("data/ledger.csv", HEAD + "\n".join(rows) + "\n")
    report = ledger.load()
    assert _known(ledger) == [
        ("paid", "2026-01-01", "2026-04-01", Decimal("93911.4000"), "2026-01-01/2026-04-01"),
        ("planned", "2026-01-01", "2026-04-01", Decimal("1000.5000"), "2026-01-01/2026-04-01"),
    ]
    assert [(refusal.line, refusal.column) for refusal in report.refusals] == [
        (4, "kind"), (5, "amount"), (7, "period"), (6, "currency")
    ]  # fmt: skip


def test_two_payments_that_differ_in_the_amount_only_are_two_wherever_their_lines_move(ledger: Desk) -> None:
    first = "2026-01,2026-03,Actual,,100,EUR\n2026-01,2026-03,Actual,,250,EUR\n2026-01,2026-03,Actual,,100,EUR\n"
    ledger.write("data/ledger.csv", HEAD + first)
    assert ledger.load().landed == 3
    ledger.write("data/ledger.csv", HEAD + "2026-07,2026-09,Planned,plan1,7,EUR\n" + first)
    assert ledger.load().landed == 1
    assert sum(row[3] for row in _known(ledger) if row[0] == "paid") == 450


def test_a_numbered_invoice_is_corrected_whatever_changes(desk: Desk) -> None:
    desk.write("claims.yaml", AGREEMENT)
    desk.source("""
    read: {csv: data/bills.csv}
    facts:
      payments: {agreement: {value: claims}, kind: {value: invoiced}, payee: {value: acme}, dated: day, amount: amount,
                 currency: {value: EUR}, ref: number}
    """)
    desk.write("data/bills.csv", "number,day,amount\n17,2026-02-01,100\n18,2026-02-01,100\n")
    desk.load()
    desk.write("data/bills.csv", "number,day,amount\n17,2026-03-01,120\n18,2026-02-01,100\n")
    desk.load()
    assert _known(desk) == [
        ("invoiced", "2026-02-01", "2026-02-02", Decimal("100.0000"), "18"),
        ("invoiced", "2026-03-01", "2026-03-02", Decimal("120.0000"), "17"),
    ]
    assert {row["dated"] for row in desk.rows("payments").to_pylist()} == {dt.date(2026, 2, 1), dt.date(2026, 3, 1)}


def test_a_wide_row_is_a_payment_for_each_amount_that_it_has(desk: Desk) -> None:
    desk.write("claims.yaml", AGREEMENT)
    desk.source("""
    read: {csv: data/wide.csv}
    facts:
      payments:
        agreement: {value: claims}
        period: month
        currency: {value: EUR}
        each:
          - {kind: {value: planned}, amount: plan}
          - {kind: {value: paid}, amount: actual}
    """)
    desk.write("data/wide.csv", "month,plan,actual\n2026-01,10,9\n2026-02,10,\n2026-03,10,none yet\n")
    report = desk.load()
    assert [row[:2] + row[3:4] for row in _known(desk)] == [
        ("paid", "2026-01-01", 9), ("planned", "2026-01-01", 10), ("planned", "2026-02-01", 10),
        ("planned", "2026-03-01", 10),
    ]  # fmt: skip
    assert [(refusal.line, refusal.value) for refusal in report.refusals] == [(4, "none yet")]


def test_an_agreement_that_nobody_knows_is_told(ledger: Desk) -> None:
    ledger.source(LEDGER.replace("value: claims", "value: claim"))
    ledger.write("data/ledger.csv", HEAD + "2026-01,2026-03,Actual,,100,EUR\n")
    assert "are no agreement of the book: claim (did you mean 'claims'?)" in " ".join(ledger.load().notices)


def test_a_payment_needs_a_period_or_a_day(ledger: Desk) -> None:
    ledger.source(LEDGER.replace("    period:", "    # period:"))
    with pytest.raises(DocumentError, match="needs `period`, or `dated`"):
        ledger.load()
