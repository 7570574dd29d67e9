"""The pages, files and API of operating models: one map through all doors, and who sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.operating_model.planted import MODEL, PAGE, REST
from tests.web.seated import MOST, asked
from trueup.web.documents import listing
from trueup.web.documents.actions import propose, save_draft, sign
from trueup.web.documents.models import Book, Version
from trueup.web.documents.versions import draft_of
from trueup.web.operating_model.computing import compute
from trueup.web.operating_model.models import Mapped
from trueup.web.operating_model.tasks import refresh

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def boxes(page: str) -> dict[str, str]:
    """The boxes of the map with their classes."""
    return {name: classes for classes, name in re.findall(r'<a class="(box [^"]*)"[^>]*data-id="([^"]+)"', page)}


def lit(page: str) -> set[str]:
    return {name for name, classes in boxes(page).items() if "lit" in classes.split()}


def told(client: Client, address: str) -> str:
    """What a page says, without its form tokens."""
    page = client.get(address).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_one_map_through_every_door(on_server: Book, sign_in: SignIn) -> None:
    client = sign_in("harbour")
    page = client.get(PAGE).content.decode()
    assert len(boxes(page)) == 10
    assert page.count('class="link"') + page.count('class="link part"') == 8
    assert "third" in boxes(page)["enter"]
    assert "Have &lt;it&gt; entered" in page
    assert "Have <it>" not in page
    said = re.search(r'aria-label="([^"]+)"', page[page.index('data-id="enter"') :])
    assert said is not None
    assert "third party: Land registry" in unescape(said[1])
    assert "1 of 4 failed" in said[1]
    assert "12.5 day" in page
    found = json.loads(client.get(REST).content)["result"]
    assert (found["paths"], found["third"]["third"], found["third"]["n"]) == (1, 1, 2)
    assert found["gaps"]["total"] == page.count('class="gap"') - 1 == 4, "a ring each, and one in the legend"
    assert json.loads(client.get(f"{REST}/gaps").content)["result"] == found["gaps"]
    assert json.loads(client.get(f"{REST}/seven-s").content)["result"] == found["seven_s"]
    assert [row["id"] for row in json.loads(client.get("/api/v1/models").content)["items"]] == ["homes"]
    for name in ("elements", "links", "gaps", "parties", "seven-s"):
        assert client.get(f"{PAGE}/{name}.csv").content.count(b"\n") > 2
    assert b"homes" in client.get("/model.csv").content
    assert client.get(f"{PAGE}/no-such.csv").status_code == 404
    assert client.get("/model").headers["Location"] == PAGE


def test_a_trace_is_the_same_with_and_without_scripts(on_server: Book, sign_in: SignIn) -> None:
    client = sign_in("lens")
    page = client.get(f"{PAGE}?element=grant").content.decode()
    told = json.loads(client.get(f"{REST}/trace?element=Whether to grant the loan").content)
    on_trace = {told["element"]["id"], *(each["id"] for each in (*told["up"], *told["down"]))}
    assert lit(page) == on_trace == {"grant", "ask", "buy", "lend", "score", "interest"}
    assert page.count('class="link lit"') == 5
    piece = client.get(f"{PAGE}/element?element=grant").content.decode()
    stated = re.search(r'data-lit="([^"]+)"', piece)
    assert stated is not None
    assert set(json.loads(unescape(stated[1]))) == on_trace
    assert piece.strip() in page, "what the script puts there is what stands there without it"
    file = ElementTree.fromstring(client.get(f"{PAGE}/map.svg?element=grant").content)
    inside = [each.get("data-id") for each in file.iter() if "lit" in (each.get("class") or "").split()]
    assert {name for name in inside if name} == on_trace
    assert "var(" not in ElementTree.tostring(file, encoding="unicode")
    only = client.get(f"{PAGE}?element=grant&show=only").content.decode()
    assert set(boxes(only)) == on_trace
    assert client.get(f"{PAGE}?element=no-such").status_code == 404


def test_find_filter_and_what_if(on_server: Book, sign_in: SignIn) -> None:
    client = sign_in("harbour")
    assert "lend" in lit(client.get(f"{PAGE}?find=lending").content.decode())
    several = client.get(f"{PAGE}?find=in").content.decode()
    assert "elements have these words" in several
    assert not lit(several)
    party = boxes(client.get(f"{PAGE}?party=registry").content.decode())
    assert {name for name, classes in party.items() if "outside" not in classes} == {"enter"}
    gaps = client.get(f"{PAGE}?gap=any&show=only").content.decode()
    assert set(boxes(gaps)) == {"move", "enter", "price", "fines"}
    job = boxes(client.get(f"{PAGE}?job=move&show=only").content.decode())
    assert set(job) == {"move", "buy"}
    without = client.get(f"{PAGE}?without=acme").content.decode()
    hanging = json.loads(client.get(f"{REST}/what-if?of=acme").content)
    assert hanging["cut_off"]["cash"]["a_year"][0]["coming_in"] == 900000
    assert all(unescape(each) in unescape(without) for each in hanging["sentences"][:1])
    assert client.get(f"{PAGE}?without=no-such").status_code == 404


def test_only_the_customer_and_observers_know_of_it(on_server: Book, sign_in: SignIn, acting: Any) -> None:
    provider, stranger = sign_in("acme"), sign_in("elsewhere")
    for client in (provider, stranger):
        assert told(client, PAGE).replace("homes", "X") == told(client, "/model/harbour/no-such").replace(
            "no-such", "X"
        )
        for address in ("", "/element?element=buy", "/state", "/archimate", "/elements.csv"):
            assert client.get(f"{PAGE}{address}").status_code == 404
        assert client.get("/books/harbour/documents/operating_model/homes").status_code == 404
        for part in ("", "/trace?element=buy", "/gaps", "/what-if?of=acme", "/seven-s", "/archimate"):
            assert client.get(f"{REST}{part}").status_code == 404
        assert json.loads(client.get("/api/v1/models").content)["items"] == []
        assert "homes" not in client.get("/model.csv").content.decode()
    assert not [row for row in listing.every(acting("acme"), "harbour") if row.kind == "operating_model"]
    assert [row.id for row in listing.every(acting("lens"), "harbour", kind="operating_model")] == ["homes"]
    observer = sign_in("lens")
    assert observer.get("/books/harbour/documents/operating_model/homes").status_code == 200
    assert "/edit" not in observer.get(PAGE).content.decode()
    assert observer.post("/model/harbour/new", {"name": "x"}).status_code == 404
    assert sign_in("harbour", "viewer").post("/model/harbour/new", {"name": "x"}).status_code == 403


def test_today_tells_the_customer_of_gaps_and_of_third_parties_that_fail(on_server: Book, sign_in: SignIn) -> None:
    page = told(sign_in("harbour"), "/")
    assert "4 of 10 elements lack something between job and cash." in page
    failed = "Third parties: 1 of 1 touchpoint failed in the last 30 days, most at Have &lt;it&gt; entered"
    assert failed in page, "three went well, long ago"
    assert f'{PAGE}?element=enter#map"' in page
    assert f'{PAGE}?gap=any#gaps"' in page
    viewer = told(sign_in("harbour", "viewer"), "/")
    assert "Third parties: 1 of 1" in viewer
    assert "lack something" not in viewer, "who may not write it can mend nothing"
    for other in ("acme", "lens"):
        page = told(sign_in(other), "/")
        assert "Third parties" not in page
        assert "lack something" not in page
    needs = json.loads(sign_in("harbour").get("/api/v1/today").content)["needs"]
    assert {each["href"] for each in needs} >= {f"{PAGE}?element=enter#map", f"{PAGE}?gap=any#gaps"}


def test_a_new_version_is_signed_and_mapped_anew(on_server: Book, sign_in: SignIn, acting: Any) -> None:
    assert compute("harbour") == 0
    client = sign_in("harbour")
    assert "Decisions with no component." in client.get(PAGE).content.decode()
    before = Mapped.objects.get().body
    owner = acting("harbour")
    save_draft(owner, "harbour", "operating_model", "homes", MODEL.replace("id: homes", "id: homes\nversion: 2", 1)
               .replace("[score, interest]", "[score, interest], [enter, price]"))  # fmt: skip
    version = propose(owner, "harbour", "operating_model", "homes")
    sign(owner, "harbour", "operating_model", "homes", version.number, version.digest)
    assert Version.objects.get(doc_id="homes", number=2).state == "in_force"
    assert "Something has changed since this was computed" in client.get(PAGE).content.decode()
    assert refresh.func() == ["harbour"]
    assert compute("harbour") == 1
    assert Mapped.objects.get().body != before
    page = client.get(PAGE).content.decode()
    assert "Something has changed" not in page
    assert set(re.findall(r'data-a="enter" data-b="(\w+)"', page)) == {"price"}


def test_an_archimate_file_goes_out_and_comes_back_as_a_draft(on_server: Book, sign_in: SignIn, acting: Any) -> None:
    client = sign_in("harbour")
    file = client.get(f"{PAGE}/archimate")
    assert file.headers["Content-Type"] == "application/xml"
    assert client.get(f"{REST}/archimate").content == file.content
    sent = {"name": "again", "file": SimpleUploadedFile("homes.xml", file.content)}
    answer = client.post("/model/harbour/new", sent)
    assert answer.headers["Location"] == "/books/harbour/documents/operating_model/again/edit"
    draft = draft_of(acting("harbour"), "harbour", "operating_model", "again")
    assert draft is not None
    assert "Have <it> entered in the land register" in draft.text
    assert client.get(answer.headers["Location"]).status_code == 200
    broken = client.post("/model/harbour/new", {"name": "bad", "file": SimpleUploadedFile("bad.xml", b"<model")})
    assert broken.status_code == 422
    assert draft_of(acting("harbour"), "harbour", "operating_model", "bad") is None
    assert client.post("/model/harbour/new", {"name": "a b"}).status_code == 422
    models = REST.rpartition("/")[0]
    sent = client.post(f"{models}/third/archimate", {"file": SimpleUploadedFile("homes.xml", file.content)})
    assert (sent.status_code, sent.json()["elements"]["interaction"], sent.json()["model"]) == (201, 2, "third")
    assert draft_of(acting("harbour"), "harbour", "operating_model", "third") is not None
    broken = client.post(f"{models}/bad/archimate", {"file": SimpleUploadedFile("bad.xml", b"<model")})
    assert (broken.status_code, broken.headers["Content-Type"]) == (422, "application/problem+json")
    assert draft_of(acting("harbour"), "harbour", "operating_model", "bad") is None


def test_a_model_of_many_elements_is_written_as_text(on_server: Book, sign_in: SignIn, acting: Any) -> None:
    jobs = "".join(f"  - {{id: j{number}, name: Job {number}}}\n" for number in range(160))
    text = f"kind: operating_model\nid: large\ncustomer: harbour\njobs:\n{jobs}"
    save_draft(acting("harbour"), "harbour", "operating_model", "large", text)
    page = sign_in("harbour").get("/books/harbour/documents/operating_model/large/edit").content.decode()
    assert "is written as text" in page
    assert page.count("Job 159") == 1


def test_too_many_elements_for_one_picture_are_drawn_in_part(
    on_server: Book, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trueup.web.operating_model.views.page.MOST", 6)
    client = sign_in("harbour")
    page = client.get(PAGE).content.decode()
    assert "10 elements are too many for one picture" in page
    assert not boxes(page)
    assert len(boxes(client.get(f"{PAGE}?element=grant&show=only").content.decode())) == 6


def test_pages_ask_little_and_say_what_to_do(on_server: Book, sign_in: SignIn) -> None:
    client = sign_in("harbour")
    for address in (PAGE, f"{PAGE}?element=buy", "/model?all=1"):
        _page, questions = asked(client, address)
        assert questions <= MOST, address
    Mapped.objects.all().delete()
    assert "was not computed yet" in client.get(PAGE).content.decode()
    empty = sign_in("elsewhere").get("/model").content.decode()
    assert "No operating model is in force yet." in empty
