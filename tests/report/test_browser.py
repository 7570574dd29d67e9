"""The page in a real Chromium: on screen, on a phone, in the dark and on paper."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.report import factory
from trueup.report.html import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
EVERY = {
    "varied": factory.varied,
    "empty": factory.empty,
    "many": factory.thousand,
    "delivered": factory.delivered,
}
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        message = f"no Chromium at {path}: install it, or set CHROMIUM to its path"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, build in EVERY.items():
        made[name] = folder / f"{name}.html"
        made[name].write_text(render(build()), encoding="utf-8")
    return made


class Visit:
    """A page opened, with everything it said and everything it asked for."""

    def __init__(self, browser: Browser, file: Path, **options: Any) -> None:
        self.page: Page = browser.new_page(**options)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())
        self.page.wait_for_selector("html[data-charts=drawn]", state="attached", timeout=120_000)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.page.close()

    def colour(self, selector: str, property: str = "color") -> str:
        return str(self.page.eval_on_selector(selector, f"e => getComputedStyle(e).{property}"))


DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_it_draws_everything_in_silence_and_asks_for_nothing(browser, files, name, size):
    with Visit(browser, files[name], viewport=size) as visit:
        assert visit.said == []
        assert visit.asked == [files[name].as_uri()]
        places = visit.page.locator("[data-chart]").count()
        assert visit.page.locator("[data-chart] svg.marks").count() == places
        assert (places > 0) == (name != "empty")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_every_mark_of_an_objective_is_on_its_chart(browser, files):
    with Visit(browser, files["varied"], viewport=DESK) as visit:
        chart = visit.page.locator("#agreement-claims-platform [data-chart]").first
        points = chart.locator(".mark-symbol path")
        assert points.count() == 21 + 1, "21 actuals and a signal"
        assert "target 5" in chart.inner_text()


def test_colours_follow_the_reader(browser, files):
    seen = {}
    for scheme in ("light", "dark"):
        with Visit(browser, files["varied"], viewport=DESK, color_scheme=scheme) as visit:
            line = "#agreement-claims-platform .mark-line path"
            seen[scheme] = (visit.colour("body"), visit.colour("html", "backgroundColor"), visit.colour(line, "stroke"))
            assert seen[scheme][2] != "none"
    assert all(light != dark for light, dark in zip(seen["light"], seen["dark"], strict=True))


def test_on_paper_it_is_black_on_white_with_every_chart_and_nothing_to_click(browser, files):
    with Visit(browser, files["varied"], viewport=DESK, color_scheme="dark") as visit:
        visit.page.emulate_media(media="print")
        assert visit.colour("html") == "rgb(0, 0, 0)"
        assert visit.colour("html", "backgroundColor") == "rgb(255, 255, 255)"
        assert not visit.page.locator("nav").is_visible()
        assert not visit.page.locator(".numbers").first.is_visible()
        assert visit.page.locator("[data-chart] svg").first.is_visible()


def test_it_prints_on_a4(browser, files):
    with Visit(browser, files["varied"], viewport=DESK) as visit:
        document = visit.page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = {
        tuple(round(float(number)) for number in box.split())
        for box in re.findall(rb"/MediaBox \[([^\]]+)\]", document)
    }
    assert boxes == {(0, 0, 595, 842)}
    assert 6 <= len(re.findall(rb"/Type /Page\b", document)) <= 20
    streams = re.findall(rb"stream\r?\n(.*?)endstream", document, re.DOTALL)
    assert sum(len(_inflated(stream)) for stream in streams) > 100_000, "the charts are on it"


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def test_the_table_filters_as_one_types(browser, files):
    with Visit(browser, files["many"], viewport=DESK) as visit:
        visit.page.get_by_label("Show agreements with").fill("investment 0042")
        assert visit.page.locator(".agreements tbody tr:visible").count() == 1
        assert visit.page.locator("#found").inner_text() == "1 of 1000"


def test_numbers_unfold_from_the_keyboard(browser, files):
    with Visit(browser, files["varied"], viewport=DESK) as visit:
        summary = visit.page.locator("#agreement-claims-platform .numbers summary").first
        summary.focus()
        visit.page.keyboard.press("Enter")
        table = visit.page.locator("#agreement-claims-platform .numbers table").first
        assert table.is_visible()
        assert table.locator("tbody tr").count() == 21


def test_a_point_of_the_matrix_leads_to_its_agreement(browser, files):
    with Visit(browser, files["varied"], viewport=DESK) as visit:
        visit.page.locator("#portfolio [data-chart] a path, #portfolio .mark-symbol path").first.click()
        assert "#agreement-" in visit.page.url


def test_without_script_everything_can_still_be_read(browser, files):
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    page.goto(files["varied"].as_uri())
    assert "86 % together" in page.locator("main").inner_text().replace("\xa0", " ")
    assert page.locator(".numbers table").count() > 5
    context.close()
