"""The pages of jobs in a real Chromium: accessible, silent, at home on a phone and in the dark; pictures leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.jobs.planted import PAGE
from tests.web.site.test_browser import DESK, PHONE, Visitor, browser, violations

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("/jobs", PAGE, f"{PAGE}?by=channel&group=channel%3Dapp", f"{PAGE}/survey", "/agreements/harbour/portal")


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_pages_are_accessible_silent_and_fit(told, browser, live_server, sign_in, size, scheme) -> None:
    with Visitor(browser, live_server, sign_in("harbour"), viewport=size, color_scheme=scheme) as reader:
        for address in PAGES:
            page = reader.open(address)
            assert violations(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
        assert reader.said == []
        assert reader.away == []
        page = reader.open(PAGE)
        places = page.locator("[data-chart]").count()
        assert places == page.locator("[data-chart] svg.marks").count() == 4
        with page.expect_download() as download:
            page.locator("figure .exports button", has_text="SVG").first.click()
        assert Path(download.value.path()).read_bytes().startswith(b"<svg")


def test_reading_works_without_scripts(told, browser, live_server, sign_in) -> None:
    with Visitor(browser, live_server, sign_in("sint"), viewport=PHONE, java_script_enabled=False) as reader:
        page = reader.page
        page.goto(f"{PAGE}?by=channel")
        page.get_by_role("link", name="channel: app").click()
        assert "Recover from a loss" in page.content()
        page.locator("figure details summary").first.click()
        assert page.get_by_role("table").first.is_visible()
