"""Pages of jobs: who sees what, how many questions they ask, and what they say."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from tests.web.jobs.planted import PAGE
from tests.web.seated import MOST, asked, text
from trueup.jobs.results import (
    Measured,
    Roadmap,
    Segment,
    Segmentation,
    SegmentNeed,
    TypingQuestion,
    TypingTool,
)
from trueup.vocabulary import in_parts
from trueup.web.documents.models import Version
from trueup.web.jobs.computing import compute
from trueup.web.jobs.models import Told

PAID = "Minimise the time it takes to be paid"
READERS = ("harbour", "sint", "lens")
FILES = ("scores", "shifts", "roadmap", "segments")


def test_pages_ask_few_questions_and_say_the_same_to_all_who_may_read(told, sign_in) -> None:
    for party in READERS:
        client = sign_in(party)
        for address in ("/jobs", PAGE, f"{PAGE}?by=channel&group=channel%3Dapp", f"{PAGE}?wave=w1", "/jobs.csv"):
            answer, questions = asked(client, address)
            assert answer.status_code == 200, (party, address)
            assert questions <= MOST, (party, address, questions)
        page = text(client.get(PAGE))
        assert "outcomes are more likely than not unmet needs" in page
        assert "What to work on first" in page
        assert "Feel that somebody cares" in page
        for file in FILES:
            assert client.get(f"{PAGE}/{file}.csv?by=channel").status_code == 200


@pytest.mark.parametrize("party", READERS)
def test_making_the_page_anew_asks_few_questions_too(told, sign_in, party: str) -> None:
    client = sign_in(party)
    client.get(PAGE)
    with override_settings(USERSESSIONS_TRACK_ACTIVITY=False), CaptureQueriesContext(connection) as found:
        assert client.get(PAGE, headers={"HX-Request": "true"}).status_code == 200
    assert len(found) <= MOST, [each["sql"][:90] for each in found]


def test_others_see_nothing(told, sign_in) -> None:
    for party in ("acme", None):
        client = sign_in(party)
        for address in (PAGE, f"{PAGE}/scores.csv", f"{PAGE}/survey", f"{PAGE}/state"):
            assert client.get(address).status_code == (404 if party else 302), (party, address)
    assert "Recover from a loss" not in text(sign_in("acme").get("/jobs"))


def test_small_groups_are_hidden_from_everybody(told, sign_in) -> None:
    page = text(sign_in("harbour").get(f"{PAGE}?by=region"))
    assert "too few to show" in page
    csv = sign_in("sint").get(f"{PAGE}/scores.csv?by=region").content.decode("utf-8-sig")
    assert "region=isle" not in csv
    hidden = text(sign_in("sint").get(f"{PAGE}?by=region&group=region%3Disle"))
    assert "nothing is shown of fewer than 10 people" in hidden


def test_a_page_without_answers_says_what_to_do(unasked, sign_in) -> None:
    page = text(sign_in("harbour").get(PAGE))
    assert "Nobody has answered yet." in page
    assert "Get it settled" in page
    assert "nobody was asked" not in text(sign_in("harbour").get("/jobs"))
    assert "no answers yet" in text(sign_in("harbour").get("/jobs"))


def test_unknown_things_are_not_found(told, sign_in) -> None:
    client = sign_in("harbour")
    for address in (
        f"{PAGE}?wave=w9", f"{PAGE}?by=age", f"{PAGE}?survey=other", f"{PAGE}?group=a%3Db", f"{PAGE}/other.csv",
        "/jobs/harbour/other", "/jobs/other/recover",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_what_stands_is_not_computed_again(told) -> None:
    assert compute(told.slug, heavy=False) == 0
    assert compute(told.slug, heavy=True) == 0
    Told.objects.filter(part="roadmap", wave="w3").update(basis="of another state")
    assert compute(told.slug, heavy=False) == 3
    row = Told.objects.get(part="roadmap", wave="w3", by="")
    assert Roadmap.model_validate_json(row.body).leads


def test_a_survey_is_made_in_one_step(told, sign_in) -> None:
    client = sign_in("harbour", "editor")
    assert client.get(f"{PAGE}/survey").status_code == 200
    said = {
        "survey": "pulse", "party": "harbour", "minutes": "3", "wave": "p1", "opens": "2027-01-01",
        "closes": "2027-02-01", "keys": "region, role", "languages": ["en", "de"], "anonymous": "on", "size": "400",
    }  # fmt: skip
    answer = client.post(f"{PAGE}/survey", said)
    assert answer.status_code == 302
    assert answer.url == "/books/harbour/documents/survey/pulse/edit"
    draft = Version.objects.get(kind="survey", doc_id="pulse", state="draft")
    assert "region" in draft.text
    assert "2027-02-01" in draft.text
    wrong = client.post(f"{PAGE}/survey", said | {"closes": "2026-01-01"})
    assert wrong.status_code == 422
    assert "closes before it opens" in text(wrong)


@pytest.mark.parametrize(("party", "role"), [("sint", "owner"), ("harbour", "viewer")])
def test_only_the_customer_makes_a_survey(told, sign_in, party: str, role: str) -> None:
    client = sign_in(party, role)
    assert client.get(f"{PAGE}/survey").status_code in {403, 404}
    assert "Make a survey" not in text(client.get(PAGE))


def test_today_tells_what_is_unmet_while_the_wave_is_fresh(told, sign_in, monkeypatch) -> None:
    from trueup.web.today import jobs as today_jobs

    client = sign_in("harbour")
    assert "unmet needs in wave w3" not in text(client.get("/")), "that wave closed long ago"
    monkeypatch.setattr(today_jobs, "LATELY", dt.timedelta(days=3650))
    page = text(sign_in("sint").get("/"))
    assert "of 6 outcomes are unmet needs in wave w3." in page
    needs = client.get("/api/v1/today").json()["needs"]
    assert any("unmet needs in wave w3" in each["why"] for each in needs)
    assert "unmet needs" not in text(sign_in("acme").get("/"))
    for party in READERS:
        _answer, questions = asked(sign_in(party), "/")
        assert questions <= MOST, (party, questions)


def test_the_agreement_asks_few_questions_with_its_outcomes(told, sign_in) -> None:
    client = sign_in("sint")
    client.get("/agreements/harbour/portal")  # assessed for the first time
    answer, questions = asked(client, "/agreements/harbour/portal")
    assert "What customers say" in text(answer)
    assert "Minimise the time it takes to find out what is covered" in text(answer)
    assert questions <= MOST, questions


def test_a_german_reader_reads_outcomes_in_german_where_the_map_says_them(told, sign_in) -> None:
    client = sign_in("harbour")
    client.cookies["django_language"] = "de"
    page = text(client.get(PAGE))
    assert "Woran zuerst zu arbeiten ist" in page
    assert "Weniger Zeit bis zum Geld" in page
    assert "Minimise the time it takes to be paid" not in page
    assert "Minimise the time it takes to close it" in page


def test_segments_say_what_each_needs_and_which_questions_place_a_customer(told, sign_in) -> None:
    """The planted panel is too small for segments: these are made by hand, as the engine gives them."""
    seen = Measured(value=13.0, low=11.0, high=15.0, n=30, method="paired bootstrap")
    half = Measured(value=0.5, low=0.4, high=0.6, n=60, method="Wilson")
    need = SegmentNeed(outcome="o2", statement=PAID, opportunity=seen, difference=seen, notable=True)
    one = Segment(id=1, name=PAID, n=30, share=half, stability=0.97, needs=(need,), profile={"channel": {"app": 0.8}})
    question = TypingQuestion(outcome="o2", statement=PAID, asks="importance", weights=(1.0, -1.0))
    tool = TypingTool(questions=(question,), intercepts=(0.0, 0.0), accuracy=half, chance=0.5)
    found = Segmentation(survey="voice", wave="w3", n=60, segments=(one,), typing=tool, seed=1)
    Told.objects.filter(part="segments", wave="w3").update(body=in_parts(found), computed_at=timezone.now())
    client = sign_in("sint")
    page = text(client.get(PAGE))
    assert f"1. {PAID}" in page
    assert "What segment 1 needs" in page
    assert "comes back in resamples with similarity 0.97" in page
    assert "Questions that place a new customer" in page
    assert "app</bdi> 80 %" in page
    assert PAID in client.get(f"{PAGE}/segments.csv").content.decode("utf-8-sig")
