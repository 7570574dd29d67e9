"""Small fictional documents that tests put together."""

from __future__ import annotations

from pathlib import Path

import pytest

BOOK = """\
kind: book
id: mill
name: Mill Paper
currency: EUR
parties:
  - {id: mill, name: Mill Paper, role: customer}
  - {id: gear, name: Gear Systems, role: provider}
  - {id: lens, name: Lens Audit, role: observer}
"""
KPI = """\
kind: kpi
id: setup_time
name: Setup time
unit: hour
direction: decrease
owner: mill
measurement: {by: mill, rule: from the last good sheet to the next}
entered: true
"""
AGREEMENT = """\
kind: agreement
id: press
title: New press
customer: mill
providers: [gear]
observer: lens
effective: 2026-01-01
go_live: {planned: 2026-03-01}
objectives:
  - id: setup
    kpi: setup_time
    baseline: {actual: 10, period: 2025-07-01/2026-01-01}
    target: 6
    due: 2026-12-31
    value: {per_unit: 900, per: month, until: 2028-12-31}
    owner: mill
    evidence: verified
costs:
  - {what: licence, party: gear, amount: 1000, per: month}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A book folder that checks clean."""
    (tmp_path / "book.yaml").write_text(BOOK)
    (tmp_path / "kpi.yaml").write_text(KPI)
    (tmp_path / "agreement.yaml").write_text(AGREEMENT)
    return tmp_path
