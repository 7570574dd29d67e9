"""The example's policyholders: what was planted in their answers is found, and what was not is not said."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import trueup
from trueup.scorecard.opened import OpenBook
from trueup.scorecard.panel_roadmap import make_roadmap
from trueup.scorecard.panel_shifts import shifts

DAY = "2026-10-01"


@pytest.fixture(scope="module")
def opened(northwind: Path) -> Iterator[OpenBook]:
    with trueup.open(northwind) as book:
        yield book


def test_the_two_kinds_of_policyholders_are_found(opened: OpenBook) -> None:
    with opened.panels(DAY) as panels:
        found = panels.segments()
    assert found.refused is None
    names = " and ".join(str(segment.name) for segment in found.segments)
    assert "learn of a delay" in names
    assert "which proofs of the loss are needed" in names
    assert found.typing is not None
    assert found.typing.accuracy.low > found.typing.chance


def test_the_average_hides_what_each_kind_needs(opened: OpenBook) -> None:
    with opened.panels(DAY) as panels:
        everybody, *segments = panels.scores(by="segment")
    together = {score.outcome: score for score in everybody.scores}
    assert together["proof"].bands == ("appropriately served",)
    assert any(score.outcome == "proof" and score.bands == ("extreme",) for each in segments for score in each.scores)


def test_what_moved_is_notable_and_the_rest_is_not(opened: OpenBook) -> None:
    with opened.panels(DAY) as panels:
        found = shifts(panels, before="2025-spring")
    notable = {shift.outcome for shift in found.shifts if shift.notable}
    assert "settled" in notable
    assert notable <= {"settled", "twice", "delay"}


def test_settling_claims_sooner_goes_with_better_ratings_and_four_waves_do_not_prove_it(opened: OpenBook) -> None:
    with opened.panels(DAY) as panels:
        (found,) = make_roadmap(panels).moved
    assert (found.outcome, found.kpi, found.pairs) == ("settled", "claim_cycle_days", 4)
    assert found.slope is not None
    assert found.slope.value > 0  # satisfaction rises as claims are settled sooner; four waves do not prove it
    assert found.verdict == "cannot tell"


def test_a_process_of_its_own_finds_segments(northwind: Path) -> None:
    """The command line does without pandas, and the libraries that find segments do not."""
    asked = [sys.executable, "-m", "trueup", "jobs", "segments", str(northwind), "--as-of", DAY, "--format", "json"]
    done = subprocess.run(asked, capture_output=True, text=True, env={**os.environ, "COLUMNS": "100"}, check=False)
    assert done.returncode == 0, done.stderr
    assert '"refused": null' in done.stdout
