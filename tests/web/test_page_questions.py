"""No page asks the database more than twelve questions (issue 3): every address of the table of rights, for every seat.

Each page is made anew, as when something has changed that it rests on, in a process that has read before what never
changes: the documents in force, and the lines of an assessment (assessments.lines). The book has what makes pages ask
more: versions that wait for signatures, a dispute, a statement, a wave under way, a frontier that is out of date. Its
ledger is signed, as it is at least every minute.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.web.api.world import World, world  # noqa: F401 - a fixture
from tests.web.seated import MOST
from tests.web.test_page_rights import MAY, path_of
from trueup.agreements.documents import Evidence
from trueup.vocabulary import Period, Slice
from trueup.web.assessments.actions import compute
from trueup.web.assessments.queries import portfolio
from trueup.web.delivery.models import FrontierRun
from trueup.web.documents import actions
from trueup.web.documents.actions.drafts import begun
from trueup.web.documents.checking import Key
from trueup.web.documents.models import Book
from trueup.web.evidence.actions.dispute import dispute
from trueup.web.evidence.actions.vouch import attest
from trueup.web.explore.actions import save
from trueup.web.explore.queries import sight
from trueup.web.kept.page import STORE
from trueup.web.ledger.checkpoints import current
from trueup.web.parties.models import User
from trueup.web.site.stands import LATEST
from trueup.web.today import visits

SEATS = ("customer owner", "provider owner", "observer owner")
PAGES = sorted(name for name, (method, _) in MAY.items() if method == "GET" and not name.startswith("answer"))
BOOK, AGREEMENT = "northwind", "contact-centre"


@pytest.fixture(scope="module")
def busy(world: World, django_db_blocker) -> Iterator[dict[str, object]]:  # noqa: F811
    """What the addresses of the book name, once much is going on in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        places = _going_on(world)
        compute(BOOK)
        current(timezone.now())
        yield places
        transaction.set_rollback(True)


def _going_on(world: World) -> dict[str, object]:  # noqa: F811
    customer, observer = world.actors["customer owner"], world.actors["observer owner"]
    for kind, name in (("agreement", AGREEMENT), ("plan", "contact-plan")):
        text = begun(Key(BOOK, kind, name, 2)).replace('why: ""', "why: late")
        actions.save_draft(customer, BOOK, kind, name, text)
        actions.propose(customer, BOOK, kind, name)
    evidence = _evidence()
    stated = attest(observer, BOOK, AGREEMENT, [evidence], "I have seen the telephone records.", key="attest-it")
    disputed = dispute(customer, BOOK, AGREEMENT, evidence, "Calls were left out.", key="dispute-it")
    view = save(customer, sight(customer, BOOK), "Ours", "down=kpi")
    row, now = Book.objects.get(slug=BOOK), timezone.now()
    FrontierRun.objects.create(book=row, plan="contact-plan", asked_at=now, ended_at=now, state="of yesterday")
    return {"attestation": stated.id, "dispute": disputed.id, "pk": view.pk, "win": world.win}


def _evidence() -> Evidence:
    """An actual of the agreement."""
    april = Period(dt.date(2026, 4, 1), dt.date(2026, 5, 1))
    return Evidence(kpi="run_cost", period=april, slice=Slice(project="contact-2025"))


@pytest.mark.django_db  # one test that says so, or no database is made for `world`
@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_made_anew_asks_at_most_twelve_questions(
    name: str,
    world: World,  # noqa: F811
    busy: dict[str, object],
) -> None:
    path = path_of(name, **_going_on_at(name, busy))
    asked = {seat: _questions(world, seat, path) for seat in SEATS}
    assert not {seat: count for seat, count in asked.items() if count > MOST}


def _going_on_at(name: str, busy: dict[str, object]) -> dict[str, object]:
    """What an address names that is there; the number of a view is not that of a notice or a load."""
    return {key: value for key, value in busy.items() if key != "pk" or name == "explore-view"}


def _questions(world: World, seat: str, path: str) -> int:  # noqa: F811
    """How many a seat's page asks; none for what is no page: a file, or the way to another."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        client.force_login(User.objects.get(pk=world.actors[seat].user))
        _has_been_here(client)
        portfolio(world.actors[seat])
        STORE.clear()
        LATEST.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        transaction.set_rollback(True)
    assert answer.status_code < 500
    return len(asked) if "text/html" in answer.headers["Content-Type"] else 0


def _has_been_here(client: Client) -> None:
    """Today notes a visit, at most once a minute: that is no question of the page."""
    now, session = timezone.now().isoformat(), client.session
    session[visits.KEY] = {"seen": now, "before": now}
    session.save()


@pytest.mark.django_db
def test_the_pages_that_ask_much_are_there(world: World, busy: dict[str, object]) -> None:  # noqa: F811
    """A page that is missing asks little: it would prove nothing."""
    for name in ("today", "agreement", "plan", "dispute", "certificate", "documents", "ledger", "explore", "jobs"):
        path = path_of(name, **_going_on_at(name, busy))
        assert _questions(world, "customer owner", path) > 4, name
