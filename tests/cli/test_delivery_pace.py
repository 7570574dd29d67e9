"""Wherever `trueup delivery` shows a simulated end it says how often such intervals held; where there is none, not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_delivery import FEBRUARY, OCTOBER, asked
from trueup.delivery.pace import HELD
from trueup.report.pace import held
from trueup.report.words import share

RECORD = held()


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen on which nothing is cut short."""
    monkeypatch.setenv("COLUMNS", "400")


def test_the_record_is_a_sentence_with_its_figures() -> None:
    for figure in (str(HELD.projects), share(HELD.stated_80), share(HELD.paced_80)):
        assert figure in RECORD


def test_simulate_says_each_chance_twice_and_the_record(northwind: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, "simulate", northwind, "policy-plan", *FEBRUARY, "--iterations", "500")
    assert RECORD in said
    lines = [line for line in said.splitlines() if line.startswith("P(finish as committed)")]
    assert [line.count("%") for line in lines] == [2]
    assert any(line.startswith("at the pace of real projects ") for line in said.splitlines())


def test_a_forecast_verdict_says_it_and_a_final_one_does_not(
    northwind: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = asked(capsys, "verdict", northwind, "policy-plan", *FEBRUARY)
    assert RECORD in said
    assert "At the pace of real projects: " in said
    assert RECORD not in asked(capsys, "verdict", northwind, "policy-plan", *OCTOBER)


def test_contain_says_it_of_every_set_of_moves(northwind: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("ortools")
    said = asked(capsys, "contain", northwind, "policy-plan", *FEBRUARY)
    assert RECORD in said
    assert "at pace" in said
