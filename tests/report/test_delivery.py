"""Delivery in words, in a terminal and on the page."""

from __future__ import annotations

import io
import re
from typing import get_args

import pytest
from rich.console import Console

from tests.report import factory
from trueup.delivery.pace import HELD
from trueup.delivery.results import OverallVerdict, Paced, Standing, Word
from trueup.report import delivery
from trueup.report.html import render
from trueup.report.html.context import Context
from trueup.report.html.delivery import deliveries
from trueup.report.pace import held
from trueup.report.terminal.delivery.tables import chance, ratio, short
from trueup.report.terminal.screen import Screen


def shown(card, width: int = 100, encoding: str = "utf-8") -> str:
    page = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    Console(file=page, width=width).print(Screen(card))
    page.seek(0)
    return page.read()


def test_every_word_and_standing_has_a_sign():
    assert set(delivery.WORDS) == set(get_args(Word))
    signs = [(sign.word, sign.shape) for sign in delivery.WORDS.values()]
    assert len(set(signs)) == len(signs)
    found = factory.delivery().overall
    for standing in get_args(Standing):
        assert delivery.overall_sign(found.model_copy(update={"standing": standing})).word


def test_a_word_that_is_not_final_is_not_shown_as_if_it_were():
    final = factory.delivery().verdicts[0].model_copy(update={"standing": "final", "word": "SUCCESSFUL"})
    assert delivery.provider_sign(final).word == "SUCCESSFUL"
    assert delivery.provider_sign(final.model_copy(update={"standing": "unresolved"})).word == "unresolved"


@pytest.mark.parametrize(
    ("standing", "overall", "kept"),
    [("final", "met", 1.0), ("final", "not_met", 0.0), ("no_verdict", None, None), ("met_after_descoping", "met", 1.0)],
)
def test_how_far_the_project_is_a_success(standing: str, overall: str | None, kept: float | None):
    found = factory.delivery()
    told = OverallVerdict.model_validate(
        found.overall.model_dump() | {"standing": standing, "overall": overall, "p": None}
    )
    assert delivery.project_kept(found.model_copy(update={"overall": told})) == kept


def test_while_it_is_open_the_project_is_as_successful_as_it_is_likely():
    found = factory.delivery()
    told = OverallVerdict.model_validate(
        found.overall.model_dump() | {"standing": "forecast", "overall": None, "p": {"p": 0.25, "se": 0.01}}
    )
    assert delivery.project_kept(found.model_copy(update={"overall": told})) == 0.25


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_screen_has_a_line_a_plan(encoding: str):
    found = factory.delivery(title="Rollout of claims")
    text = shown(factory.scorecard(factory.agreement("a", "failed"), deliveries=(found,)), encoding=encoding)
    assert "\nDelivery\n" in text
    assert "Rollout of claims: " in text
    assert "\nDelivery\n" not in shown(factory.scorecard(factory.agreement("a", "failed")), encoding=encoding)


def test_many_plans_are_counted():
    plans = tuple(factory.delivery(plan=f"p{number}", title=f"Plan {number}") for number in range(14))
    text = shown(factory.scorecard(deliveries=plans))
    assert "Plan 11" in text
    assert "Plan 12" not in text
    assert "and 2 plans more" in text


def test_the_page_has_a_section_only_where_there_are_plans():
    without = factory.scorecard(factory.agreement("a", "failed"))
    assert deliveries(without, Context.of(without)) is None
    assert 'href="#deliveries"' not in render(without)
    assert 'href="#deliveries"' in render(without.model_copy(update={"deliveries": (factory.delivery(),)}))


def test_every_picture_has_its_numbers_and_every_name_is_only_text():
    card = factory.scorecard(deliveries=(factory.delivery(),))
    page = Context.of(card)
    html = str(deliveries(card, page))
    assert html.count('class="chart"') == len(page.charts.drawn) == 4
    assert html.count("<table>") == 4
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_page_says_how_far_its_futures_can_be_believed():
    found = factory.delivery()
    assert found.simulation is not None
    quantiles = found.simulation.finish
    paced = Paced(finish=quantiles, on_time=factory.made.probability(0.31), both=None, met=None, spread=0.15,
                  words="as others went", held=HELD)  # fmt: skip
    likely = found.overall.model_copy(update={"p": factory.made.probability(0.24)})
    futures = found.simulation.model_copy(update={"paced": paced})
    card = factory.scorecard(deliveries=(found.model_copy(update={"overall": likely, "simulation": futures}),))
    html = str(deliveries(card, Context.of(card))).replace("\N{NO-BREAK SPACE}", " ")
    assert held() in html
    assert "At the pace of real projects: 31 % finish as promised; half by 11 Dec 2026; 80 % by 4 Jan 2027." in html


def test_cards_repeat_nothing_that_is_said_of_the_whole():
    found = factory.delivery()
    same = found.overall.reasons or ("the whole is late",)
    overall = found.overall.model_copy(update={"reasons": same})
    verdicts = tuple(each.model_copy(update={"reasons": (*same, "its own")}) for each in found.verdicts)
    card = factory.scorecard(deliveries=(found.model_copy(update={"overall": overall, "verdicts": verdicts}),))
    text = re.sub(r"<[^>]+>", " ", str(deliveries(card, Context.of(card))))
    assert text.lower().count(same[0].rstrip(".").lower()) == 1


def test_figures_for_a_screen():
    assert chance(None) == ratio(None) == "-"
    assert chance(factory.made.probability(0.25)) == "25.0 % ± 1.0"
    assert short(factory.AS_OF) == "1 Oct 26"
