"""The pages of horizons in a real Chromium: accessible, silent, at home on a phone and in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from tests.web.horizons import mill
from tests.web.horizons.mill import PAGE
from tests.web.seated import sign_in
from tests.web.site.test_browser import DESK, PHONE, Visitor, browser, violations
from trueup.web.documents import books
from trueup.web.documents.actions import import_book
from trueup.web.documents.books import open_book, store_of
from trueup.web.horizons.computing import compute
from trueup.web.parties.models import Party

__all__ = ["browser", "sign_in"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("/horizons", PAGE, f"{PAGE}/answer/hostage", f"{PAGE}/answer/pulse", f"{PAGE}/effort")


@pytest.fixture
def scored(tmp_path: Path, transactional_db: None, settings) -> Iterator[None]:
    settings.HOME = tmp_path / "home"
    party = Party.objects.create(slug="mill", name="Mill")
    import_book(mill.write(tmp_path / "mill"), slug="mill", seats={"mill": party.pk})
    mill.fill(store_of("mill"), open_book("mill").book, timezone.now().date())
    compute("mill")
    yield
    books.close_all()


def test_pages_are_accessible_silent_and_fit(scored, browser, live_server, sign_in) -> None:
    for size, scheme in ((DESK, "light"), (PHONE, "dark")):
        with Visitor(browser, live_server, sign_in("mill"), viewport=size, color_scheme=scheme) as reader:
            for address in PAGES:
                page = reader.open(address)
                assert violations(page) == [], address
                assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
            assert (reader.said, reader.away) == ([], [])
            page = reader.open(PAGE)
            assert page.locator("[data-chart] svg.marks").count() >= 1
            page.locator(".rung-name", has_text="Technology organisation").focus()
            page.keyboard.press("Enter")
            assert page.url.endswith("#technology_organisation")
