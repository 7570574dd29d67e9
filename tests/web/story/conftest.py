"""A server as its users start it, with nothing in it, and a Chromium to visit it with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.commands.test_serve import Served
from tests.web.story.people import DESK, Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
FIRST = ("--organisation", "Northwind Insurance", "--owner", "ana@northwind.example")


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


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path / "home", *FIRST)
    yield server
    assert server.stop() == 0
    assert "Traceback" not in server.printed


@pytest.fixture
def person(browser: Browser, served: Served) -> Iterator[Callable[..., Person]]:
    """Makes people, each at a browser of their own; at the end each must have had nothing to complain about."""
    people: list[Person] = []
    known: set[str] = set()

    def come(width: int = DESK) -> Person:
        people.append(Person(browser, f"http://localhost:{served.port}", width, known))
        return people[-1]

    yield come
    for each in people:
        each.context.close()
    assert [line for each in people for line in each.said] == []
    assert [address for each in people for address in each.away] == []
