"""The pages of books and documents, as a browser without scripts sees them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.documents.test_life import ID, Personas, amended, sign
from trueup.web.documents import actions, books
from trueup.web.documents.models import Book, Version
from trueup.web.parties.access import Actor
from trueup.web.parties.models import User

pytestmark = pytest.mark.django_db
PAGE = f"/agreements/northwind/{ID}"


def browser(actor: Actor | None) -> Client:
    client = Client()
    if actor is not None:
        client.force_login(User.objects.get(pk=actor.user))
    return client


def shown(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def test_my_books_and_none(book: str, personas: Personas) -> None:
    assert "as its customer" in shown(browser(personas["customer viewer"]), "/books")
    assert "as a provider" in shown(browser(personas["provider viewer"]), "/books")
    assert "no seat in any book" in shown(browser(personas["stranger"]), "/books")


def test_who_sees_which_documents(book: str, personas: Personas) -> None:
    whole = shown(browser(personas["customer viewer"]), "/books/northwind/documents")
    assert "Customer portal" in whole
    assert "Seats" in whole
    sint = shown(browser(personas["other provider"]), "/books/northwind/documents")
    assert "New claims platform" in sint
    assert "Customer portal" not in sint
    assert "Seats" not in sint
    shown(browser(personas["stranger"]), "/books/northwind/documents", 404)


def test_a_list_is_searched_and_says_when_nothing_is_found(book: str, personas: Personas) -> None:
    client = browser(personas["customer viewer"])
    assert "Claim cycle time" in shown(client, "/books/northwind/documents?q=cycle&kind=kpi")
    assert "Nothing in this book answers" in shown(client, "/books/northwind/documents?q=zzz")


def test_a_draft_is_written_proposed_and_signed_without_a_script(book: str, personas: Personas) -> None:
    ben = browser(personas["provider owner"])
    page = shown(ben, f"{PAGE}/amend")
    answer = ben.post(f"{PAGE}/amend", {"text": amended(book), "seen": field(page, "seen"), "do": "propose"})
    assert answer.headers["Location"] == f"{PAGE}/versions/2"
    reading = shown(ben, f"{PAGE}/versions/2")
    assert "weakened from 5" in reading
    assert "Value de-scoped" in reading
    digest = Version.objects.get(state="proposed").digest
    assert digest in reading
    for name in ("Northwind Insurance", "Acme Software", "Sint Integration"):
        assert re.search(rf"<bdi>{name}</bdi></span><span[^>]*><span[^>]*>has still to sign", reading), "by its name"
    assert reading.index("Let the server sign for me") < reading.index("<h2>The text</h2>"), "a phone shows it first"
    assert "kpi/claim_cycle_days@1" in reading
    for persona in ("provider owner", "other provider", "customer owner"):
        client = browser(personas[persona])
        assert "Let the server sign for me" in shown(client, f"{PAGE}/versions/2")
        assert client.post(f"{PAGE}/versions/2/sign", {"digest": digest}).status_code == 302
        assert "Let the server sign for me" not in shown(client, f"{PAGE}/versions/2")
    history = shown(ben, f"{PAGE}/versions")
    assert "first promise" in history
    assert books.open_book(book).book.agreement(ID).latest.version == 2


def test_a_third_version_is_shown_against_the_first_as_well(book: str, personas: Personas) -> None:
    for number, target in ((2, "target: 7"), (3, "target: 6")):
        text = amended(book) if number == 2 else actions.drafts.begun(actions.drafts.Key(book, "agreement", ID, 3))
        text = re.sub(r"target: [57](\.0)?\n", f"{target}\n", text, count=1).replace('why: ""', "why: again")
        actions.save_draft(personas["customer editor"], book, "agreement", ID, text)
        version = actions.propose(personas["customer editor"], book, "agreement", ID)
        for persona in ("provider owner", "other provider", "customer owner"):
            sign(personas[persona], version)
    page = shown(browser(personas["observer"]), f"{PAGE}/versions/3")
    assert "against version 2" in page
    assert "against the first promise" in page
    assert "weakened from 5" in page
    assert "tightened from 7" in page


def test_the_form_changes_the_same_document(book: str, personas: Personas) -> None:
    client = browser(personas["customer editor"])
    page = shown(client, f"{PAGE}/amend")
    sent = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', page)
    }
    assert sent["objectives.0.target~"] == "5.0"
    lists = {name: values for name, values in many(page).items() if name.endswith(".#")}
    areas = {
        unescape(n): unescape(t).lstrip("\n")
        for n, t in re.findall(r'<textarea id="f-[^"]*" name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S)
    }
    data = {**sent, **chosen(page), **areas, **lists, "objectives.0.target~": "7", "why": "late", "do": "save"}
    answer = client.post(f"{PAGE}/amend", data)
    assert answer.status_code == 302
    draft = Version.objects.get(state="draft")
    version = actions.propose(personas["customer editor"], book, "agreement", ID)
    actions.withdraw(personas["customer editor"], book, "agreement", ID, 2)
    text = amended(book).replace("why: the platform came late", "why: late").replace("target: 7.0", "target: 7")
    assert "# " in draft.text
    actions.save_draft(personas["customer editor"], book, "agreement", ID, text)
    assert actions.propose(personas["customer editor"], book, "agreement", ID).digest == version.digest


def many(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+#)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return found


def chosen(page: str) -> dict[str, str]:
    found = {}
    for name, inside in re.findall(r'<select id="f-[^"]*" name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        selected = re.search(r'<option value="([^"]*)" selected', inside)
        found[unescape(name)] = selected[1] if selected else ""
    return found


def test_a_draft_that_cannot_be_proposed_says_why_at_its_field(book: str, personas: Personas) -> None:
    client = browser(personas["customer editor"])
    text = amended(book).replace("    due: 2026-08-31\n", "", 1)
    answer = client.post(f"{PAGE}/amend", {"text": text, "seen": "", "do": "propose"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-objectives.0.due"' in page
    assert 'id="f-objectives.0.due"' in page
    assert "has no due date" in page


def test_issues_are_shown_while_one_writes_and_nothing_is_kept(book: str, personas: Personas) -> None:
    client = browser(personas["customer editor"])
    answer = client.post(f"{PAGE}/amend/check", {"text": amended(book).replace("customer: northwind", "customer: me")})
    assert "there is no party" in answer.content.decode()
    assert not Version.objects.filter(state="draft").exists()


def test_a_text_that_a_colleague_has_overtaken_is_not_lost(book: str, personas: Personas) -> None:
    actions.save_draft(personas["customer owner"], book, "agreement", ID, amended(book))
    answer = browser(personas["customer editor"]).post(
        f"{PAGE}/amend", {"text": "kind: agreement # mine", "seen": "", "do": "save"}
    )
    assert answer.status_code == 409
    assert "kind: agreement # mine" in answer.content.decode()


@pytest.mark.parametrize("text", ["", "{", "- a\n", "kind: agreement\n---\nkind: kpi\n", "\x00\ud800", "a: *x"])
def test_any_text_can_be_saved_and_is_judged(book: str, personas: Personas, text: str) -> None:
    client = browser(personas["customer editor"])
    sent = text.encode(errors="replace").decode()
    assert client.post(f"{PAGE}/amend", {"text": sent, "seen": "", "do": "save"}).status_code == 302
    assert "Wrong" in shown(client, f"{PAGE}/amend")


XSS = "<script>alert(1)</script>"


def test_html_in_any_text_is_text(book: str, personas: Personas) -> None:
    text = amended(book).replace("why: the platform came late", f'why: "{XSS}"')
    text = text.replace("title: New claims platform", f'title: "{XSS}"').replace(
        "title: Every policy migrated", f'title: "{XSS}"'
    )
    client = browser(personas["customer owner"])
    client.post(f"{PAGE}/amend", {"text": text, "seen": "", "do": "save"})
    pages = [shown(client, f"{PAGE}/amend")]
    client.post(f"{PAGE}/amend", {"text": text, "seen": field(pages[0], "seen"), "do": "propose"})
    pages += [shown(client, f"{PAGE}/versions/2"), shown(client, f"{PAGE}/versions")]
    client.post(f"{PAGE}/versions/2/reject", {"reason": XSS})
    pages += [shown(client, f"{PAGE}/versions"), shown(client, f"/books/northwind/documents?q={XSS}")]
    wrong = client.post(f"{PAGE}/amend/check", {"text": f'kind: agreement\nid: "{XSS}"\n"{XSS}": 1\n'})
    for page in [*pages, wrong.content.decode()]:
        assert XSS not in page
    assert "&lt;script&gt;alert(1)" in pages[3]


@pytest.mark.parametrize("starter", [False, True])
def test_a_book_is_begun(home: object, personas: Personas, starter: bool) -> None:
    client = browser(personas["stranger"])
    data = {"name": "Our <b>own</b>", "currency": "CHF", "time_zone": "Europe/Zurich"} | (
        {"starter": "on"} if starter else {}
    )
    answer = client.post("/books/new", data)
    assert answer.status_code == 302
    page = shown(client, answer.headers["Location"])
    assert "Our &lt;b&gt;own" in page
    slug = Book.objects.get().slug
    definition = books.open_book(slug).book.definition
    assert (definition.currency, definition.time_zone) == ("CHF", "Europe/Zurich")
    assert bool(books.open_book(slug).book.agreements) is starter
    again = client.post("/books/new", data)
    assert again.headers["Location"] != answer.headers["Location"]


def test_only_an_owner_begins_a_book(home: object, personas: Personas) -> None:
    shown(browser(personas["customer editor"]), "/books/new", 403)
    shown(browser(None), "/books/new", 302)
    bad = browser(personas["customer owner"]).post("/books/new", {"name": "", "currency": "euro", "time_zone": "Mars"})
    assert bad.status_code == 422


def test_a_new_document_begins_in_the_editor(book: str, personas: Personas) -> None:
    client = browser(personas["customer editor"])
    answer = client.post("/books/northwind/documents/new", {"kind": "kpi", "id": "area/cost"})
    assert answer.headers["Location"] == "/books/northwind/documents/kpi/area/cost/edit"
    page = shown(client, answer.headers["Location"])
    assert "id: area/cost" in page
    sent = {"seen": "", "text": "kind: kpi\nid: area/cost\nname: Cost\nunit: EUR\ndirection: decrease\nentered: true\n"}
    client.post("/books/northwind/documents/kpi/area/cost/edit", {**sent, "do": "propose"})
    digest = Version.objects.get(state="proposed").digest
    owner = browser(personas["customer owner"])
    owner.post("/books/northwind/documents/kpi/area/cost/versions/1/sign", {"digest": digest})
    assert books.open_book(book).book.kpi("area/cost").latest.digest == digest


@pytest.mark.parametrize("tail", ["/versions", "/versions/1", "/amend"])
def test_strangers_find_nothing(book: str, personas: Personas, tail: str) -> None:
    shown(browser(personas["stranger"]), PAGE + tail, 404)
    shown(browser(None), PAGE + tail, 302)
    shown(browser(personas["stranger"]), "/agreements/northwind/nothing" + tail, 404)


def test_no_page_asks_the_database_often(book: str, personas: Personas) -> None:
    client = browser(personas["customer owner"])
    for address in ("/books", "/books/northwind/documents", f"{PAGE}/versions", f"{PAGE}/versions/1", f"{PAGE}/amend"):
        shown(client, address)
        with CaptureQueriesContext(connection) as asked:
            shown(client, address)
        ours = [query for query in asked.captured_queries if 'FROM "documents_' in query["sql"]]
        assert len(ours) <= 8, address
