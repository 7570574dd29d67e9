"""Pages of surveys: who sees what, how many questions they ask, and what the party that asks does on them."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.seated import MOST, asked, text
from tests.web.surveys.conftest import PAGE, SURVEY, Respondent
from trueup.web.documents.actions import propose, save_draft, sign
from trueup.web.documents.errors import Unready
from trueup.web.surveys.models import Fielding, Invitation, Letter
from trueup.web.surveys.tasks import end_wave, land_answers

NOW = f"{PAGE}/waves/now"


def links(answer) -> list[Respondent]:
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    return [Respondent(row["link"]) for row in rows if row["link"]]


def test_a_wave_from_links_to_answers(book, sign_in) -> None:
    client = sign_in("harbour")
    assert "Nobody is invited yet." in text(client.get(PAGE))
    people = links(client.post(f"{NOW}/links", {"count": 5, "language": "en", "customer": ""}))
    assert len(people) == 5
    for who in people[:3]:
        who.whole()
    people[3].open()
    people[3].answer(1)
    people[3].open(2)
    page = text(client.get(PAGE))
    assert "60 %" in page
    assert "75 %" in page
    assert "Most of those who stopped, 1, did so on page 2." in page
    few = client.get(f"{NOW}/answers.csv")
    assert few.status_code == 422
    assert "obody&#x27;s answers are in yet" in text(few), "anonymous answers land together"
    land_answers.func(Fielding.objects.get().pk)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{NOW}/answers.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 36
    wide = list(csv.DictReader(io.StringIO(client.get(f"{NOW}/answers.csv?wide=1").content.decode("utf-8-sig"))))
    assert [len(wide), wide[0]["imp_o1"], wide[0]["sat_o1"]] == [3, "4", "2"]
    assert client.post(f"{NOW}/close").status_code == 302
    end_wave.func("harbour", Fielding.objects.get().pk)
    assert "closed" in text(client.get(PAGE))
    assert client.post(f"{NOW}/links", {"count": 1, "language": "en"}).status_code == 422


def test_pages_ask_few_questions(book, sign_in, respondents) -> None:
    for who in respondents(4)[:3]:
        who.whole()
    client = sign_in("harbour")
    for address in ("/", "/surveys", PAGE, f"{NOW}/people", f"{NOW}/invite", f"{NOW}/links", f"{NOW}/rates.csv"):
        answer, questions = asked(client, address)
        assert answer.status_code == 200
        assert questions <= MOST, (address, questions)


def test_a_page_of_the_form_asks_few_questions(respondents) -> None:
    (who,) = respondents(1)
    who.open()
    for where in (who.path, f"{who.path}/1"):
        _answer, questions = asked(who.client, where)
        assert questions <= MOST, (where, questions)


def test_an_invitation_by_a_file(book, sign_in) -> None:
    client = sign_in("harbour", "editor")
    file = SimpleUploadedFile("people.csv", b"email,region\nada@people.example,north\nada@people.example,north\n")
    page = client.post(f"{NOW}/invite", {"file": file, "by": "email"})
    assert "1 person is invited" in text(page)
    assert "stands in the list twice" in text(page)
    assert Letter.objects.count() == 1
    wrong = client.post(f"{NOW}/invite", {"text": "email\nno-address", "by": "email"})
    assert wrong.status_code == 422
    assert "no e-mail address: no-address" in text(wrong)
    assert client.post(f"{NOW}/invite", {"by": "email"}).status_code == 422
    assert "ada@people.example" in text(client.get(f"{NOW}/people"))
    assert client.post(f"{PAGE}/invitations/{Invitation.objects.get().pk}/erase").status_code == 302
    assert "ada@people.example" not in text(client.get(f"{NOW}/people"))


def test_others_see_nothing_of_it(book, sign_in, respondents) -> None:
    respondents(1)
    for party in ("acme", "assay", None):
        client = sign_in(party) if party else Client()
        for address in (PAGE, f"{NOW}/people", f"{NOW}/answers.csv", f"{NOW}/rates.csv"):
            assert client.get(address).status_code == (404 if party else 302), (party, address)
        if party:
            assert "panel" not in text(client.get("/surveys"))
            assert client.get("/api/v1/surveys").json()["items"] == []
    viewer = sign_in("harbour", "viewer")
    assert viewer.get(PAGE).status_code == 200
    assert "Invite people" not in text(viewer.get(PAGE))
    assert viewer.get(f"{NOW}/people").status_code == 403
    assert viewer.get(f"{NOW}/answers.csv").status_code == 403


def test_today_tells_of_waves(book, sign_in, respondents) -> None:
    client = sign_in("harbour")
    assert "Wave now is open, and nobody is invited yet." in text(client.get("/"))
    one, _two = respondents(2)
    assert "0 of 2 have answered" in text(client.get("/"))
    one.whole()
    assert "1 of 2 have answered: 50 %" in text(client.get("/"))
    needs = client.get("/api/v1/today").json()["needs"]
    assert any("1 of 2 have answered" in each["why"] for each in needs)
    assert "have answered" not in text(sign_in("acme").get("/"))


def test_the_api_does_what_the_pages_do(book, sign_in) -> None:
    client = sign_in("harbour")
    root = f"/api/v1/books/{SURVEY[0]}/surveys/{SURVEY[1]}/waves/now"

    def post(path: str, body: dict):
        token = client.cookies["csrftoken"].value
        return client.post(root + path, body, content_type="application/json", headers={"X-CSRFToken": token})

    client.get("/settings/")
    made = post("/links", {"count": 4}).json()["asked"]
    for each in made[:3]:
        Respondent(each["link"]).whole()
    assert post("/people", {"rows": [{"email": "ada@people.example"}]}).json()["asked"][0]["link"] is None
    held = post("/people", {"rows": [{"email": "ADA@people.example"}]}).json()
    assert held["not_asked"][0]["why"] == "is asked in this wave already"
    rates = client.get(root).json()["rates"]
    assert (rates["asked"], rates["finished"], rates["response"]) == (5, 3, 0.6)
    assert [each["stopped"] for each in rates["pages"]] == [0, 0, 0]
    assert len(client.get(f"{root}/people").json()["items"]) == 5
    assert client.get(f"{root}/answers").status_code == 422
    land_answers.func(Fielding.objects.get().pk)
    found = client.get(f"{root}/answers?limit=100").json()["items"]
    assert len(found) == 36
    assert {each["importance"] for each in found} == {4}
    assert post("/close", {}).json()["state"] == "closed"


def test_a_changed_survey_does_not_come_into_force_for_a_wave_that_has_answers(book, asker, respondents, today) -> None:
    from tests.web.surveys import asked as written

    (who,) = respondents(1)
    who.open()
    who.answer(1)
    changed = written.survey(today, outcomes="[o1, o2, o3]", version="2")
    save_draft(asker, "harbour", "survey", "panel", changed)
    with pytest.raises(Unready, match="outcomes"):
        propose(asker, "harbour", "survey", "panel")
    assert "Page 2 of 3" in text(who.open(2))


def test_a_new_wave_may_ask_something_else_and_the_old_one_goes_on(book, asker, respondents, today) -> None:
    from tests.web.surveys import asked as written

    (who,) = respondents(1)
    who.open()
    more = written.survey(today, outcomes="[o1, o2, o3]", version="2").rstrip() + (
        "\n  - {id: later, opens: 2099-01-01, closes: 2099-02-01}\n"
    )
    save_draft(asker, "harbour", "survey", "panel", more)
    version = propose(asker, "harbour", "survey", "panel")
    sign(asker, "harbour", "survey", "panel", 2, version.digest)
    assert "Page 1 of 3" in text(who.open(1))
    who.whole()
