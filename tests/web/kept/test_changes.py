"""Whatever changes on the server, what is shown is what would be made now: for every seat, on every page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from trueup.agreements.documents import Evidence
from trueup.vocabulary import Period, Slice, Stake
from trueup.web.assessments.actions import compute
from trueup.web.assessments.models import Recomputation
from trueup.web.documents import actions
from trueup.web.documents.actions.drafts import begun
from trueup.web.documents.checking import Key
from trueup.web.documents.models import AgreementSeat, Book, Version
from trueup.web.evidence.actions.dispute import dispute
from trueup.web.evidence.actions.report import report
from trueup.web.evidence.actions.stakes import declare
from trueup.web.evidence.actions.vouch import verify
from trueup.web.evidence.sheets import stated
from trueup.web.explore.actions import save
from trueup.web.explore.queries import sight
from trueup.web.kept.page import STORE
from trueup.web.kept.rests import rests
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor
from trueup.web.site.stands import LATEST

ID = "premium-leakage"
PAGES = ("/", "/agreements", f"/agreements/northwind/{ID}", "/explore/northwind", "/ledger")
_OF = f"books/northwind/agreements/{ID}"
API = ("agreements", _OF, *(f"{_OF}/{each}" for each in ("observations", "attestations", "disputes")))
ANSWERS = tuple(f"/api/v1/{each}" for each in API)
"""What programs are given again."""
PARTIES = ("northwind", "acme", "assay", "sint")


@pytest.fixture
def people(judged, sign_in) -> dict[str, Client]:
    """A browser for each seat."""
    return {party: sign_in(party) for party in PARTIES}


@pytest.fixture
def acts(judged, acting) -> dict[str, Actor]:
    """Somebody else of each seat, who changes things."""
    return {party: acting(party) for party in PARTIES}


def shown(people: dict[str, Client]) -> dict[tuple[str, str], str]:
    """Every page and answer as each seat sees it, without the tokens of its forms."""
    return {
        (party, page): re.sub(r"[A-Za-z0-9]{64}", "", client.get(page).content.decode())
        for party, client in people.items()
        for page in (*PAGES, *ANSWERS)
    }


def changes(acts: dict[str, Actor]) -> Iterator[tuple[str, Callable[[], object], tuple[str, str]]]:
    """One after the other; each with a seat and a page on which it is seen."""
    customer, provider, observer = acts["northwind"], acts["acme"], acts["assay"]
    book, april = "northwind", Period(dt.date(2026, 4, 1), dt.date(2026, 5, 1))
    evidence = Evidence(kpi="premium_leakage", period=april, slice=Slice(project="leakage-2026"))

    def draft() -> None:
        text = begun(Key(book, "agreement", ID, 2)).replace('why: ""', "why: late")
        actions.save_draft(provider, book, "agreement", ID, text)

    def sign(who: Actor) -> None:
        version = Version.objects.get(doc_id=ID, state="proposed")
        actions.sign(who, book, "agreement", ID, version.number, version.digest)

    def land() -> None:
        rows = stated([{"kpi": "premium_leakage", "period": "2026-09", "actual": 250001}])
        report(provider, book, ID, rows, key="september-key", how="api", reason="a late invoice")

    yield "draft", draft, ("acme", "/")
    yield "propose", lambda: actions.propose(provider, book, "agreement", ID), ("northwind", "/")
    yield "sign", lambda: sign(provider), ("acme", "/")
    yield "in force", lambda: sign(customer), ("northwind", PAGES[2])
    yield "land", land, ("northwind", PAGES[2])
    yield "verify", lambda: verify(customer, book, ID, [evidence], "read", key="verify-key"), ("acme", PAGES[2])
    yield "dispute", lambda: dispute(customer, book, ID, evidence, "wrong", key="dispute-key"), ("assay", PAGES[2])
    stake = Stake(test="financial", what="shares of Acme")
    yield "stake", lambda: declare(observer, book, "assay", [stake]), ("assay", "/ledger")
    yield "view", lambda: save(customer, sight(customer, book), "Ours", "down=kpi"), ("northwind", "/explore/northwind")
    yield "computed", lambda: compute(book), ("northwind", "/agreements")
    yield "failed", lambda: _failed(book), ("northwind", PAGES[2])


def _failed(book: str) -> None:
    row, now = Book.objects.get(slug=book), timezone.now()
    Recomputation.objects.filter(book=row).delete()
    Recomputation.objects.create(book=row, asked_at=now, started_at=now, problem="a source was gone")


def test_what_is_shown_is_what_would_be_made(people, acts):
    before = shown(people)
    for name, change, (party, page) in changes(acts):
        change()
        now = shown(people)
        STORE.clear()
        LATEST.clear()
        assert now == shown(people), name
        assert now[party, page] != before[party, page], f"{name} is not seen by {party} on {page}"
        before = now


def test_a_seat_that_is_taken_away_is_gone_at_once(people, acts):
    shown(people)
    AgreementSeat.objects.filter(agreement=ID, seat__local_id="acme").delete()
    _leaf(acts["northwind"])
    assert people["acme"].get(PAGES[2]).status_code == 404
    assert ID not in people["acme"].get("/agreements").content.decode()


def test_every_leaf_counts(acts):
    now = timezone.now()
    before = rests(acts["northwind"], now)
    _leaf(acts["acme"])
    assert rests(acts["northwind"], now) != before


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns", "UTC", "Pacific/Kiritimati"])
def test_no_day_begins_within_what_the_clock_counts(acts, zone):
    midnight = dt.datetime(2026, 11, 23, tzinfo=ZoneInfo(zone))
    tick = dt.timedelta(microseconds=1)
    assert rests(acts["northwind"], midnight) != rests(acts["northwind"], midnight - tick)


def _leaf(who: Actor) -> None:
    @action("test.change")
    def change() -> None:
        record("batch.landed", "ab" * 32, actor=who.name, at=timezone.now(), book="northwind")

    change()
