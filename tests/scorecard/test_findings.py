"""Strengths, weaknesses and the heat map over a book's own facts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import trueup
from trueup.facts import FactStore
from trueup.scorecard.findings import _finest
from trueup.vocabulary import Slice, add_months

BOOK = """
kind: book
id: fiction
name: Fiction Ltd
currency: EUR
parties:
  - {id: fiction, name: Fiction Ltd, role: customer}
  - {id: acme, name: Acme, role: provider}
  - {id: sint, name: Sint, role: provider}
---
kind: kpi
id: uptime
name: Uptime
unit: "%"
direction: increase
stage: technology
entered: true
targets: [{target: 99}]
"""
MONTHS = 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK)
    draw = np.random.default_rng(1)
    starts = [add_months(dt.date(2024, 1, 1), month) for month in range(MONTHS)]
    rows = [
        {
            "kpi": "uptime",
            "period_start": start,
            "period_end": add_months(start, 1),
            "provider": provider,
            "actual": float(draw.normal(level, 0.2)),
            "reported_by": "fiction",
        }
        for provider, level in (("acme", 99.6), ("sint", 98.2))
        for start in starts
    ]
    short = rows[0] | {"provider": "newcomer", "project": "pilot"}
    with FactStore.open(tmp_path) as store:
        store.append({"observations": pa.Table.from_pylist([*rows, short])}, key="a", source="test")
    return tmp_path


def test_the_better_and_the_worse_provider_are_told_apart(folder: Path) -> None:
    with trueup.open(folder) as book:
        card = book.assess("2026-07-01")
    assert {(each.slice.provider, each.against) for each in card.strengths} == {("acme", "promise")}
    assert {(each.slice.provider, each.against) for each in card.weaknesses} == {("sint", "promise")}
    (strength,) = card.strengths
    assert strength.low < strength.effect < strength.high
    assert strength.effect == pytest.approx(0.6, abs=0.2)
    assert strength.slice.stage == "technology", "the stage of the KPI stands where the facts name none"
    assert "better than what was promised" in strength.words
    assert strength.p <= strength.p_adjusted


def test_the_heat_map_says_how_often_the_promise_was_kept(folder: Path) -> None:
    with trueup.open(folder) as book:
        heat = {(cell.stage, cell.provider): cell for cell in book.assess("2026-07-01").heat}
    assert heat["technology", "acme"].kept == 1.0
    assert heat["technology", "sint"].kept == 0.0
    assert heat["technology", "acme"].n == 12


def test_what_lacks_data_says_how_much_it_needs(folder: Path) -> None:
    with trueup.open(folder) as book:
        lacking = book.assess("2026-07-01").insufficient
    assert any("newcomer" in words and "1 of the 8 points" in words for words in lacking)


CORNERS = st.builds(Slice, **{name: st.sampled_from((None, "a", "b")) for name in ("stage", "project", "provider")})


@given(st.lists(CORNERS))
def test_only_slices_that_hold_no_other_are_asked(found: list[Slice]) -> None:
    finest = [each for each in set(found) if not any(other != each and each.contains(other) for other in found)]
    assert _finest(found) == sorted(finest, key=str)
