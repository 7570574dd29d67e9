"""The pages, files and API of improvements: the answer first, for their own party."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.web.worth.options import OURS, agreed
from trueup.web.documents.actions import save_draft
from trueup.web.parties.models import User
from trueup.web.today.worth import wanted
from trueup.web.worth import queries
from trueup.web.worth.computing import compute
from trueup.web.worth.lines import measure_first
from trueup.web.worth.models import Judged

pytestmark = pytest.mark.django_db
ADDRESS = "/worth/northwind/northwind:replace"
REST = "/api/v1/books/northwind/worth"


def browser(actor: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=actor.user))
    return client


def test_an_answer_a_page_a_file_and_a_program(personas: dict[str, Any]) -> None:
    """One import, all doors: the page says what the API says, in a sentence and in pictures."""
    client = browser(personas["customer owner"])
    page = client.get(ADDRESS).content.decode()
    found = json.loads(client.get(f"{REST}/northwind:replace").content)
    assert found["state"] == "done"
    result = found["result"]
    assert result["answer"] in ("act", "leave", "measure first")
    assert result["words"].split(":")[0] in page
    assert page.count('class="chart"') >= 3
    assert "Replace acme altogether" in client.get("/worth").content.decode()
    (money,) = json.loads(client.get(f"{REST}?budget=100000").content)["items"]
    assert money["best"]["budget"] == "100000" or float(money["best"]["budget"]) == 100000
    assert all(float(step["budget"]) <= 100000 for step in money["best"]["frontier"])
    listed = json.loads(client.get("/api/v1/worth").content)["items"]
    assert [(each["id"], each["answer"]) for each in listed] == [("northwind:replace", result["answer"])]
    for name in ("options", "tornado", "information", "frontier", "followed"):
        assert client.get(f"{ADDRESS}/{name}.csv").status_code == 200
    assert b"Replace acme" in client.get("/worth.csv").content
    assert client.get(f"{ADDRESS}/no-such.csv").status_code == 404
    assert client.get("/worth?budget=much").status_code == 422


def ours() -> Judged:
    return Judged.objects.get(party="northwind")


def test_what_stands_is_not_judged_again_and_what_moved_is(personas: dict[str, Any]) -> None:
    assert compute("northwind") == 0
    before = ours().body
    agreed(personas["customer owner"], OURS.replace("horizon: 24", "version: 2\nhorizon: 36"))
    assert queries.seen(personas["customer owner"], "northwind", "northwind:replace").holding.out_of_date
    assert compute("northwind") == 2, "the book moved for both parties"
    assert ours().body != before


def test_today_says_what_to_measure_first(personas: dict[str, Any]) -> None:
    text = ours().body.replace('"answer":"act"', '"answer":"measure first"')
    Judged.objects.filter(party="northwind").update(body=text.replace('"answer":"leave"', '"answer":"measure first"'))
    (need,) = [each.tell() for each in wanted(measure_first(personas["customer owner"]))]
    assert need.href == ADDRESS
    assert not measure_first(personas["provider owner"])
    assert not measure_first(personas["observer owner"])


def test_a_new_one_begins_with_the_party(personas: dict[str, Any]) -> None:
    client = browser(personas["provider owner"])
    answer = client.post("/worth/northwind/new", {"name": "faster", "party": "acme"})
    assert answer.headers["Location"] == "/books/northwind/documents/improvement/acme:faster/edit"
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert "party: acme" in page.content.decode()
    assert client.post("/worth/northwind/new", {"name": "x", "party": "northwind"}).status_code == 404
    assert (
        browser(personas["provider viewer"]).post("/worth/northwind/new", {"name": "x", "party": "acme"}).status_code
        == 403
    )
    assert client.post("/worth/northwind/new", {"name": "a b", "party": "acme"}).status_code == 422


def test_the_form_takes_distributions(personas: dict[str, Any]) -> None:
    owner = personas["customer owner"]
    save_draft(owner, "northwind", "improvement", "northwind:new", OURS.replace("northwind:replace", "northwind:new"))
    client = browser(owner)
    edit = "/books/northwind/documents/improvement/northwind:new/edit"
    page = client.get(edit)
    assert page.status_code == 200
    assert "triangular: [0.1, 0.6, 1.0]" in page.content.decode()


def test_pages_without_any_say_what_to_do(personas: dict[str, Any]) -> None:
    page = browser(personas["other provider owner"]).get("/worth").content.decode()
    assert "No improvement is in force yet." in page
    assert "/worth/northwind/new" in page
    assert "An editor of your party" in browser(personas["observer owner"]).get("/worth").content.decode()


def test_a_page_made_anew_asks_little(personas: dict[str, Any]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = browser(personas["customer owner"])
    client.get("/")
    for page in ("/worth", ADDRESS):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(page).status_code == 200
        assert len(asked) <= 16, [each["sql"][:90] for each in asked]
