"""A survey of 100 outcomes answered by thirty people on a phone, in a real Chromium; most of them without scripts.

Some stop and come back, some never do. Nobody counts twice, and nobody but the party that asks sees anything of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.site.test_browser import DESK, PHONE, Visitor, browser, violations
from tests.web.surveys.conftest import PAGE, SURVEY
from tests.web.surveys.test_landing import facts
from trueup.web.surveys.actions.invite import hand_out
from trueup.web.surveys.actions.settle import close
from trueup.web.surveys.models import Fielding, Sheet
from trueup.web.surveys.queries import survey
from trueup.web.surveys.tasks import end_wave, land_answers

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE, WHOLE, STOPPED, RETURNED, ABSENT = 30, 3, 6, 3, 2


@pytest.fixture
def asker(book_of, acting):
    book_of(outcomes=100, forms="{see: 22}", minimum_group="10")
    return acting("harbour")


@pytest.fixture
def visit(browser, live_server, sign_in) -> Iterator[Callable[..., Visitor]]:
    made: list[Visitor] = []

    def make(party: str | None = None, **options: Any) -> Visitor:
        made.append(Visitor(browser, live_server, sign_in(party) if party else None, **({"viewport": PHONE} | options)))
        return made[-1]

    yield make
    for each in made:
        each.context.close()


def paths(actor, count: int) -> list[str]:
    return [re.sub(r"^https?://[^/]+", "", str(each.link)) for each in hand_out(actor, *SURVEY, "now", count).asked]


def rate(page: Page, *, everything: bool) -> int:
    """Tap on a point of both scales, of every outcome of the page or of its first; how many taps."""
    scales = page.locator("fieldset.scale")
    count = scales.count() if everything else 2
    for number in range(count):
        scales.nth(number).locator("label").nth(4 if number % 2 == 0 else 1).tap()
    return count


def go(page: Page, what: str) -> None:
    """Tap on something that leads on, and be there."""
    with page.expect_navigation():
        page.locator(what).first.tap()


def answer(page: Page, path: str, *, pages: int | None = None, everything: bool = False) -> int:
    """From where somebody stands to the end, or so many pages; how many taps."""
    page.goto(path)
    taps = 0
    if page.locator("a.button").count():
        go(page, "a.button")
        taps += 1
    while page.locator("form.questions").count() and pages != 0:
        taps += rate(page, everything=everything)
        go(page, ".on .button")
        taps += 1
        pages = None if pages is None else pages - 1
    return taps


def test_thirty_people_answer_on_a_phone(asker, visit) -> None:
    links = paths(asker, PEOPLE)
    plain = visit(java_script_enabled=False, has_touch=True).page
    taps = [answer(plain, path, everything=True) for path in links[:WHOLE]]
    seen = survey(asker, *SURVEY)
    assert max(taps) <= seen.paper.taps <= 51, "two taps an outcome, one a page, one to begin"
    assert seen.paper.minutes < 3.2, "100 outcomes take about three minutes"
    done = PEOPLE - STOPPED - ABSENT
    for path in links[WHOLE:done]:
        answer(plain, path)
        assert plain.url.endswith("/thanks")
    for path in links[done : done + STOPPED]:
        answer(plain, path, pages=2)
        assert plain.url.endswith("/3")
    assert (Sheet.objects.count(), Sheet.objects.exclude(finished_at=None).count()) == (PEOPLE - ABSENT, done)
    elsewhere = visit(has_touch=True, color_scheme="dark").page
    for path in links[done : done + RETURNED]:
        elsewhere.goto(path)
        assert elsewhere.url.endswith("/3"), "on another device, from where they stopped"
        answer(elsewhere, path)
    rates = survey(asker, *SURVEY).waves[1].rates
    assert (rates.asked, rates.opened, rates.finished) == (PEOPLE, PEOPLE - ABSENT, done + RETURNED)
    assert {each.page: each.stopped for each in rates.pages if each.stopped} == {3: STOPPED - RETURNED}
    land_answers.func(Fielding.objects.get().pk)
    close(asker, *SURVEY, "now")
    end_wave.func("harbour", Fielding.objects.get().pk)
    rows = facts(corrected=True)
    assert len({row["respondent"] for row in rows}) == PEOPLE - ABSENT
    assert len(rows) == len({(row["respondent"], row["outcome"]) for row in rows}), "each counts once"
    assert len({row["outcome"] for row in rows}) == 100, "together the forms ask everything"


def test_a_link_opens_nothing_twice_and_nothing_of_others(asker, visit) -> None:
    used, twice, late = paths(asker, 3)
    page = visit(java_script_enabled=False, has_touch=True).page
    answer(page, used)
    page.goto(used)
    assert "You have answered already" in page.content()
    page.go_back()
    page.go_back()
    if page.locator("form.questions").count():
        go(page, ".on .button")
    assert "You have answered already" in page.goto(used).text()
    tabs = [visit(java_script_enabled=False, has_touch=True).page for _ in range(2)]
    for tab in tabs:
        tab.goto(twice)
        tab.goto(f"{twice}/1")
    for tab in tabs:
        rate(tab, everything=False)
        go(tab, ".on .button")
        assert tab.url.endswith("/2")
    assert Sheet.objects.filter(saved=[1]).count() == 1
    assert page.goto("/a/0123456789abcdefghijklmnopqrstuvwxyz0123456").status == 404
    close(asker, *SURVEY, "now")
    assert page.goto(late).status == 410
    assert "closed" in page.content()


def test_a_page_is_kept_while_it_is_answered_and_works_by_keyboard(asker, visit) -> None:
    (path,) = paths(asker, 1)
    reader = visit()
    page = reader.open(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.locator("a.button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/1")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.get_by_text("Kept", exact=True).wait_for()
    (given,) = Sheet.objects.get().answers.values()
    assert given == [2, None]
    assert page.reload() is not None
    assert page.locator("input:checked").count() == 1
    assert reader.said == reader.away == []
    assert reader.context.cookies() == []


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "dark"), (PHONE, "light")], ids=["desk", "phone"])
def test_every_page_is_accessible_silent_and_fits(asker, visit, size, scheme) -> None:
    first, used = paths(asker, 2)
    reader = visit(viewport=size, color_scheme=scheme, has_touch=True)
    answer(reader.page, used, pages=1)
    for address in (first, f"{first}/1", used, f"{first}/no-more", "/a/nobody-has-this-link"):
        fits(reader, address, size)
    reader.page.goto(f"{first}/1")
    reader.page.locator("input[type=radio]").first.evaluate("each => { each.value = '9'; each.checked = true }")
    go(reader.page, ".on .button")
    assert reader.page.locator("[role=alert]").count() == 1
    assert violations(reader.page) == []
    reader.said.clear()  # that an answer was 404 or 422
    owner = visit("harbour", viewport=size, color_scheme=scheme)
    for address in ("/surveys", PAGE, *(f"{PAGE}/waves/now/{name}" for name in ("people", "invite", "links"))):
        fits(owner, address, size)
    assert owner.said == owner.away == reader.away == []
    provider = visit("acme")
    assert provider.page.goto(PAGE).status == 404


def fits(reader: Visitor, address: str, size: dict[str, int]) -> None:
    page = reader.open(address)
    assert violations(page) == [], address
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
