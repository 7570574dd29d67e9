"""The terminal view: fits a screen, reads like a verdict, plain where there is no terminal."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.report import factory
from trueup.report.signs import VERDICTS
from trueup.report.terminal import Screen
from trueup.scorecard.model import Scorecard


def shown(scorecard: Scorecard, width: int = 80, encoding: str = "utf-8", **options: bool) -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)
    Console(file=stream, width=width, **options).print(Screen(scorecard))
    stream.seek(0)
    return stream.read()


EVERY = {
    "one": lambda: factory.scorecard(factory.agreement()),
    "three": lambda: factory.scorecard(*(factory.agreement(f"a{i}") for i in range(3))),
    "varied": factory.varied,
    "empty": factory.empty,
    "many": lambda: factory.thousand(60),
}


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("width", [60, 80, 132])
def test_no_line_is_wider_than_the_terminal(name: str, width: int):
    assert max(cell_len(line) for line in shown(EVERY[name](), width).splitlines()) <= width


@pytest.mark.parametrize("name", EVERY)
def test_it_fits_a_screen(name: str):
    assert len(shown(EVERY[name]()).splitlines()) <= 45


def test_no_chance_stands_without_the_record_of_its_forecast():
    assert "where 95 % was due" in shown(EVERY["one"]())
    for name in ("three", "varied", "many"):
        text = shown(EVERY[name]())
        assert " P " in text
        assert "\nForecasts" in text
        assert "when tried on the past" in text
    assert "Forecasts" not in shown(EVERY["empty"]())


def test_it_is_plain_where_there_is_no_terminal():
    assert "\x1b" not in shown(factory.varied())


def test_colour_only_adds_to_shape_and_word():
    text = shown(factory.varied(), force_terminal=True)
    assert "\x1b[" in text
    for sign in VERDICTS.values():
        assert sign.glyph in text
        assert sign.word.upper() in text


def test_a_verdict_is_said_with_its_reason_its_worth_and_its_footing():
    text = shown(factory.scorecard(factory.agreement()))
    for part in (
        "▲ SUCCEEDING P 86 % New claims platform",
        "Every must-have is likely to be hit: 86 % together.",
        "840 k EUR realised (no interval) against 700 k cost: +140 k, created",
        "7 reported, 7 verified, 7 attested",
        "86 % of the first promise",
        "5.95 → 5 days · 86 % · P 86 %",
        "right 94 % of 84 trials where 95 % was due",
        "21 agree, 1 conflict, 2 cannot be compared",
        "not enough data for a forecast of portal use",
    ):
        assert part in text


def test_an_interval_is_given_where_there_is_one():
    assert "500 k EUR realised (320 k to 680 k)" in shown(factory.varied())


def test_an_amendment_shows_what_it_cost_and_what_the_first_promise_says():
    text = " ".join(shown(factory.varied()).split())
    assert "Promise version 2; value de-scoped 310 k EUR; by the first promise: failing" in text


def test_it_says_when_the_verdict_rests_on_the_provider():
    assert "The verdict depends on the provider's own figures" in shown(factory.varied())


def test_with_many_it_brings_out_few_and_says_where_the_others_are():
    text = shown(factory.thousand(1000))
    assert "167 failing" in text
    assert "All 1,000 with their objectives" in text
    assert text.count("Investment ") == 12
    worst = text[text.index("goes wrong") : text.index("Most value")]
    assert "Investment 0998" in worst
    assert "✓" not in worst


def test_markup_in_names_is_text():
    text = shown(factory.scorecard(factory.agreement(title="[bold red]Not a style[/]", reasons=("[link=x]y[/link]",))))
    assert "[bold red]Not a style[/]" in text
    assert "[link=x]y[/link]" in text


def test_a_poor_terminal_gets_plain_characters():
    agreement = factory.agreement(verdict="failed", versions=factory.versions(amended=True))
    text = shown(factory.scorecard(agreement), encoding="ascii")
    assert "x FAILED" in text
    assert "10.49 -> 5 days" in text
