"""A load on the server: what lands is in the ledger once, whoever dies; nothing is reached that is not the book's."""

from __future__ import annotations

import datetime as dt
import random
from types import SimpleNamespace

import pytest
from django.utils import timezone

from trueup.web.documents import books
from trueup.web.documents.models import Book, Version
from trueup.web.evidence.models import Batch
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import NotFound, Refused
from trueup.web.sources import actions, loading, queries
from trueup.web.sources.models import LoadReport, Secret
from trueup.web.sources.repeating import Repeat
from trueup.web.work.models import Job, Schedule
from trueup.web.work.schedules import fire_due
from trueup.web.work.worker import Lane

pytestmark = pytest.mark.django_db(transaction=True)


def work_off() -> None:
    """Run what may run now, as the worker does."""
    lane = Lane("lane", timezone.now, random.Random(1))
    while lane.once():
        pass


def rewrite(slug: str, read: str) -> None:
    """Let the source read something else, as a new version in force."""
    old = Version.objects.get(book__slug=slug, kind="source", doc_id="deliveries")
    text = old.text.replace("{csv: data/deliveries.csv}", read).replace("id: deliveries", "id: deliveries\nversion: 2")
    assert text != old.text
    Version.objects.create(
        book=old.book,
        kind="source",
        doc_id="deliveries",
        number=2,
        state="in_force",
        text=text,
        in_force_at=timezone.now(),
    )


def test_a_load_lands_is_reported_and_recorded_once(harbour: str, people: SimpleNamespace) -> None:
    asked = actions.load_now(people.editor, harbour, "deliveries")
    work_off()
    row, report = queries.load(people.viewer, harbour, asked.pk)
    assert (row.state, row.read, row.landed, row.refused) == ("refused", 3, 2, 1)
    assert report is not None
    assert report.refusals[0].line == 3
    leaf = Leaf.objects.get(type="source.loaded")
    batch = Batch.objects.get()
    assert (batch.leaf, batch.how, batch.rows, batch.member_id) == (leaf.index, "source", 2, people.editor.member)
    assert batch.digest in leaf.data
    again = actions.load_now(people.editor, harbour, "deliveries")
    work_off()
    assert queries.load(people.owner, harbour, again.pk)[0].landed == 0
    assert Leaf.objects.filter(type="source.loaded").count() == 1


def test_a_dry_run_lands_nothing(harbour: str, people: SimpleNamespace) -> None:
    asked = actions.load_now(people.editor, harbour, "deliveries", dry_run=True)
    work_off()
    row, _ = queries.load(people.viewer, harbour, asked.pk)
    assert (row.state, row.landed, row.dry_run) == ("refused", 2, True)
    assert not Batch.objects.exists()
    with books.store_of(harbour).snapshot() as snapshot:
        assert not snapshot.has("observations")


