"""The deal that looks good on expectation and is bad at the cap: found before it is signed, and said in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.value import pressed
from trueup.cli import run
from trueup.scorecard.opened import open_book
from trueup.scorecard.value_deal import simulated_deal
from trueup.value.deal import Stated
from trueup.value.results_deal import Deal
from trueup.vocabulary import InputError

NOW = "2026-01-01"
OPEN = {"base": None, "target": None, "share": "0.2", "share_loss": None, "deadband": 0, "floor": None, "cap": None}
CAPPED = OPEN | {"cap": 210}
QUARTERS = [f"{year}-Q{quarter}" for year in range(2020, 2026) for quarter in range(1, 5)]
RENEWED = np.random.default_rng(12).normal(10, 4, len(QUARTERS)).round(1)
PAST = {
    "observations": [
        {"kpi": "renewed", "period": period, "actual": float(actual), "reported_by": "mill"}
        for period, actual in zip(QUARTERS, RENEWED, strict=True)
    ]
}


def written(folder: Path, pricing: dict[str, Any], facts: dict[str, Any] = PAST) -> Path:
    folder.mkdir(exist_ok=True)
    return pressed.write(folder, pressed.agreement(pricing), facts=facts)


def asked(folder: Path, **options: Any) -> Deal:
    with open_book(folder) as book, book.values(NOW) as values:
        return simulated_deal(values, **options)


@pytest.fixture
def capped(tmp_path: Path) -> Path:
    return written(tmp_path / "capped", CAPPED)


def test_the_deal_that_is_bad_at_the_cap(capped, tmp_path):
    plain = asked(capped)
    assert plain.fee.expected < plain.fee_at_expected
    cost = float(plain.fee.expected + plain.fee_at_expected) / 2
    bad = asked(capped, stated=Stated(provider_cost=cost))
    assert bad.provider_side.net_at_expected > 0 > bad.provider_side.net.expected
    first = bad.findings[0]
    assert first.code == "bad_at_the_cap"
    assert first.words.startswith(
        "it looks good on expectation and is not: if value comes as expected Gear Systems has"
    )
    assert "the cap holds in" in first.words
    assert bad.risk.surplus_provider < bad.risk.shortfall_provider
    free = asked(written(tmp_path / "free", OPEN), stated=Stated(provider_cost=cost))
    assert free.provider_side.better_off
    assert "bad_at_the_cap" not in {each.code for each in free.findings}


def test_value_is_drawn_from_the_forecast_of_the_kpi(capped):
    """Four quarters, each renewal worth 100: on average what the past had, and as uncertain as it was."""
    found = asked(capped)
    assert [each.label for each in found.periods] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert float(found.value.expected) == pytest.approx(400 * RENEWED.mean(), rel=0.1)
    spread = float(found.periods[0].value.p90 - found.periods[0].value.p10) / 2.563 / 100
    assert spread == pytest.approx(RENEWED.std(ddof=1), rel=0.35)


def test_a_share_of_the_promise_needs_no_past(tmp_path):
    """The promise rises to 10 a quarter at the end of the year; half of it is worth half of what it is worth."""
    folder = written(tmp_path, OPEN, {"observations": []})
    with pytest.raises(InputError, match="not enough data"):
        asked(folder)
    half, whole = (asked(folder, reach=(share, share, share)) for share in (0.5, 1.0))
    promised = sum(each.promised for each in whole.periods)
    assert float(whole.value.expected) == pytest.approx(float(promised), abs=0.01)
    assert float(half.value.expected) == pytest.approx(float(promised) / 2, abs=0.01)
    assert half.risk is None
    assert "no forecast" in half.notes[0]
    wide = asked(folder, reach=(0.2, 0.8, 1.1))
    assert float(wide.value.expected) == pytest.approx(float(promised) * (0.2 + 4 * 0.8 + 1.1) / 6, rel=0.01)


def test_what_is_known_already_is_not_drawn(tmp_path):
    known = {"observations": [*PAST["observations"], {**PAST["observations"][0], "period": "2026-Q1", "actual": 20}]}
    folder = written(tmp_path, OPEN, known)
    with open_book(folder) as book, book.values("2026-03-01") as values:
        first = simulated_deal(values).periods[0]
    assert first.value.p10 == first.value.p90 == 2000


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(capped, capsys):
    def out(*more: str) -> str:
        assert run(["value", "deal", str(capped), "--as-of", NOW, "--format", "json", "--draws", "2000", *more]) == 0
        return capsys.readouterr().out

    assert out("--seed", "7") == out("--seed", "7")
    assert out("--seed", "7") != out("--seed", "8")
    assert json.loads(out("--seed", "7"))["seed"] == 7


def test_on_the_command_line_it_says_first_what_matters(capped, capsys, tmp_path):
    drawn = tmp_path / "deal.svg"
    assert run(["value", "deal", str(capped), "--as-of", NOW, "--provider-cost", "900", "--chart", str(drawn)]) == 0
    text = capsys.readouterr().out
    assert "! Gear Systems may expect" in text
    assert "who bears" in text
    assert "P(cap)" in text
    assert drawn.read_text().startswith("<svg")


def test_bad_questions_are_refused(capped, tmp_path, capsys):
    assert run(["value", "deal", str(capped), "--as-of", NOW, "--reach", "0.5,0.9"]) == 2
    assert run(["value", "deal", str(capped), "--as-of", NOW, "--reach", "0.9,0.5,1"]) != 0
    assert "not in order" in capsys.readouterr().err
    assert run(["value", "deal", str(capped), "--as-of", "2027-02-01"]) != 0
    assert "nothing is left to simulate" in capsys.readouterr().err
    bare = pressed.agreement()
    del bare["pricing"]
    (tmp_path / "bare").mkdir()
    folder = pressed.write(tmp_path / "bare", bare, facts=PAST)
    assert run(["value", "deal", str(folder), "--as-of", NOW]) != 0
    assert "does not say how fees follow value" in capsys.readouterr().err
