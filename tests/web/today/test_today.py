"""Today: what needs a seat, what is due, what changed since its last visit."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.web.seated import MOST, THE_DAY, asked, text
from trueup.web.assessments.models import Assessed, Assessment
from trueup.web.documents.models import Book, Version
from trueup.web.ledger.acting import action, record
from trueup.web.parties.models import Party
from trueup.web.today import visits


def test_a_customer_is_asked_to_verify_what_decides(judged, sign_in):
    page = text(sign_in("northwind").get("/"))
    needs = page.split("Needs you")[1].split("Due")[0]
    assert "15 actuals are only reported. The verdict would be another on verified evidence." in needs
    assert 'href="/agreements/northwind/portal/evidence"' in needs
    assert needs.index("Customer portal") < needs.index("See the dispute")


@pytest.mark.parametrize(("party", "role"), [("northwind", "viewer"), ("acme", "owner"), ("acme", "viewer")])
def test_nobody_is_asked_for_what_they_may_not(judged, sign_in, party, role):
    assert "Verify" not in text(sign_in(party, role).get("/"))


def test_an_observer_is_asked_to_attest_and_to_answer(judged, sign_in):
    page = text(sign_in("assay").get("/"))
    assert "Attest" in page
    assert "Verify" not in page


def test_a_proposed_version_waits_for_who_must_sign_it(judged, sign_in):
    current = Version.objects.get(book=judged, kind="agreement", doc_id="mueller")
    Version.objects.create(
        book=judged, kind="agreement", doc_id="mueller", number=2, state="proposed", body=current.body,
        text=current.text, digest="cd" * 32, proposed_at=timezone.now(),
    )  # fmt: skip
    for party, role, asked_to in (("northwind", "owner", True), ("brandt", "owner", True), ("brandt", "editor", False),
                                  ("acme", "owner", False)):  # fmt: skip
        page = text(sign_in(party, role).get("/"))
        assert ('href="/agreements/northwind/mueller/versions/2"' in page) == asked_to, (party, role)


def test_a_proposed_kpi_waits_for_the_customer_and_all_who_rest_on_it(judged, sign_in):
    current = Version.objects.get(book=judged, kind="kpi", doc_id="portal_uptime")
    Version.objects.create(
        book=judged, kind="kpi", doc_id="portal_uptime", number=2, state="proposed", body=current.body,
        text=current.text, digest="cd" * 32, proposed_at=timezone.now(),
    )  # fmt: skip
    for party, role, asked_to in (("northwind", "owner", True), ("acme", "owner", True), ("acme", "editor", False),
                                  ("sint", "owner", False), ("assay", "owner", False)):  # fmt: skip
        page = text(sign_in(party, role).get("/"))
        assert ('href="/books/northwind/documents/kpi/portal_uptime/versions/2"' in page) == asked_to, (party, role)
        assert ("Portal uptime</bdi></b><small>Version 2 is proposed" in page) == asked_to, "by its name"


@pytest.mark.parametrize("kind", ["source", "book", "party"])
def test_all_else_waits_for_the_customer_alone(judged, sign_in, kind):
    Version.objects.create(
        book=judged, kind=kind, doc_id="claims", number=9, state="proposed", body='{"name": "Claims"}', text="",
        digest="cd" * 32, proposed_at=timezone.now(),
    )  # fmt: skip
    for party, asked_to in (("northwind", True), ("acme", False), ("assay", False), ("elsewhere", False)):
        page = text(sign_in(party).get("/"))
        assert (f'href="/books/northwind/documents/{kind}/claims/versions/9"' in page) == asked_to, party


def test_a_draft_leads_to_where_it_is_written(judged, sign_in):
    for party, kind, where in (("acme", "agreement", "/agreements/northwind/portal/amend"),
                               ("northwind", "kpi", "/books/northwind/documents/kpi/portal_uptime/edit")):  # fmt: skip
        Version.objects.create(
            book=judged, kind=kind, doc_id="portal" if kind == "agreement" else "portal_uptime", number=2,
            party=Party.objects.get(slug=party),
        )  # fmt: skip
        client = sign_in(party)
        assert f'href="{where}"' in text(client.get("/"))
        assert client.get(where).status_code == 200
        assert f'href="{where}"' not in text(sign_in("sint").get("/"))


def test_due_objectives_come_the_next_first(judged, sign_in):
    Assessment.objects.update(as_of=THE_DAY)
    due = text(sign_in("sint").get("/")).split("Due")[1]
    assert "Time to issue a policy" in due
    assert "Portal uptime" not in due, "that is Acme's"
    assert "/agreements/northwind/policy-issue#objective-" in due


def test_changes_are_those_since_the_last_visit(judged, sign_in, acting):
    @action("test.report")
    def report(at: dt.datetime) -> None:
        record(
            "batch.landed", "ab" * 32, actor=acting("acme").name, at=at, book="northwind", subject="agreement/portal"
        )

    report(timezone.now() - dt.timedelta(days=30))
    assert "Nothing has changed." in text(sign_in("northwind").get("/"))
    report(timezone.now())
    assert "Facts were recorded" in text(sign_in("northwind").get("/"))
    assert "Facts were recorded" not in text(sign_in("sint").get("/")), "the portal is Acme's"


def test_a_verdict_that_turned_is_told(judged, sign_in):
    then = Assessment.objects.get(book=judged, grade="reported")
    old = Assessment.objects.create(
        book=judged, as_of=then.as_of - dt.timedelta(days=20), grade="reported", state="before", body=then.body,
        computed_at=timezone.now() - dt.timedelta(days=20), seconds=1,
    )  # fmt: skip
    now = Assessed.objects.get(assessment=then, agreement="portal")
    Assessed.objects.create(assessment=old, agreement="portal", title=now.title, verdict="at_risk", summary=now.summary,
                            body=now.body)  # fmt: skip
    changed = text(sign_in("northwind").get("/")).split("Changed")[1]
    assert changed.index("at risk") < changed.index("failing")
    assert "at risk" not in text(sign_in("brandt").get("/")).split("Changed")[1]


@pytest.mark.parametrize("party", ["northwind", "acme", "assay"])
def test_it_asks_few_questions(judged, sign_in, party):
    assert asked(sign_in(party), "/")[1] <= MOST


def test_a_seat_without_agreements_is_told_how_to_begin(db, sign_in):
    page = text(sign_in("elsewhere").get("/"))
    assert "Your seat has no agreement yet." in page
    assert not Book.objects.exists()


def test_a_visit_ends_after_a_pause():
    class Request:
        def __init__(self) -> None:
            self.session: dict[str, object] = {}

    request = Request()
    now = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
    assert visits.last_visit(request, now) == now - visits.FIRST
    later = now + dt.timedelta(minutes=10)
    assert visits.last_visit(request, later) == now - visits.FIRST, "still the same visit"
    assert visits.last_visit(request, later + dt.timedelta(hours=2)) == later
