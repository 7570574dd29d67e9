"""The page of the queue: a customer's jobs, for the customer; its owners try again and cancel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import TaskResultStatus

from tests.web.work import jobs
from tests.web.work.asked import assert_few
from trueup.vocabulary import InputError
from trueup.web.documents.models import Book
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import Actor, NotFound, Refused
from trueup.web.parties.models import User
from trueup.web.work import actions, queries
from trueup.web.work.models import Job, Schedule, Worker
from trueup.web.work.queue import put
from trueup.web.work.worker import Lane

pytestmark = pytest.mark.django_db(transaction=True)
Personas = dict[str, Actor]
CUSTOMERS = ("customer owner", "customer editor", "customer viewer")


@pytest.fixture
def queued(seats: Book, tmp_path: Path) -> dict[str, str]:
    """A job of the book that waits for later, one that failed, and one of the server's own."""
    later = timezone.now() + dt.timedelta(hours=1)
    own = {"file": str(tmp_path / "log"), "book": seats.slug}
    found = {"failed": put(jobs.note_of, about="source/<b>x</b>", line="a", nonsense=1, **own)}
    Lane("lane").once()
    found["waiting"] = put(jobs.note_of, line="b", after=later, **own)
    found["server"] = put(jobs.note, file=str(tmp_path / "log"), line="c", after=later)
    Schedule.objects.create(name="x", task="x", book=seats.slug, about="source/x", every=dt.timedelta(1), next_at=later)
    return found


def test_only_the_customer_sees_its_jobs(queued: dict[str, str], personas: Personas) -> None:
    for name in CUSTOMERS:
        seen = queries.work(personas[name])
        assert [str(row.id) for row in seen.failed] == [queued["failed"]]
        assert [str(row.id) for row in seen.waiting] == [queued["waiting"]]
        assert len(seen.schedules) == 1
    for name in ("provider owner", "other provider", "observer", "stranger"):
        seen = queries.work(personas[name])
        assert (seen.failed, seen.waiting, seen.running, seen.done, seen.schedules) == ((), (), (), (), ())
    with pytest.raises(NotFound):
        queries.work(None)


@pytest.mark.parametrize("act", [actions.retry, actions.cancel])
def test_only_the_customers_owner_acts_on_a_job(
    queued: dict[str, str], personas: Personas, act: Callable[..., None]
) -> None:
    job = Job.objects.get(pk=queued["waiting"]).pk
    for name, actor in personas.items():
        if name == "customer owner":
            continue
        with pytest.raises(Refused if name in CUSTOMERS else NotFound):
            act(actor, job)
    with pytest.raises(NotFound):
        act(personas["customer owner"], Job.objects.get(pk=queued["server"]).pk)
    act(personas["customer owner"], job)
    assert Leaf.objects.filter(type__in=("job.retried", "job.cancelled")).count() == 1


def test_a_retried_job_runs_and_a_cancelled_one_does_not(
    queued: dict[str, str], personas: Personas, tmp_path: Path
) -> None:
    waiting = Job.objects.get(pk=queued["waiting"])
    actions.cancel(personas["customer owner"], waiting.pk)
    assert not Lane("lane").once()
    cancelled = queries.work(personas["customer viewer"]).failed
    assert "cancelled by northwind/" in next(row.reason for row in cancelled if row.id == waiting.pk)
    actions.retry(personas["customer owner"], waiting.pk)
    assert Lane("lane").once()
    assert (tmp_path / "log").read_text("utf-8") == "b\n"
    with pytest.raises(InputError):
        actions.retry(personas["customer owner"], waiting.pk)
    with pytest.raises(InputError):
        actions.cancel(personas["customer owner"], waiting.pk)


def test_the_page_shows_it_in_few_queries(queued: dict[str, str], personas: Personas, client: Client) -> None:
    client.force_login(User.objects.get(pk=personas["customer owner"].user))
    client.get("/work")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/work")
    assert_few(asked)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>x</b>" not in page
    assert "No worker is at work" in page
    Worker.objects.create(name="w", started_at=timezone.now(), seen_at=timezone.now())
    assert "A worker is at work" in client.get("/work", headers={"HX-Request": "true"}).content.decode()
    assert client.post(f"/work/{queued['failed']}/retry").status_code == 302
    assert Job.objects.get(pk=queued["failed"]).result.status == TaskResultStatus.READY
    assert client.get(f"/work/{queued['failed']}/retry").status_code == 405
