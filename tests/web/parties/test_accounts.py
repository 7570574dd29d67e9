"""Signing in: password, second factor, recovery; in the frame of the site, and not too often."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client

from trueup.web.ledger.models import Leaf
from trueup.web.parties.models import Member, User

WORD = "correct horse"
ACCOUNT_PAGES = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/3rdparty/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
)


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person(member: Callable[..., Member]) -> User:
    user = member("northwind").user
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def signed_in(person: User) -> Client:
    client = Client()
    answer = client.post("/accounts/login/", {"login": person.email, "password": WORD})
    assert answer.status_code == 302
    assert client.get("/accounts/2fa/totp/activate/").status_code == 302, "a second factor needs the password once more"
    client.post("/accounts/reauthenticate/", {"password": WORD})
    return client


def totp(secret: str, at: float | None = None) -> str:
    """RFC 6238 with SHA-1, 30 seconds, six digits."""
    counter = int((time.time() if at is None else at) // 30)
    mac = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    start = mac[-1] & 15
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def test_the_witness_of_the_codes_agrees_with_the_standard() -> None:
    """RFC 6238, appendix B: the last six digits of its first and fifth value."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert (totp(secret, 59), totp(secret, 2_000_000_000)) == ("287082", "279037")


@pytest.mark.parametrize("page", ACCOUNT_PAGES)
def test_account_pages_wear_the_frame_and_ship_no_script_of_their_own(page: str, person: User) -> None:
    anonymous = page in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")
    answer = (Client() if anonymous else signed_in(person)).get(page)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert '<main id="main"' in text
    assert "site/site.css" in text
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or "application/json" in script, script
    assert "onclick" not in text


def activate(client: Client) -> str:
    """Set up an authenticator app; its secret."""
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)
    assert secret is not None
    answer = client.post("/accounts/2fa/totp/activate/", {"code": totp(secret[1])})
    assert answer.status_code == 302, answer.content.decode()
    return secret[1]


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_is_asked_for_and_its_secret_is_sealed(person: User) -> None:
    secret = activate(signed_in(person))
    assert set(Leaf.objects.values_list("type", flat=True)) == {"person.secured"}
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert secret.encode() not in base64.b64decode(kept)
    cache.clear()
    client = Client()
    answer = client.post("/accounts/login/", {"login": person.email, "password": WORD})
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    assert client.get("/settings/").status_code == 302
    wrong = f"{(int(totp(secret)) + 1) % 10**6:06}"
    assert client.post("/accounts/2fa/authenticate/", {"code": wrong}).status_code == 200
    assert "_auth_user_id" not in client.session
    cache.clear()
    assert client.post("/accounts/2fa/authenticate/", {"code": totp(secret)}).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_one_time_link_does_not_skip_the_second_factor(person: User) -> None:
    from trueup.web.parties import actions

    activate(signed_in(person))
    link = actions.offer_sign_in(person.pk).removeprefix("http://127.0.0.1:8000")
    client = Client()
    answer = client.post(link)
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_works_once(person: User) -> None:
    client = signed_in(person)
    activate(client)
    client.post("/accounts/2fa/recovery-codes/generate/")
    codes = re.findall(r"\b[0-9a-f]{8}\b", client.get("/accounts/2fa/recovery-codes/download/").content.decode())
    assert len(codes) == 10
    for expected in (True, False):
        cache.clear()
        other = Client()
        other.post("/accounts/login/", {"login": person.email, "password": WORD})
        other.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert ("_auth_user_id" in other.session) is expected


def test_a_forgotten_password_is_reset_by_mail(person: User) -> None:
    client = Client()
    elsewhere = signed_in(person)
    client.post("/accounts/password/reset/", {"email": person.email})
    found = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[-1].body)
    assert found is not None
    page = client.get(found[0], follow=True)
    path = page.redirect_chain[-1][0]
    new = "another long phrase"
    client.post(path, {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)
    assert elsewhere.get("/settings/").status_code == 302, "other sessions end"
    assert client.get(found[0]).status_code == 200, "the link is over"
    assert Leaf.objects.filter(type="person.secured").count() == 1


@pytest.mark.parametrize("host", ["localhost:9999", "testserver", "127.0.0.1"])
def test_letters_lead_to_the_servers_own_address_whatever_host_was_named(
    person: User, settings: Any, host: str
) -> None:
    """Else whoever asks for another's new password would choose where its link leads."""
    settings.URL = "https://trueup.example"
    Client(headers={"host": host}).post("/accounts/password/reset/", {"email": person.email})
    letter = mail.outbox[-1].body
    assert host not in letter
    assert "https://trueup.example/accounts/password/reset/key/" in letter


def test_no_answer_tells_whether_an_address_has_an_account(person: User) -> None:
    answers = [
        Client().post("/accounts/password/reset/", {"email": email}) for email in (person.email, "no@body.example")
    ]
    assert len({(answer.status_code, answer.headers["Location"]) for answer in answers}) == 1
    texts = [
        Client().post("/accounts/login/", {"login": email, "password": "wrong"}).content.decode()
        for email in (person.email, "no@body.example")
    ]
    plain = [re.sub(r'value="[^"]*"', "", text) for text in texts]
    assert plain[0] == plain[1]


def test_guessing_is_slowed(person: User) -> None:
    for _ in range(6):
        Client().post("/accounts/login/", {"login": person.email, "password": "wrong"})
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": WORD})
    assert "_auth_user_id" not in client.session, "even the right one waits now"


def test_nobody_signs_up_without_an_invitation(db: None) -> None:
    client = Client()
    form = {"email": "me@elsewhere.example", "password1": "a long enough phrase", "password2": "a long enough phrase"}
    answer = client.post("/accounts/signup/", form)
    assert "invitation" in answer.content.decode()
    assert not User.objects.exists()


def test_a_weak_password_is_refused(person: User) -> None:
    client = signed_in(person)
    for weak in ("short", "password1234", person.email):
        client.post("/accounts/password/change/", {"oldpassword": WORD, "password1": weak, "password2": weak})
        person.refresh_from_db()
        assert person.check_password(WORD)
