"""The dispute whose money is held and later released: drawn up, signed by both sides, answered, corrected."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import yaml

from tests.value import pressed
from trueup.book.diff import diff
from trueup.vocabulary import InputError
from trueup.web.assessments.actions import compute as assess
from trueup.web.documents.actions import propose, reject, save_draft, sign
from trueup.web.documents.books import open_book
from trueup.web.documents.errors import Conflict, Unready
from trueup.web.documents.models import Version
from trueup.web.evidence.actions.dispute import answer
from trueup.web.ledger.models import Leaf
from trueup.web.notices.queries import notices
from trueup.web.notices.tasks import tell_news
from trueup.web.parties.access import NotFound, Refused
from trueup.web.statements import queries
from trueup.web.statements.actions import draw_up
from trueup.web.statements.checking import recount
from trueup.web.statements.computing import compute

SLUG, AGREEMENT = "mill", "press"


def signed(acting, version: Version, *parties: str) -> None:
    """Owners of these parties sign."""
    for party in parties:
        sign(acting(party), SLUG, "statement", version.doc_id, version.number, version.digest)


def test_money_in_dispute_is_held_and_released_when_it_is_answered(pressing, clock, acting):
    first = draw_up(acting("gear", "editor"), SLUG, AGREEMENT, "2026-Q1")
    assert first.state == "proposed"
    drawn = queries.stated(acting("mill"), SLUG, first.doc_id)
    assert (drawn.settled.fee, drawn.settled.held, drawn.settled.due) == (140, 40, 50)
    assert [each.party for each in drawn.signatures] == ["mill", "gear"]
    signed(acting, first, "mill", "gear")
    assert Version.objects.get(pk=first.pk).state == "in_force"
    about = Leaf.objects.filter(subject=f"statement/{first.doc_id}").values_list("type", flat=True)
    assert list(about) == ["version.proposed", "version.signed", "version.signed", "version.in_force"]

    clock.now = dt.datetime(2026, 6, 20, 9, tzinfo=dt.UTC)
    answer(acting("lens"), SLUG, AGREEMENT, "two-more", "upheld", reason="Counted again.")
    clock.now = dt.datetime(2026, 6, 21, 9, tzinfo=dt.UTC)
    # the server recomputes the signed statement from its own moment: still the same
    assert recount(acting("gear"), SLUG, first.doc_id).equal
    second = draw_up(acting("mill"), SLUG, AGREEMENT, "2026-Q1", correct=True)
    released = queries.stated(acting("gear"), SLUG, second.doc_id)
    assert (released.settled.fee, released.settled.held, released.settled.due) == (180, 0, 40)
    assert released.settled.corrects == first.doc_id
    # the customer's owner drew it up and has signed it with that
    assert [each.party for each in released.signatures if each.at is None] == ["gear"]
    signed(acting, second, "gear")
    compute(SLUG)
    found = queries.row(acting("gear"), SLUG, AGREEMENT)
    assert found is not None
    assert found.totals is not None
    assert (found.totals.fee, found.totals.held, found.totals.due) == (180, 0, Decimal(90))
    assert found.settlements.periods[0].state == "corrected"


def test_a_period_is_settled_once_and_only_when_it_may_be(pressing, clock, acting):
    with pytest.raises(InputError, match="2026-Q2 has not ended"):
        draw_up(acting("mill"), SLUG, AGREEMENT, "2026-Q2")
    version = draw_up(acting("mill"), SLUG, AGREEMENT, "2026-Q1")
    with pytest.raises(Conflict, match="statement 1 waits for signatures"):
        draw_up(acting("gear"), SLUG, AGREEMENT, "2026-Q1")
    reject(acting("gear"), SLUG, "statement", version.doc_id, 1, "We claim two more.")
    again = draw_up(acting("gear"), SLUG, AGREEMENT, "2026-Q1")
    signed(acting, again, "mill")
    with pytest.raises(InputError, match="settled already, by statement 1"):
        draw_up(acting("gear"), SLUG, AGREEMENT, "2026-Q1")


def test_who_may(pressing, acting):
    for party, role in (("gear", "viewer"), ("mill", "viewer"), ("lens", "owner")):
        with pytest.raises(Refused):
            draw_up(acting(party, role), SLUG, AGREEMENT, "2026-Q1")
    version = draw_up(acting("gear", "editor"), SLUG, AGREEMENT, "2026-Q1")
    assert queries.stated(acting("lens", "viewer"), SLUG, version.doc_id).settled.fee == 140
    with pytest.raises(NotFound):
        queries.stated(acting("cog"), SLUG, version.doc_id)
    with pytest.raises(Refused):
        sign(acting("gear", "editor"), SLUG, "statement", version.doc_id, 1, version.digest)


def test_pages(pressing, acting, sign_in):
    assess(SLUG, dt.date(2026, 4, 12))
    compute(SLUG)
    version = draw_up(acting("mill"), SLUG, AGREEMENT, "2026-Q1")
    browser = sign_in("gear")
    listed = browser.get("/statements").content.decode()
    assert "Statement 1, 2026-Q1" in listed
    page = browser.get(f"/statements/{SLUG}/{version.doc_id}").content.decode()
    assert "50.00 EUR are due." in page
    assert "40.00 EUR are held back" in page
    assert "20 % × (1,300.00 − 1,000.00 − 100.00)" in page
    assert "Read and sign" in page
    today = browser.get("/").content.decode()
    assert "A statement waits for your signature." in today
    value = browser.get(f"/agreements/{SLUG}/{AGREEMENT}/value").content.decode()
    assert "waits for signatures" in value
    assert browser.get(f"/books/{SLUG}/documents/statement/{version.doc_id}/versions/1").status_code == 200
    answer = browser.post(f"/statements/{SLUG}/{version.doc_id}/check", follow=True).content.decode()
    assert "every figure is the same" in answer


def test_drawing_up_on_the_value_tab(pressing, sign_in):
    assess(SLUG, dt.date(2026, 4, 12))
    compute(SLUG)
    browser = sign_in("gear")
    assert "Draw up a statement" in browser.get(f"/agreements/{SLUG}/{AGREEMENT}/value").content.decode()
    answer = browser.post(f"/agreements/{SLUG}/{AGREEMENT}/settle", {"period": "2026-Q1"})
    assert (answer.status_code, answer.url) == (302, f"/statements/{SLUG}/press-2026-q1")


def test_a_change_of_the_terms_needs_both_signatures(pressing, acting):
    terms = pressed.agreement({"cap": 400}, version=2, why="a larger press", effective="2026-07-01")
    text = yaml.safe_dump(terms, sort_keys=False)
    save_draft(acting("gear"), SLUG, "agreement", AGREEMENT, text)
    with pytest.raises(Unready):
        propose(acting("gear"), SLUG, "agreement", AGREEMENT)  # who measures, and when, is not stated
    ready = complete(terms)
    save_draft(acting("gear"), SLUG, "agreement", AGREEMENT, yaml.safe_dump(ready, sort_keys=False))
    version = propose(acting("gear"), SLUG, "agreement", AGREEMENT)
    sign(acting("gear"), SLUG, "agreement", AGREEMENT, 2, version.digest)
    assert open_book(SLUG).book.agreement(AGREEMENT).latest.pricing.cap == 300
    sign(acting("mill"), SLUG, "agreement", AGREEMENT, 2, version.digest)
    before, after = open_book(SLUG).book.agreement(AGREEMENT)
    assert after.pricing.cap == 400
    assert "the cap raised from 300 to 400" in [change.words for change in diff(before, after)]


def complete(terms: dict[str, Any]) -> dict[str, Any]:
    """With what nobody may leave out before a signature."""
    (objective,) = terms["objectives"]
    objective["baseline"] = {"actual": 0, "period": "2025-10-01/2026-01-01"}
    return terms


def test_both_sides_are_told(pressing, acting):
    tell_news.call()
    mill, lens = acting("mill"), acting("lens")
    version = draw_up(acting("gear", "editor"), SLUG, AGREEMENT, "2026-Q1")
    tell_news.call()
    (notice,) = notices(mill)
    assert "drew up statement 1 of “New press” for 2026-Q1. It waits for your signature." in notice.text
    assert notices(lens) == []
    signed(acting, version, "mill", "gear")
    tell_news.call()
    assert "Statement 1 of “New press” for 2026-Q1 is signed by both sides." in [each.text for each in notices(lens)]
