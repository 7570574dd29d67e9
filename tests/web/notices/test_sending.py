"""Over the wire: signed, tried again, given up; never to a private address, never with a secret in sight."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import smtplib
from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import timezone

from tests.web.notices.conftest import Personas, work_off
from tests.web.notices.receiver import receiving
from trueup.vocabulary import InputError
from trueup.web.documents.models import Version
from trueup.web.notices import actions, queries
from trueup.web.notices.channels.webhook import signed
from trueup.web.notices.models import Delivery, Endpoint
from trueup.web.notices.posting import digest
from trueup.web.work.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    """The receiver of the tests is on this machine."""
    monkeypatch.setenv("TRUEUP_ALLOW_PRIVATE_WEBHOOKS", "true")


def verified(secret: str, headers: dict[str, str], body: bytes, now: float, within: int = 300) -> bool:
    """A receiver's own check, written from the specification of Standard Webhooks."""
    sent = int(headers["webhook-timestamp"])
    if abs(now - sent) > within:
        return False
    key = base64.b64decode(secret[len("whsec_") :])
    content = headers["webhook-id"].encode() + b"." + headers["webhook-timestamp"].encode() + b"." + body
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    given = [each.split(",", 1)[1] for each in headers["webhook-signature"].split() if each.startswith("v1,")]
    return any(hmac.compare_digest(each, expected) for each in given)


def test_the_example_of_the_specification_is_signed_as_it_says() -> None:
    """Standard Webhooks 1.0.0, signature scheme: the example that its libraries are tested with."""
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    headers = signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def propose(doing: Callable[..., int], personas: Personas) -> None:
    doing("version.proposed", "agreement/claims-platform", personas["provider editor"].name)
    work_off()


def test_a_webhook_is_signed_and_any_change_is_noticed(
    private: None, personas: Personas, agreement: Version, doing: Callable[..., int]
) -> None:
    with receiving() as receiver:
        secret = actions.set_endpoint(personas["customer owner"], "webhook", receiver.url)
        propose(doing, personas)
    path, headers, body = receiver.received[0]
    now = timezone.now().timestamp()
    assert path == "/hook?x=1"
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert verified(secret, headers, body, now)
    assert not verified(secret, headers, body + b" ", now)
    assert not verified(secret, headers, body, now + 301), "an old message is replayed"
    assert not verified(secret, headers | {"webhook-id": "other"}, body, now)
    other = "whsec_" + base64.b64encode(b"x" * 32).decode()
    assert not verified(other, headers, body, now)
    said = json.loads(body)
    assert said["type"] == "notice.to_sign"
    assert said["data"]["notices"][0]["agreement"] == "claims-platform"
    assert Delivery.objects.get(channel="webhook").sent_at is not None


def test_a_receiver_that_is_away_is_tried_again_with_the_same_id(
    private: None, personas: Personas, agreement: Version, doing: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    with receiving() as receiver:
        receiver.answers = [(503, {"Retry-After": "1200"}), (204, {})]
        secret = actions.set_endpoint(personas["customer owner"], "webhook", receiver.url)
        propose(doing, personas)
        row = Delivery.objects.get(channel="webhook")
        assert (row.sent_at, row.failed_at, row.tries) == (None, None, 1)
        assert "503" in row.reason
        job = Job.objects.get(result__status="READY", about="notice")
        assert job.result.run_after - timezone.now() > dt.timedelta(minutes=19), "it asked to be left alone so long"
        job.result.run_after = timezone.now()
        job.result.save()
        work_off()
    ids = [headers["webhook-id"] for _, headers, _ in receiver.received]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert Delivery.objects.get(channel="webhook").sent_at is not None
    assert secret not in caplog.text


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 410])
def test_what_will_never_work_is_not_tried_again_and_redirects_are_not_followed(
    private: None, personas: Personas, agreement: Version, doing: Callable[..., int], status: int
) -> None:
    with receiving() as receiver, receiving() as elsewhere:
        receiver.answers = [(status, {"Location": elsewhere.url})]
        actions.set_endpoint(personas["customer owner"], "webhook", receiver.url)
        propose(doing, personas)
    assert len(receiver.received) == 1
    assert elsewhere.received == []
    row = Delivery.objects.get(channel="webhook")
    assert row.failed_at is not None
    assert str(status) in row.reason
    assert (Endpoint.objects.get().ended_at is not None) == (status == 410)


