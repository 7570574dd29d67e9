"""Somebody at a browser, who looks at every page that they come to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Response

HEIGHT = 844
DESK, PHONE = 1280, 390


class Person:
    """A browser of one's own, used at one width; an address that is new to all of them is looked at in both.

    `said`: what its console complained about; `away`: what was asked of other hosts.
    """

    def __init__(self, browser: Browser, server: str, width: int, known: set[str]) -> None:
        self.server, self.width, self._known = server, width, known
        self.context = browser.new_context(
            base_url=server, viewport={"width": width, "height": HEIGHT}, color_scheme="light", locale="en-GB"
        )
        self.context.set_default_timeout(30_000)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.away: list[str] = []
        self.page.on("console", lambda line: self.said.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("response", self._answered)
        self.page.on("request", lambda request: self._asked(request.url))

    def _asked(self, address: str) -> None:
        if not address.startswith((f"{self.server}/", "data:", "blob:")):
            self.away.append(address)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.said.append(f"{response.status} {response.request.method} {response.url}")

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def text(self) -> str:
        """What stands on the page, each run of white space as one blank."""
        return " ".join(self.main.inner_text().split())

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def follow(self, name: str, *, exact: bool = True) -> None:
        """Click a link of the page."""
        self.leave_by(self.main.get_by_role("link", name=name, exact=exact).first)

    def press(self, name: str) -> None:
        """Click a button that leads to another page."""
        self.leave_by(self.main.get_by_role("button", name=name, exact=True).first)

    def leave_by(self, element: Locator) -> None:
        """Click what leads to another page, and look at that."""
        with self.page.expect_navigation():
            element.click()
        self.look()

    def fill(self, **fields: str) -> None:
        """Fill fields by their name in the form; choose where there is a choice."""
        for name, value in fields.items():
            field = self.main.locator(f"[name='{name}']:visible").first
            tag = field.evaluate("element => element.tagName")
            field.select_option(value) if tag == "SELECT" else field.fill(value)

    def look(self) -> None:
        """The page is drawn, accessible, and no wider than the window, on a desk and on a phone."""
        self.page.wait_for_load_state("load")
        if self.page.locator("#charts").count():
            self.page.wait_for_selector("html[data-charts=drawn]", state="attached")
        address = self.page.url.split("?")[0].split("#")[0]
        for width in (self.width,) if address in self._known else self._widths:
            self._resize(width)
            assert not (found := self._violations()), f"{self.page.url} at {width}: {found}"
        self._known.add(address)

    @property
    def _widths(self) -> tuple[int, int]:
        """The other width, then one's own, at which it goes on."""
        return (PHONE, DESK) if self.width == DESK else (DESK, PHONE)

    def _resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        fits = "width => document.documentElement.scrollWidth <= width"
        self.page.wait_for_function(fits, arg=width, timeout=10_000)  # charts are drawn anew at the new width

    def _violations(self) -> list[tuple[str, list[str]]]:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]

    def picture(self, name: str, at: str = "h1") -> None:
        """A picture for the tutorials, of the window with `at` near its top; only where somebody wants one."""
        folder = os.environ.get("TRUEUP_SCREENSHOTS")
        if folder:
            for width in self._widths:
                self._resize(width)
                place = self.page.locator(at).first
                place.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 96)")
                file = Path(folder) / f"{name}{'' if width == DESK else '-phone'}.png"
                self.page.screenshot(path=file, animations="disabled")
