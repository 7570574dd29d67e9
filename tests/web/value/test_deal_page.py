"""Simulating a deal on the server: by its parties, over what is proposed or in force, and nothing private is kept."""

from __future__ import annotations

import pytest

from tests.web.seated import MOST, asked, on_the_day, text

PAGE = "/agreements/northwind/claims-platform/deal"


@pytest.fixture(autouse=True)
def while_it_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A deal is simulated from the day it is; what this one promises ends in 2028."""
    on_the_day(monkeypatch)


@pytest.mark.parametrize("party", ["northwind", "acme", "assay"])
def test_its_parties_simulate_it(judged, sign_in, party):
    answer = sign_in(party, "viewer").get(PAGE)
    assert answer.status_code == 200
    assert all(each in text(answer) for each in ("What to know before signing", "Pay-off", "keeps", "P(cap)"))


def test_to_others_it_does_not_exist(judged, sign_in):
    assert sign_in("acme").get("/agreements/northwind/policy-issue/deal").status_code == 404


def test_what_is_stated_counts_for_this_answer_alone(judged, sign_in):
    client = sign_in("acme")
    answer = client.post(PAGE, {"provider_cost": "1765432"})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "both may expect what they need" in text(answer).lower() or "no share suits both" in text(answer).lower()
    again = text(client.get(PAGE))
    assert "1765432" not in again
    assert "not stated" in again


def test_shares_that_are_out_of_order_are_refused(judged, sign_in):
    answer = sign_in("acme").post(PAGE, {"least": "90", "likeliest": "50", "most": "100"})
    assert answer.status_code == 422
    assert "in order" in text(answer)


def test_the_share_of_the_promise_matters(judged, sign_in):
    client = sign_in("northwind")
    some = {"least": "20", "likeliest": "40", "most": "60"}
    assert "20 % to 60 %" in text(client.post(PAGE, some))


def test_the_value_tab_leads_to_it(judged, sign_in):
    client = sign_in("northwind")
    assert f'href="{PAGE}"' in text(client.get(PAGE.removesuffix("/deal") + "/value"))


def test_it_asks_few_questions(judged, sign_in):
    assert asked(sign_in("northwind"), PAGE)[1] <= MOST
