"""The page as text: whole, escaped, closed to the outside, and of a size that stays usable."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from itertools import pairwise

import pytest

from tests.report import factory
from tests.report.test_markup import Reader
from trueup.report.html import render
from trueup.report.html.page import WHOLE
from trueup.report.signs import VERDICTS

MADE = {
    "varied": factory.varied,
    "empty": factory.empty,
    "many": factory.thousand,
    "delivered": factory.delivered,
}


@cache
def page(name: str) -> str:
    return render(MADE[name]())


@cache
def read(name: str) -> Reader:
    """The page without its scripts and style."""
    return Reader(re.sub(r"<(script|style)\b.*?</\1>", "", page(name), flags=re.DOTALL))


def charts(name: str) -> dict:
    (text,) = re.findall(r'<script type="application/json" id="charts">(.*?)</script>', page(name), re.DOTALL)
    return json.loads(text)


NAMES = tuple(MADE)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_scorecard_gives_the_same_bytes(name: str):
    again = MADE[name]
    assert render(again()) == page(name)


@pytest.mark.parametrize("name", NAMES)
def test_headings_descend_one_step_at_a_time(name: str):
    levels = [int(tag[1]) for tag, _ in read(name).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_every_id_is_given_once_and_every_inner_link_leads_somewhere(name: str):
    tags = read(name).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [str(attributes["href"]) for tag, attributes in tags if tag in {"a", "use"}]
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_from_anywhere(name: str):
    tags = read(name).tags
    assert not [tag for tag, _ in tags if tag in {"link", "img", "iframe", "object", "base"}]
    assert not [attributes for _, attributes in tags if "src" in attributes or "style" in attributes]
    assert not [key for _, attributes in tags for key in attributes if key.startswith("on")]


@pytest.mark.parametrize("name", NAMES)
def test_the_policy_admits_this_style_and_these_scripts_only(name: str):
    policy = next(
        str(attributes["content"])
        for tag, attributes in Reader(page(name)).tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    blocks = re.findall(r"<style>(.*?)</style>|<script type=\"module\">(.*?)</script>", page(name), re.DOTALL)
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256((style or script).encode()).digest()).decode()}'"
        for style, script in blocks
    }
    assert set(re.findall(r"'sha256-[^']+'", policy)) == hashes
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_has_a_description_and_its_numbers_in_a_table(name: str):
    tags = read(name).tags
    places = [attributes for tag, attributes in tags if tag == "div" and "data-chart" in attributes]
    assert [int(str(place["data-chart"])) for place in places] == list(range(len(charts(name)["charts"])))
    assert all(place["role"] == "img" and len(str(place["aria-label"])) > 20 for place in places)
    figures = re.findall(r"<figure>.*?</figure>", page(name), re.DOTALL)
    assert len(figures) == len(places)
    assert all("<table>" in figure and "<figcaption>" in figure for figure in figures)


def test_tables_say_what_their_columns_are():
    heads = [attributes for tag, attributes in read("varied").tags if tag == "th"]
    assert heads
    assert all(attributes["scope"] in {"col", "row"} for attributes in heads)


def test_names_of_users_stay_text():
    assert factory.HOSTILE in read("varied").text.replace("\xa0", " ")
    assert '<script>alert("x")' not in page("varied")
    assert "ترحيل السحابة" in read("varied").text
    assert factory.LONG in read("varied").text


def test_data_of_charts_cannot_close_their_script():
    (text,) = re.findall(r'<script type="application/json" id="charts">(.*?)</script>', page("varied"), re.DOTALL)
    assert "<" not in text


def test_verdict_and_reason_come_before_the_figures():
    text = read("varied").text
    for title in ("New claims platform", "Fraud detection"):
        section = text[text.rindex(f"{title}Northwind") :]
        assert (
            section.index("Every must-have") < section.index("Value realised") < section.index("Promise against proof")
        )


def test_the_first_promise_stands_beside_the_current_one():
    text = read("varied").text.replace("\xa0", " ")
    assert "By the first promise this agreement is failing; by the current one it is at risk." in text
    assert "It was first worth 9.31 M EUR, now 9 M EUR. Value de-scoped: 310 k EUR." in text
    assert "target of Claim cycle time weakened from 5 to 7 days" in text
    assert "Promised: 7 % by 31 Dec 2026 (first promised: 5 % by 31 Dec 2026)." in text


def test_a_disputed_figure_shows_both_sides():
    assert "(attested, reported by Acme Software, disputed between 6.463 and 8.463)" in read("varied").text


def test_what_is_not_known_is_said():
    text = read("varied").text
    assert "No actual yet." in text
    assert "not enough data for a forecast of portal use: 3 of the 8 points it needs" in text


def test_an_empty_book_says_what_to_do_next():
    assert "There is no agreement yet. Write down what customer and provider agreed on" in read("empty").text
    assert charts("empty")["charts"] == []
    assert "vegaEmbed=" not in page("empty"), "without charts the page needs no chart library"


def test_of_a_thousand_the_most_material_have_sections_and_all_a_row():
    text = read("many").text
    sections = [attributes["id"] for tag, attributes in read("many").tags if attributes.get("class") == "agreement"]
    assert len(sections) == WHOLE
    assert f"The {WHOLE} with the most at stake of 1,000" in text
    assert {int(str(section)[-4:]) for section in sections} == set(range(1000 - WHOLE, 1000))
    verdicts = [factory.VERDICTS[int(str(section)[-4:]) % 6] for section in sections]
    assert verdicts == sorted(verdicts, key=list(VERDICTS).index), "the worst first"
    assert sum(tag == "tr" for tag, _ in read("many").tags) > 1000


def test_charts_of_one_shape_share_one_specification():
    data = charts("many")
    assert len(data["charts"]) == 2 + 2 * WHOLE - sum(i % 6 == 5 for i in range(1000 - WHOLE, 1000))
    assert len(data["shapes"]) < 12
    assert len(page("many")) < 3_500_000
