"""Answers and efforts on the server: each side for itself, once, with a reason for corrections, and in confidence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.horizons.mill import PAGE, REST, given
from tests.web.seated import text
from trueup.horizons.given import GivenEffort
from trueup.report import words
from trueup.vocabulary import FactError, IdempotencyConflict
from trueup.web.documents.books import store_of
from trueup.web.documents.models import Book
from trueup.web.evidence.models import Batch
from trueup.web.horizons.actions.answer import answer
from trueup.web.horizons.actions.spend import spend
from trueup.web.horizons.computing import compute
from trueup.web.horizons.confidence import forget_stale
from trueup.web.horizons.models import Held
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import NotFound, Refused
from trueup.web.parties.models import Member

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]
ITEMS = ("exit.rehearsed", "docs.complete")


def today() -> date:
    """The day it is where the mill is: that of the test, which may run long after it was collected."""
    return timezone.now().date()


def known(table: str) -> list[dict[str, Any]]:
    with store_of("mill").snapshot() as snapshot:
        rows: list[dict[str, Any]] = snapshot.collect(snapshot.latest(table)).to_pylist()
    return rows


def send(actor: Any, rows: Any, key: str, **more: Any) -> Any:
    return answer(actor, "mill", "saw-people", rows, key=key, how="api", **more)


def test_each_side_answers_for_itself(personas: dict[str, Any]) -> None:
    for name, seat in (("mill editor", "mill"), ("sawyer editor", "sawyer"), ("audit owner", "audit")):
        taken = send(personas[name], [given("again", 2, today(), "whoever")], f"again-{seat}")
        leaf = Leaf.objects.get(index=taken.landed.leaf)
        assert (leaf.type, leaf.agreement) == ("batch.landed", "saw")
    said = {row["reported_by"]: row["who"] for row in known("answers") if row["answered_on"] == today()}
    assert said.keys() == {"mill", "sawyer", "audit"}
    assert said["sawyer"] == personas["sawyer editor"].name
    for name in ("mill viewer", "sawyer viewer", "audit editor"):
        with pytest.raises(Refused):
            send(personas[name], [given("again", 2, today())], "again-none")
    for name in ("carter owner", "stranger"):
        with pytest.raises(NotFound):
            send(personas[name], [given("again", 2, today())], "again-none")


def test_once_by_its_key_and_a_correction_is_a_new_row_that_says_why(personas: dict[str, Any]) -> None:
    owner, before = personas["mill owner"], len(known("answers"))
    first = send(owner, [given("again", 2, today())], "again-0001")
    again = send(owner, [given("again", 2, today())], "again-0001")
    assert (again.landed.leaf, again.landed.already) == (first.landed.leaf, True)
    with pytest.raises(IdempotencyConflict):
        send(owner, [given("again", 3, today())], "again-0001")
    with pytest.raises(FactError, match="corrects"):
        send(owner, [given("again", 3, today())], "again-0002")
    assert send(owner, [given("again", 3, today())], "again-0003", reason="misread").landed.corrections == 1
    assert len(known("answers")) == before + 1, "of one day the last counts; the row before stays beside it"
    assert Batch.objects.filter(table="answers").count() == 2


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (given("agian", 1, today()), "criterion"),
        (given("again", 9, today()), "value"),
        (given("again", 3, today() + timedelta(days=2)), "answered_on"),
        (given("hostage", 1, today()), "item"),
        (given("wanted", 1, today(), person="nobody"), "person"),
        (given("wanted", 1, today(), person="smith", note="he wants my job"), "note"),
    ],
)
def test_what_cannot_count_is_refused_and_nothing_lands(personas: dict[str, Any], row: Any, column: str) -> None:
    with pytest.raises(FactError) as refused:
        send(personas["mill owner"], [given("fits", 1, today(), item="known"), row], "wrong-0001")
    assert [each.column for each in refused.value.refusals] == [column]
    assert not Batch.objects.filter(table="answers").exists()


def test_what_is_said_in_confidence_is_held_and_lands_together(personas: dict[str, Any], browse: Browse) -> None:
    """Four answers leave no fact and no leaf; the fifth lands all, and no row names who said it."""
    colleagues, leaves = [*personas["more"], personas["mill owner"]], Leaf.objects.count()
    for number, actor in enumerate(colleagues[:4], start=1):
        taken = send(actor, [given("pulse", number, today())], f"pulse-000{number}")
        assert (taken.landed, taken.held) == (None, number)
    assert send(colleagues[0], [given("pulse", 2, today())], "pulse-0009").held == 4, "once a person, the last counts"
    assert Leaf.objects.count() == leaves
    assert {field.related_model for field in Held._meta.fields if field.related_model} == {Book}
    assert all(re.fullmatch("[0-9a-f]{24}", row.person) for row in Held.objects.all())
    page = text(browse("mill editor").get(f"{PAGE}/answer/pulse"))
    assert "4 have so far." in page
    assert send(colleagues[4], [given("pulse", 5, today())], "pulse-0005").held == 0
    rows = [row for row in known("answers") if row["answered_on"] == today()]
    assert sorted(row["value"] for row in rows) == [2, 2, 3, 4, 5]
    assert len({row["batch"] for row in rows}) == 1
    assert {row["who"] for row in rows} == {None}
    assert len({row["person"] for row in rows}) == 5
    assert not Held.objects.exists()


def test_a_form_for_each_kind_of_criterion(personas: dict[str, Any], browse: Browse) -> None:
    client, day = browse("mill editor"), today().isoformat()
    said = {
        "again": {"value": "4", "whose": "mine"},
        "usable": {f"item-{number}": "3" for number in range(1, 11)},
        "hostage": dict.fromkeys((f"item-{each}" for each in ITEMS), "1"),
        "fits": {"item-known": "0"},
        "wanted": {"person-smith": "0.5"},
    }
    for name, fields in said.items():
        address = f"{PAGE}/answer/{name}"
        page = text(client.get(address))
        key = page.split('name="key" value="')[1].split('"')[0]
        assert all(f'name="{field}"' in page for field in fields)
        nothing = client.post(address, {"key": key, "answered_on": day})
        assert nothing.status_code == 422
        answered = client.post(address, {"key": key, "answered_on": day, **fields})
        assert (answered.status_code, answered.headers["Location"].split("#")[0]) == (302, PAGE)
    rows = [row for row in known("answers") if row["answered_on"] == today()]
    assert len(rows) == 1 + 10 + 2 + 1 + 1
    assert len({row["person"] for row in rows if row["criterion"] == "usable"}) == 1
    assert Member.objects.filter(pk=personas["mill editor"].member).exists()
    assert client.get(f"{PAGE}/answer/no-such").status_code == 404
    gathered = {"key": "gathered-1", "answered_on": day, "value": "4", "whose": "gathered", "n": ""}
    assert client.post(f"{PAGE}/answer/again", gathered).status_code == 422
    compute("mill")
    assert json.loads(client.get(REST).content)["result"]["to_come"] > 0


def test_a_form_shows_what_ones_own_side_said_last(personas: dict[str, Any], browse: Browse) -> None:
    ago = today() - timedelta(days=10)
    send(personas["mill owner"], [given("again", 2, today())], "again-0001")
    send(personas["sawyer editor"], [given("again", 5, today())], "again-0002")
    again = text(browse("mill editor").get(f"{PAGE}/answer/again"))
    assert f"Last answered: 2, on {words.day(today())}, by {personas['mill owner'].name}." in again
    assert again.count("Last answered") == 1
    hostage = text(browse("mill editor").get(f"{PAGE}/answer/hostage"))
    assert hostage.count("Last answered: yes, on") + hostage.count("Last answered: no, on") == 11
    assert f"Last answered: no, on {words.day(ago)}." in hostage
    assert "Last answered: 0.9, on" in text(browse("mill owner").get(f"{PAGE}/answer/wanted"))
    assert "Last answered" not in text(browse("audit owner").get(f"{PAGE}/answer/again"))


def test_of_confidence_and_of_sus_one_sees_nothing_but_ones_own(personas: dict[str, Any], browse: Browse) -> None:
    send(personas["mill editor"], [given("pulse", 2, today())], "pulse-0001")
    send(personas["mill editor"], [given("usable", 3, today(), item=str(each)) for each in range(1, 11)], "sus-0001")
    own, others = browse("mill editor"), browse("mill owner")
    held = f"Your last answer: 2, on {words.day(today())}; it still waits for others."
    assert held in text(own.get(f"{PAGE}/answer/pulse"))
    assert "last answer" not in text(others.get(f"{PAGE}/answer/pulse"))
    assert text(own.get(f"{PAGE}/answer/usable")).count("Last answered: 3") == 10
    assert "Last answered" not in text(others.get(f"{PAGE}/answer/usable"))
    said = {(row["criterion"], row["held"], row["person"]) for row in own.get(f"{REST}/answers").json()}
    assert {("pulse", True, None), ("usable", False, None), ("wanted", False, "smith")} <= said
    assert {row["criterion"] for row in others.get(f"{REST}/answers").json()} == {"again", "hostage", "fits", "wanted"}
    for actor in personas["more"]:
        send(actor, [given("pulse", 5, today())], f"pulse-000{actor.member}")
    landed = [row for row in own.get(f"{REST}/answers").json() if row["criterion"] == "pulse"]
    assert [(row["value"], row["held"], row["who"]) for row in landed] == [(2, False, None)]


def test_what_waits_in_confidence_holds_no_longer_than_an_open_answer(personas: dict[str, Any], browse: Browse) -> None:
    """Four waited for longer than 90 days: the fifth is the first again, and the server forgets the four."""
    old, new = today() - timedelta(days=91), personas["mill owner"]
    for number, actor in enumerate(personas["more"]):
        send(actor, [given("pulse", 1, today() - timedelta(days=89))], f"pulse-000{number}")
    Held.objects.update(answered_on=old)
    assert send(new, [given("pulse", 5, today())], "pulse-new").held == 1
    page = text(browse("mill owner").get(f"{PAGE}/answer/pulse"))
    assert "1 has so far." in page
    assert "for 90 days at most" in page
    assert Held.objects.count() == 5
    assert forget_stale() == 4
    assert [row.answered_on for row in Held.objects.all()] == [today()]


def test_programs_answer_and_spend(browse: Browse, personas: dict[str, Any]) -> None:
    client, day = browse("sawyer owner"), today().isoformat()
    rows = [{"criterion": "fits", "item": "known", "value": 1, "answered_on": day, "note": "seen"}]
    sent = [
        client.post(f"{REST}/answers", json.dumps({"rows": rows}), "application/json", headers={"Idempotency-Key": "k"})
        for _ in range(2)
    ]
    assert [each.status_code for each in sent] == [201, 201]
    assert sent[0].json()["landed"]["leaf"] == sent[1].json()["landed"]["leaf"]
    assert sent[1].headers["Idempotency-Replayed"] == "true"
    wrong = client.post(f"{REST}/answers", json.dumps({"rows": [rows[0] | {"value": 7}]}), "application/json")
    assert wrong.status_code == 422
    assert wrong.headers["Content-Type"].startswith("application/problem+json")
    spent = [{"horizon": "individuals", "spent_on": day, "hours": 3, "amount": 120.5, "currency": "EUR"}]
    assert client.post(f"{REST}/efforts", json.dumps({"rows": spent}), "application/json").status_code == 201
    (row,) = [row for row in known("efforts") if row["spent_on"] == today()]
    assert (row["party"], row["hours"], float(row["amount"])) == ("sawyer", 3.0, 120.5)


def test_effort_in_a_form_and_only_ones_own(personas: dict[str, Any], browse: Browse) -> None:
    client = browse("mill editor")
    page = text(client.get(f"{PAGE}/effort"))
    key = page.split('name="key" value="')[1].split('"')[0]
    said = {"key": key, "horizon": "corporation", "spent_on": today().isoformat()}
    assert client.post(f"{PAGE}/effort", said).status_code == 422
    assert client.post(f"{PAGE}/effort", {**said, "hours": "2.5"}).status_code == 302
    assert [(row["party"], row["hours"]) for row in known("efforts") if row["spent_on"] == today()] == [("mill", 2.5)]
    with pytest.raises(Refused):
        spend(personas["audit owner"], "mill", "saw-people", [GivenEffort("individuals", "mill", today(), 1.0)],
              key="effort-1", how="api")  # fmt: skip
