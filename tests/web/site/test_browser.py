"""The pages in a real Chromium: accessible, silent, at home on a phone, in the dark, on paper, and without scripts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
PAGES = (
    "/",
    "/agreements",
    "/agreements/northwind/policy-issue",
    "/explore/northwind",
    "/explore/northwind?down=kpi&across=month",
    "/explore/northwind/facts?kpi=portal_uptime",
    "/how-do-you-know",
    "/no/such/page",
)
CHARTED = PAGES[1:5]
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        message = f"no Chromium at {path}: install it, or set CHROMIUM to its path"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        # Playwright keeps a loop running in this thread, and Django would not ask the database there.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visitor:
    """Somebody at a browser of their own; what the console says and what is asked for elsewhere is kept."""

    def __init__(self, browser: Browser, server: LiveServer, client: Client | None, **options: Any) -> None:
        self.server = server
        self.context = browser.new_context(base_url=server.url, **options)
        if client is not None:
            value = client.cookies["sessionid"].value
            self.context.add_cookies([{"name": "sessionid", "value": value, "url": server.url}])
        self.said: list[str] = []
        self.away: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))

    def _asked(self, address: str) -> None:
        if not address.startswith((self.server.url, "data:", "blob:")):
            self.away.append(address)

    def open(self, address: str) -> Page:
        self.page.goto(address)
        if self.page.locator("#charts").count():
            self.page.wait_for_selector("html[data-charts=drawn]", state="attached", timeout=120_000)
        return self.page

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, sign_in: Callable[..., Client]) -> Callable[..., Visitor]:
    def make(party: str | None = "northwind", **options: Any) -> Visitor:
        client = sign_in(party) if party else None
        return Visitor(browser, live_server, client, **({"viewport": DESK} | options))

    return make


def violations(page: Page) -> list[tuple[str, object]]:
    """What axe finds; its script is in the package, so nothing is fetched."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_silent_and_fits(judged, visit, size, scheme):
    with visit(viewport=size, color_scheme=scheme) as reader:
        for address in PAGES:
            page = reader.open(address)
            assert violations(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
        said = [text for text in reader.said if "404" not in text]
        assert said == []
        assert reader.away == []


def test_long_german_words_fit_a_phone(judged, visit):
    with visit(viewport=PHONE, locale="de-DE") as reader:
        for address in (*PAGES[:4], "/agreements/northwind/fraud-detection", "/agreements/northwind/mueller"):
            page = reader.open(address)
            assert page.evaluate("document.documentElement.lang") == "de", address
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


TAPPED = ".button, .button-quiet, .places-button, .tabs a, .seat summary, .exports a, main select, main summary"


def test_what_a_finger_taps_is_44_pixels_high(judged, visit):
    with visit(viewport=PHONE, has_touch=True) as reader:
        for address in PAGES[:5]:
            page = reader.open(address)
            shown = [each for each in page.locator(TAPPED).all() if each.is_visible()]
            assert len(shown) > 3, address
            low = [each.inner_text() for each in shown if each.bounding_box()["height"] < 44]
            assert low == [], address


def test_every_chart_is_drawn_and_leaves_as_a_picture(judged, visit):
    with visit() as reader:
        for address in CHARTED:
            page = reader.open(address)
            places = page.locator("[data-chart]").count()
            assert places == page.locator("[data-chart] svg.marks").count() > 0, address
        page = reader.open(CHARTED[0])
        for kind, begins in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
            with page.expect_download() as download:
                page.locator("figure .exports button", has_text=kind).first.click()
            content = Path(download.value.path()).read_bytes()
            assert content.startswith(begins)
            assert b"var(--" not in content


def test_the_reader_chooses_the_look(judged, visit):
    def ground(page: Page) -> str:
        return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))

    with visit(color_scheme="light") as reader:
        page = reader.open("/")
        light = ground(page)
        page.get_by_role("button", name="Dark").click()
        assert ground(page) != light
        assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
        page.emulate_media(media="print")
        assert ground(page) == "rgb(255, 255, 255)"


def test_on_paper_only_what_was_read(judged, visit):
    with visit(color_scheme="dark") as reader:
        page = reader.open("/agreements/northwind/policy-issue")
        page.emulate_media(media="print")
        assert page.locator("[data-chart] svg").first.is_visible()
        for gone in ("nav.places", ".tabs", ".seat", "figure .exports"):
            assert not page.locator(gone).first.is_visible(), gone


def test_without_scripts_everything_can_be_read(judged, visit):
    with visit(java_script_enabled=False) as reader:
        for address in PAGES[:6]:
            reader.page.goto(address)
            assert reader.page.locator("main h1").is_visible()
        reader.page.goto("/agreements/northwind/policy-issue")
        assert reader.page.locator(".numbers table").count() == 2
        reader.page.goto("/agreements")
        reader.page.get_by_label("Provider").select_option("brandt")
        reader.page.get_by_role("button", name="Show", exact=True).click()
        assert reader.page.locator("tbody th[scope=row]").count() == 1


def test_the_keyboard_reaches_the_content_first(judged, visit):
    with visit() as reader:
        page = reader.open("/agreements")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("language", ["English", "Deutsch"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_places_are_one_line_and_a_menu(judged, visit, size, language):
    with visit(viewport=size) as reader:
        page = reader.open("/ledger")
        page.get_by_role("button", name=language).click()
        assert page.locator("header.frame").bounding_box()["height"] < 70
        if size == PHONE:
            assert not page.locator("nav.places").is_visible()
            page.locator(".places-button").click()
        assert page.locator("nav.places > a:visible").count() == 7
        for menu in ("nav.places", ".seat"):
            page.locator(f"{menu} summary").click()
            assert page.locator("details.menu[open]").count() == 1  # one closes the other
            if menu == "nav.places":
                assert page.locator("nav.places .sheet [aria-current=page]").get_attribute("href") == "/ledger"
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.mouse.click(5, 600)
        assert page.locator("details.menu[open]").count() == 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_menus_are_the_keyboards(judged, visit, script):
    with visit(java_script_enabled=script) as reader:
        page = reader.page
        page.goto("/agreements")
        page.locator("nav.places > a").last.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.get_by_role("link", name="Ledger").is_visible()
        if script:
            page.keyboard.press("Escape")
            assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
            assert not page.get_by_role("link", name="Ledger").is_visible()
            page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/explore**")


def test_a_phone_opens_the_places_without_a_script(judged, visit):
    with visit(viewport=PHONE, java_script_enabled=False) as reader:
        page = reader.page
        page.goto("/")
        page.get_by_role("button", name="Menu").click()
        page.get_by_role("link", name="Horizons").click()
        page.wait_for_url("**/horizons**")


def test_a_point_of_the_matrix_leads_to_its_agreement(judged, visit):
    with visit() as reader:
        page = reader.open("/agreements")
        page.locator("figure .mark-symbol path[aria-label*=fraud-detection]").click()
        page.wait_for_url("**/agreements/northwind/fraud-detection")


def test_filters_work_as_one_chooses(judged, visit):
    with visit() as reader:
        page = reader.open("/agreements")
        page.get_by_label("Provider").select_option("brandt")
        page.wait_for_url("**provider=brandt**")
        assert page.locator("tbody th[scope=row]").count() == 1
