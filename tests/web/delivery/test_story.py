"""A plan in trouble and how it is contained, through the pages only, in a real browser, on a desk and on a phone."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.web.commands.test_serve import Served
from tests.web.delivery import trouble
from tests.web.story.conftest import browser, person
from tests.web.story.people import PHONE, Person

__all__ = ["browser", "person"]
pytestmark = pytest.mark.browser
NAME = "Acme lends six people"
PATIENCE = 300
"""Times that a page is looked at, a second between them."""


@pytest.fixture
def served(tmp_path: Path, today: dt.date) -> Iterator[Served]:
    """The example with the plan in trouble, as its users start it."""
    folder = tmp_path / "northwind"
    shutil.copytree(ROOT / "examples" / "northwind", folder, ignore=shutil.ignore_patterns(".trueup"))
    trouble.put_in(folder, today)
    server = Served(tmp_path / "home", str(folder))
    yield server
    assert server.stop() == 0
    assert "Traceback" not in server.printed


def test_a_slip_is_seen_contained_and_told(served: Served, person: Callable[..., Person], today: dt.date) -> None:
    ana, ben, sin = person(PHONE), person(), person()
    for who, name in ((ana, "Northwind Insurance"), (ben, "Acme Software"), (sin, "Sint Integration")):
        who.server = f"http://localhost:{served.port}"
        who.open(served.links[name])
        who.press("Sign in")
    paste(ben, trouble.reports(today, "acme"))
    paste(sin, trouble.reports(today, "sint"))
    see_the_trouble(ana)
    ask_why(ana)
    find_ways(ana)
    propose(ben)
    cost(ben)
    validate(ana)
    sign(ben)
    begin_and_end(ben, ana)
    compare(ana)


def paste(who: Person, rows: list[dict[str, object]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = ["\t".join(columns), *("\t".join(str(row.get(name, "")) for name in columns) for row in rows)]
    who.open(f"{trouble.PAGE}/progress/paste")
    who.fill(text="\n".join(lines))
    who.press("Look at it first")
    who.press("Record all of it")
    assert "recorded" in " ".join(who.page.locator(".messages").inner_text().split())


def until(who: Person, address: str, words: str) -> None:
    """Look again until the background has caught up: it computes what other tests leave it time for."""
    for _ in range(PATIENCE):
        who.page.goto(address)
        if words in who.text:
            who.look()
            return
        who.page.wait_for_timeout(1000)
    raise AssertionError(f"{words!r} never came: {who.text[:2000]}")


def see_the_trouble(ana: Person) -> None:
    until(ana, trouble.PAGE, "about to miss its promise")
    ana.picture("delivery-trouble")
    assert "likely: satisfied" in ana.text or "likely: delighted" in ana.text
    assert "likely: not satisfied" in ana.text
    ana.open("/")
    assert "Its promise is at risk" in ana.text
    ana.follow("Contain it", exact=False)
    assert ana.page.url.split("#")[0].endswith(trouble.PAGE)


def ask_why(ana: Person) -> None:
    ana.main.locator("#why-of").select_option("accept")
    ana.press("Show why")
    chain = ana.main.locator("#why .chain li").all_inner_texts()
    assert len(chain) >= 2
    assert any("Migrate the documents" in step for step in chain)
    ana.picture("delivery-why", at="#why")


def find_ways(ana: Person) -> None:
    ana.main.get_by_role("button", name="Find ways to contain it").click()  # the page looks again by itself
    ana.main.get_by_role("link", name="Propose", exact=False).first.wait_for(timeout=120_000)
    ana.look()
    assert "P(on time)" in ana.main.locator("#ways").inner_text()
    ana.picture("delivery-ways", at="#ways")


def propose(ben: Person) -> None:
    ben.open(trouble.PAGE)
    ben.leave_by(ben.main.locator("#ways").get_by_role("link", name="Propose A").first)
    assert ben.main.locator("input[name=moves]:checked").count() >= 1
    for box in ben.main.locator("input[name=moves]").all():
        box.set_checked(box.get_attribute("value") == "lend")
    ben.fill(title=NAME)
    ben.press("Propose")
    assert NAME in ben.text


def cost(ben: Person) -> None:
    ben.fill(cost="30000")
    ben.main.locator("select[name='pays-lend']").select_option("northwind")
    ben.press("Cost it")
    assert "Agreed to cost" in ben.text
    assert "Northwind Insurance pays" in ben.text


def validate(ana: Person) -> None:
    until(ana, "/", "This containment waits for your validation.")
    ana.leave_by(ana.main.get_by_role("link", name="Validate").first)
    ana.press("Validate and sign")
    assert "It waits for the signature of Acme Software" in ana.text


def sign(ben: Person) -> None:
    ben.page.reload()
    ben.follow("Read and sign")
    ben.press("Let the server sign for me")
    ben.open(trouble.PAGE)
    ben.leave_by(ben.main.locator("#ways").get_by_role("link", name=NAME).first)


def begin_and_end(ben: Person, ana: Person) -> None:
    ben.press("It has begun")
    ana.page.reload()
    ana.follow("Read and sign")
    ana.press("Let the server sign for me")
    ben.page.reload()
    ben.press("It is done")
    ana.open(trouble.PAGE)
    ana.leave_by(ana.main.locator("#ways").get_by_role("link", name="Read and sign").first)
    ana.press("Let the server sign for me")


def compare(ana: Person) -> None:
    ana.open(trouble.PAGE)
    ana.leave_by(ana.main.locator("#ways").get_by_role("link", name=NAME).first)
    table = ana.main.get_by_role("region", name="Predicted beside realised").inner_text()
    assert "predicted without it" in table
    assert "predicted with it" in table
    assert "as it stands now" in table
    assert ana.main.locator(".steps [aria-current=step]").inner_text() == "done"
    ana.picture("delivery-containment")