@pytest.mark.parametrize("channel", ["slack", "teams"])
def test_chats_get_text_in_which_names_mean_nothing(
    private: None, personas: Personas, agreement: Version, doing: Callable[..., int], channel: str
) -> None:
    with receiving() as receiver:
        assert actions.set_endpoint(personas["customer owner"], channel, receiver.url) == ""
        propose(doing, personas)
    _, headers, body = receiver.received[0]
    said = json.loads(body)
    if channel == "slack":
        assert "<script>" not in said["text"]
        assert "&lt;script&gt;" in said["text"]
        assert "\n" not in said["text"]
        assert said["text"].count("<") == 1, "the one link is ours"
    else:
        card = said["attachments"][0]["content"]
        assert {block["type"] for block in card["body"]} == {"RichTextBlock"}
        assert "<script>" in card["body"][0]["inlines"][0]["text"]
        assert card["actions"][0]["url"].endswith("/agreements/northwind/claims-platform")
    assert "webhook-signature" not in headers


def test_an_address_and_its_secret_are_sealed_and_never_shown(
    private: None, personas: Personas, agreement: Version
) -> None:
    url = "http://127.0.0.1:9/services/T000/B000/SECRETPART"
    secret = actions.set_endpoint(personas["customer owner"], "webhook", url)
    row = Endpoint.objects.get()
    assert b"SECRETPART" not in bytes(row.address)
    assert secret.encode() not in bytes(row.secret or b"")
    assert "SECRETPART" not in repr(queries.endpoints(personas["customer owner"]))
    assert queries.endpoints(personas["customer editor"]) == []


def test_without_leave_nothing_private_is_called(
    personas: Personas, agreement: Version, doing: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as receiver:
        with pytest.raises(InputError):
            actions.set_endpoint(personas["customer owner"], "webhook", receiver.url)
        actions.set_endpoint(personas["customer owner"], "webhook", f"https://localhost:{receiver.port}/hook")
        propose(doing, personas)
    assert receiver.received == []
    row = Delivery.objects.get(channel="webhook")
    assert row.failed_at is not None
    assert "private network" in row.reason


def test_a_digest_is_one_letter_at_its_time(personas: Personas, agreement: Version, doing: Callable[..., int]) -> None:
    owner = personas["customer owner"]
    actions.wish(owner, {("to_sign", "email"): "digest", ("signed", "email"): "digest"})
    for done in ("version.proposed", "version.signed"):
        doing(done, "agreement/claims-platform", personas["provider editor"].name)
    work_off()
    mine = Delivery.objects.filter(notice__member=owner.member)
    assert [row.sent_at for row in mine] == [None, None]
    due = mine[0].due_at
    assert due > timezone.now()
    assert len({row.due_at for row in mine}) == 1
    digest.call(owner.member, "email", due.isoformat())
    letters = [each for each in mail.outbox if "2 notices" in each.subject]
    assert len(letters) == 1
    assert "proposed" in str(letters[0].body)
    assert "signed" in str(letters[0].body)
    digest.call(owner.member, "email", due.isoformat())
    assert len([each for each in mail.outbox if "2 notices" in each.subject]) == 1


@pytest.mark.parametrize(("code", "permanent"), [(550, True), (451, False)])
def test_a_mail_server_that_refuses_the_recipient_is_believed(
    personas: Personas,
    agreement: Version,
    doing: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    permanent: bool,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise smtplib.SMTPRecipientsRefused({"a@b.example": (code, b"no")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    propose(doing, personas)
    row = Delivery.objects.filter(channel="email").first()
    assert row is not None
    assert (row.failed_at is not None) == permanent
    assert str(code) in row.reason


def test_what_is_not_wanted_is_not_told(personas: Personas, agreement: Version, doing: Callable[..., int]) -> None:
    owner = personas["customer owner"]
    actions.wish(owner, {("to_sign", "email"): "off", ("to_sign", "in_app"): "off"})
    propose(doing, personas)
    assert queries.notices(owner) == []
    assert len(mail.outbox) == 1, "the provider's owner"
    with pytest.raises(InputError):
        actions.wish(owner, {("no_such", "email"): "now"})
    with pytest.raises(InputError):
        actions.wish(owner, {("to_sign", "in_app"): "digest"})