def test_what_landed_before_a_crash_is_recorded_after_it(
    harbour: str, people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The facts are durable, the process dies before the ledger has them: the next try records them."""
    asked = actions.load_now(people.editor, harbour, "deliveries")

    class Killed(BaseException):
        pass

    def die(load: LoadReport) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(loading, "_completed", die)
        with pytest.raises(Killed):
            loading.run(LoadReport.objects.get(pk=asked.pk))
    assert not Leaf.objects.filter(type="source.loaded").exists()
    work_off()
    assert Leaf.objects.filter(type="source.loaded").count() == 1
    assert Batch.objects.get().rows == 2


def test_asked_twice_there_is_one_load(harbour: str, people: SimpleNamespace) -> None:
    first = actions.load_now(people.editor, harbour, "deliveries")
    assert actions.load_now(people.owner, harbour, "deliveries").pk == first.pk
    assert Job.objects.filter(book=harbour, about="source/deliveries").count() == 1


@pytest.mark.parametrize(
    ("read", "told"),
    [
        ("{csv: /etc/passwd}", "only files of its book's folder"),
        ("{csv: ../../secret.key}", "only files of its book's folder"),
        ("{csv: data/link.csv}", "only files of its book's folder"),
        ("{csv: .trueup/*/*}", "only files of its book's folder"),
        ('{csv: "${TRUEUP_SECRET_KEY}"}', "TRUEUP_SECRET_KEY is not set"),
        ('{csv: "${HOME}/x.csv"}', "HOME is not set"),
        ('{sql: "sqlite:///../../trueup.sqlite3", table: x}', "only files of its book's folder"),
        ('{sql: "mysql://a:hunter22@evil.example/x?local_infile=1", table: x}', "local_infile"),
        ('{sql: "duckdb:///x.db", table: x}', "is not one of this server's"),
    ],
)
def test_a_source_reaches_for_nothing_of_the_server(
    harbour: str, people: SimpleNamespace, read: str, told: str, settings: SimpleNamespace
) -> None:
    folder = books.folder_of(harbour)
    (settings.HOME / "secret.key").write_text("month,actual\n2026-01,1\n", "utf-8")
    (settings.HOME / "trueup.sqlite3").write_bytes(b"")
    (folder / "data" / "link.csv").symlink_to(settings.HOME / "secret.key")
    (folder / ".trueup" / "x").mkdir(parents=True, exist_ok=True)
    (folder / ".trueup" / "x" / "y").write_text("month,actual\n", "utf-8")
    rewrite(harbour, read)
    asked = actions.load_now(people.owner, harbour, "deliveries")
    work_off()
    row, report = queries.load(people.owner, harbour, asked.pk)
    assert (row.state, report) == ("failed", None)
    assert told in row.problem
    assert "hunter22" not in row.problem
    assert not Batch.objects.exists()


def test_a_database_that_is_away_is_tried_again_and_its_password_is_nowhere(
    harbour: str, people: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody listens on port 9 of this machine."""
    actions.set_secret(people.editor, harbour, "YARD_PASSWORD", "correct horse battery")
    rewrite(harbour, '{sql: "postgresql://reader:${YARD_PASSWORD}@127.0.0.1:9/db", table: moves}')
    asked = actions.load_now(people.editor, harbour, "deliveries")
    work_off()
    row, _ = queries.load(people.viewer, harbour, asked.pk)
    assert row.state == "again"
    job = Job.objects.get(pk=asked.job)
    assert job.result.status == "READY"
    written = row.problem + job.reason + job.result.traceback + caplog.text
    assert "127.0.0.1" in row.problem
    assert "horse" not in written


def test_secrets_are_sealed_and_each_book_has_its_own(
    harbour: str, people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trueup.web.sources.variables import variables_of

    monkeypatch.setenv("TRUEUP_SECRET_HARBOUR__FROM_OUTSIDE", "mine")
    monkeypatch.setenv("TRUEUP_SECRET_HARBOUR__B__X", "of book harbour--b")
    monkeypatch.setenv("TRUEUP_SECRET_OTHER__X", "theirs")
    actions.set_secret(people.editor, harbour, "PASSWORD", "s3cret")
    book = Book.objects.get(slug=harbour)
    assert variables_of(book) == {"FROM_OUTSIDE": "mine", "PASSWORD": "s3cret"}
    kept = bytes(Secret.objects.get().sealed)
    assert b"s3cret" not in kept
    assert b"s3cret" not in "".join(Leaf.objects.values_list("data", flat=True)).encode()
    Book.objects.create(slug="HARBOUR", name="Another")
    assert variables_of(book) == {"PASSWORD": "s3cret"}, "whose the variable is would be unclear"
    other = Book.objects.create(slug="other", name="Other")
    Secret.objects.create(book=other, name="PASSWORD", sealed=kept, changed_at=timezone.now())
    with pytest.raises(Exception, match="cannot open"):
        variables_of(other)


def test_a_schedule_loads_at_the_books_local_time(harbour: str, people: SimpleNamespace) -> None:
    actions.set_schedule(people.editor, harbour, "deliveries", Repeat(at=dt.time(2, 30)))
    schedule = Schedule.objects.get(book=harbour)
    assert schedule.zone == "Europe/Berlin"
    assert schedule.next_at is not None
    schedule.next_at = timezone.now() - dt.timedelta(minutes=1)
    schedule.save()
    assert fire_due(timezone.now()) == 1
    work_off()
    load = LoadReport.objects.get()
    assert (load.asked_by, load.landed) == (None, 2)
    assert '"actor":"server"' in Leaf.objects.get(type="source.loaded").data
    actions.set_schedule(people.editor, harbour, "deliveries", None)
    assert not Schedule.objects.filter(book=harbour).exists()


def test_only_the_customer_sees_sources_and_only_its_editors_touch_them(harbour: str, people: SimpleNamespace) -> None:
    for nobody in (people.provider, people.stranger, None):
        for ask in (queries.sources, queries.loads, queries.files_of, queries.secrets, queries.book_of):
            with pytest.raises(NotFound):
                ask(nobody, harbour)
        with pytest.raises(NotFound):
            actions.load_now(nobody, harbour, "deliveries")
        with pytest.raises(NotFound):
            actions.set_secret(nobody, harbour, "X", "y")
    assert len(queries.sources(people.viewer, harbour)) == 2
    with pytest.raises(Refused):
        actions.load_now(people.viewer, harbour, "deliveries")
    with pytest.raises(Refused):
        actions.set_schedule(people.viewer, harbour, "deliveries", None)
    with pytest.raises(Refused):
        queries.secrets(people.viewer, harbour)
    with pytest.raises(NotFound):
        actions.load_now(people.owner, harbour, "no-such")
