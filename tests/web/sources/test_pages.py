"""The pages of sources: what the customer sees, what nobody else does, and no secret on any of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.sources.test_loading import rewrite, work_off
from tests.web.work.asked import assert_few
from trueup.web.documents import books
from trueup.web.parties.access import Actor
from trueup.web.parties.models import User
from trueup.web.sources import actions, files
from trueup.web.sources.models import LoadReport
from trueup.web.work.models import Schedule

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("", "/files", "/secrets", "/of/deliveries", "/of/yard")


@pytest.fixture
def browse(client: Client) -> Callable[[Actor], Client]:
    def login(actor: Actor) -> Client:
        client.force_login(User.objects.get(pk=actor.user))
        return client

    return login


def test_every_page_opens_for_the_customer_and_for_nobody_else(
    harbour: str, people: SimpleNamespace, browse: Callable[[Actor], Client]
) -> None:
    for page in PAGES:
        assert browse(people.editor).get(f"/sources/{harbour}{page}").status_code == 200, page
        for nobody in (people.provider, people.stranger):
            missing = browse(nobody).get(f"/sources/no-such-book{page}")
            forbidden = browse(nobody).get(f"/sources/{harbour}{page}")
            assert forbidden.status_code == missing.status_code == 404, page
    assert browse(people.viewer).get(f"/sources/{harbour}/secrets").status_code == 403
    assert browse(people.editor).get("/sources").headers["Location"] == f"/sources/{harbour}"
    assert "customer of none" in browse(people.provider).get("/sources").content.decode()


def test_nothing_is_changed_without_the_right(
    harbour: str, people: SimpleNamespace, browse: Callable[[Actor], Client]
) -> None:
    posts = {
        "/of/deliveries/load": {},
        "/of/deliveries/schedule": {"how": "60"},
        "/files": {"file": SimpleUploadedFile("x.csv", b"a")},
        "/secrets": {"name": "X", "value": "y"},
    }
    before = sorted(books.folder_of(harbour).rglob("*"))
    for nobody, status in ((people.viewer, 403), (people.provider, 404), (people.stranger, 404)):
        for page, given in posts.items():
            assert browse(nobody).post(f"/sources/{harbour}{page}", given).status_code == status, page
    assert not LoadReport.objects.exists()
    assert not Schedule.objects.filter(book=harbour).exists()
    assert sorted(books.folder_of(harbour).rglob("*")) == before


def test_a_load_from_button_to_report(
    harbour: str,
    people: SimpleNamespace,
    browse: Callable[[Actor], Client],
) -> None:
    client = browse(people.editor)
    where = client.post(f"/sources/{harbour}/of/deliveries/load").headers["Location"]
    assert "waits" in client.get(where).content.decode()
    assert "every 2s" in client.get(where, headers={"HX-Request": "true"}).content.decode()
    work_off()
    assert client.get(where, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = client.get(where).content.decode()
    assert "3 read, 2 landed, 1 refused" in page
    assert "<code>late</code>" in page
    for each in ("", "/of/deliveries"):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/sources/{harbour}{each}").content.decode()
        assert_few(asked)
        assert "Deliveries &lt;b&gt;" in page


def test_a_schedule_from_its_form(harbour: str, people: SimpleNamespace, browse: Callable[[Actor], Client]) -> None:
    client, where = browse(people.editor), f"/sources/{harbour}/of/deliveries/schedule"
    assert client.post(where, {"how": "daily"}).status_code == 422
    assert client.post(where, {"how": "weekly", "at": "06:15", "weekday": "4"}).status_code == 302
    schedule = Schedule.objects.get(book=harbour)
    assert (str(schedule.at), schedule.weekday, schedule.every) == ("06:15:00", 4, None)
    assert "06:15" in client.get(f"/sources/{harbour}").content.decode()
    assert client.post(where, {"how": "never"}).status_code == 302
    assert not Schedule.objects.filter(book=harbour).exists()


def test_an_upload_that_is_too_large_is_not_even_read(
    harbour: str, people: SimpleNamespace, browse: Callable[[Actor], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, where = browse(people.editor), f"/sources/{harbour}/files"
    assert client.post(where, {"file": SimpleUploadedFile("x.csv", b"month\n")}).status_code == 302
    assert (books.folder_of(harbour) / "data" / "x.csv").read_bytes() == b"month\n"
    assert client.post(where, {"file": SimpleUploadedFile("x.csv", b"again")}).status_code == 422
    monkeypatch.setattr("trueup.web.sources.views.LARGEST", 10)
    read: list[object] = []
    monkeypatch.setattr(files, "keep", lambda *given, **_: read.append(given))
    answer = client.post(where, {"file": SimpleUploadedFile("y.csv", b"x" * 200_000)}, follow=True)
    assert "larger than" in answer.content.decode()
    assert read == []


def test_a_forged_upload_is_refused(harbour: str, people: SimpleNamespace) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=people.editor.user))
    answer = client.post(f"/sources/{harbour}/files", {"file": SimpleUploadedFile("x.csv", b"a")})
    assert answer.status_code == 403
    assert not (books.folder_of(harbour) / "data" / "x.csv").exists()


def test_no_page_shows_a_secret(
    harbour: str, people: SimpleNamespace, browse: Callable[[Actor], Client], tmp_path: Path
) -> None:
    client = browse(people.editor)
    rewrite(harbour, '{sql: "postgresql://reader:inTheDocument@127.0.0.1:9/db?password=alsoHere", table: moves}')
    client.post(f"/sources/{harbour}/secrets", {"name": "YARD_PASSWORD", "value": "inTheSeal"})
    loads = [actions.load_now(people.editor, harbour, name) for name in ("deliveries", "yard")]
    work_off()
    addresses = [f"/sources/{harbour}{page}" for page in PAGES] + [f"/sources/{harbour}/loads/{x.pk}" for x in loads]
    shown = "".join(client.get(address).content.decode() for address in [*addresses, "/work", "/notices"])
    assert "YARD_PASSWORD" in shown
    for secret in ("inTheDocument", "alsoHere", "inTheSeal"):
        assert secret not in shown
