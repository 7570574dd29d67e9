"""The editor of a job map in a real Chromium: on a desk and on a phone, by keyboard, with lint while one writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.documents.test_panels import BOOK, EDIT, MAP
from tests.web.seated import sign_in
from tests.web.site.test_browser import DESK, PHONE, Visitor, browser, violations, visit
from trueup.web.documents import actions
from trueup.web.parties.models import Member
from trueup.web.parties.queries import actor

__all__ = ["browser", "sign_in", "visit"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THINGS = ("fire", "storm", "theft", "water", "a car", "a journey", "a pet", "glass")


def step(id: str, name: str, doing: str) -> str:
    """A step with an outcome for each thing."""
    outcomes = (
        f"      - {{id: {id}{number}, statement: Minimize the time it takes to {doing} the letter about {thing}}}\n"
        for number, thing in enumerate(THINGS)
    )
    return f"  - id: {id}\n    name: {name}\n    outcomes:\n{''.join(outcomes)}"


LONG = MAP + step("locate", "Gather proof", "find") + step("confirm", "Hear what will be paid", "read")


@pytest.fixture
def drafted(home: Path, tmp_path: Path, member: Callable[..., Member]) -> str:
    """A small book with the draft of a job map."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "book.yaml").write_text(BOOK)
    editor = member("northwind", "editor")
    book = actions.import_book(folder, seats={"northwind": editor.party_id}).slug
    actions.save_draft(actor(editor), book, "job_map", "file-a-claim", LONG)
    return book


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_editor_is_accessible_and_fits(drafted: str, visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    with visit(viewport=size) as writer:
        for address in (EDIT, "/books/northwind/documents/survey/holders/edit"):
            page = writer.open(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
            assert violations(page) == [], address
        assert (writer.said, writer.away) == ([], [])


def test_lint_follows_what_is_written_and_marks_the_words(drafted: str, visit: Callable[..., Visitor]) -> None:
    with visit() as writer:
        page = writer.open(EDIT)
        told = page.locator('[id="i-steps.0.outcomes.1.statement"]')
        assert told.locator("mark").inner_text() == "time and cost"
        page.get_by_label("statement").nth(1).fill("Minimize the time it takes to open the portal again")
        page.keyboard.press("Tab")
        told.locator("mark", has_text="portal").wait_for()
        assert told.locator("mark").count() == 1
        page.get_by_label("statement").nth(1).fill("Minimize the likelihood of a second call")
        page.keyboard.press("Tab")
        told.locator("mark").wait_for(state="detached")


def test_outcomes_are_added_and_put_in_order_by_keyboard(drafted: str, visit: Callable[..., Visitor]) -> None:
    with visit(java_script_enabled=False) as writer:
        page = writer.open(EDIT)
        down = page.get_by_role("button", name="Move down · outcomes o1")
        down.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/edit#f-steps.0.outcomes.1")
        ids = [page.locator(f'[id="f-steps.0.outcomes.{place}.id"]').input_value() for place in (0, 1)]
        assert ids == ["o2", "o1"]
        page.locator("button[value='add:steps.0.outcomes']").press("Enter")
        page.wait_for_url("**/edit#f-steps.0.outcomes.2")
        assert page.locator('[id="f-steps.0.outcomes.2.id"]').input_value() == "o3"
