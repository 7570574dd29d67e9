"""The layered map in a real Chromium: accessible, silent, lit by a click or by the keyboard, at home on a phone."""

from __future__ import annotations

import pytest

from tests.web.operating_model.planted import PAGE
from tests.web.site.test_browser import DESK, PHONE, Visitor, browser, violations

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TRACE = {"grant", "ask", "buy", "lend", "score", "interest"}
LIT = "() => [...document.querySelectorAll('a.box.lit')].map((each) => each.dataset.id)"
FOCUS = "() => document.activeElement.dataset.id"


def test_a_click_and_the_keyboard_light_the_trace(on_server, browser, live_server, sign_in) -> None:
    with Visitor(browser, live_server, sign_in("harbour"), viewport=DESK, color_scheme="light") as reader:
        page = reader.open(PAGE)
        assert violations(page) == []
        assert page.locator("a.box[tabindex='0']").count() == 1, "one stop for the Tab key"
        page.locator("a.box[data-id='grant']").click()
        page.locator("#chosen h2", has_text="Whether to grant the loan").wait_for()
        assert set(page.evaluate(LIT)) == TRACE
        assert page.locator("path.link.lit").count() == 5
        assert page.url.endswith("?element=grant")
        assert violations(page) == []
        page.keyboard.press("Shift+ArrowDown")
        assert page.evaluate(FOCUS) == "lend"
        page.keyboard.press("Shift+ArrowUp")
        assert page.evaluate(FOCUS) == "grant"
        page.keyboard.press("ArrowRight")
        assert page.evaluate(FOCUS) == "price"
        page.keyboard.press("Enter")
        page.locator("#chosen h2", has_text="At which price").wait_for()
        assert set(page.evaluate(LIT)) == {"price", "ask", "buy"}
        page.keyboard.press("Escape")
        page.locator("#chosen h2", has_text="Choose an element").wait_for()
        assert page.evaluate(LIT) == []
        assert reader.said == []
        assert reader.away == []


def test_a_phone_in_the_dark_has_lists_with_the_same_trace(on_server, browser, live_server, sign_in) -> None:
    with Visitor(browser, live_server, sign_in("lens"), viewport=PHONE, color_scheme="dark") as reader:
        page = reader.open(PAGE)
        assert not page.locator("svg.map:not(.key)").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.locator(".lists summary", has_text="Decisions").click()
        page.locator(".lists a", has_text="Whether to grant the loan").click()
        page.locator("#chosen h2", has_text="Whether to grant the loan").wait_for()
        rows = page.evaluate("() => [...document.querySelectorAll('tr.lit')].map((each) => each.dataset.id)")
        assert set(rows) == TRACE
        assert violations(page) == []
        assert reader.said == []


def test_without_scripts_an_address_lights_the_same(on_server, browser, live_server, sign_in) -> None:
    with Visitor(browser, live_server, sign_in("lens"), viewport=DESK, java_script_enabled=False) as reader:
        page = reader.page
        page.goto(PAGE)
        page.locator("a.box[data-id='grant']").click()
        assert page.locator("a.box.lit").count() == len(TRACE)
        assert page.locator("#chosen h2").inner_text() == "Whether to grant the loan"
