"""Keys in a real Chromium: made there, registered here, never seen by anybody."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.conf import settings as django_settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from trueup.ledger.encoding import from_base64
from trueup.ledger.keys import VerifierKey
from trueup.web.parties.models import Member, SigningKey

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = "correct horse battery"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser; Django must be told that its driver's own event loop is no reason to refuse database calls."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        message = f"no Chromium at {path}: install it, or set CHROMIUM to its path"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE") if before is None else None


@pytest.fixture
def context(chromium: Any, live_server: LiveServer, member: Callable[..., Member]) -> Iterator[BrowserContext]:
    """A browser in which an owner is signed in."""
    client = Client()
    client.force_login(member("northwind").user)
    name = django_settings.SESSION_COOKIE_NAME
    made = chromium.new_context(accept_downloads=True)
    made.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    yield made
    made.close()


def opened(context: BrowserContext, live_server: LiveServer) -> Page:
    page = context.new_page()
    page.goto(f"{live_server.url}/settings/keys")
    page.wait_for_selector("[data-able]:not([hidden])")
    return page


def said(page: Page, words: str) -> None:
    page.locator("[data-said]", has_text=words).wait_for()


def made(page: Page, passphrase: str = "") -> str | None:
    """Press the button; give the saved copy, if there is one."""
    page.fill("#make-passphrase", passphrase)
    if not passphrase:
        page.click("[data-make] button")
        said(page, "registered")
        return None
    with page.expect_download() as waiting:
        page.click("[data-make] button")
    return Path(waiting.value.path()).read_text()


def signed(page: Page, vkey: str, text: str) -> str | None:
    script = "async ([vkey, text]) => (await import('/static/ledger/keys.js')).signatureOf(vkey, text)"
    found: str | None = page.evaluate(script, [vkey, text])
    return found


def test_a_key_is_made_registered_and_signs(context: BrowserContext, live_server: LiveServer) -> None:
    page, sent = opened(context, live_server), []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    assert made(page) is None
    row = SigningKey.objects.get()
    assert row.held == "member"
    text = '{"says":"größer als 5 €"}'
    signature = signed(page, row.vkey, text)
    assert signature is not None
    VerifierKey.parse(row.vkey).verify(text.encode(), from_base64(signature, "it"))
    look = "async (vkey) => (await (await import('/static/ledger/keys.js')).kept(vkey)).privateKey.extractable"
    assert page.evaluate(look, row.vkey) is False
    fields = [part.split("=")[0] for line in sent for part in line.split(" ", 1)[1].split("&") if part]
    assert sorted(fields) == ["challenge", "proof", "vkey"]
    page.reload()
    assert row.vkey in page.content()
    assert signed(page, row.vkey, text) == signature, "it is still there after the page was loaded again"


def test_a_sealed_copy_moves_the_key_to_another_browser(
    context: BrowserContext, live_server: LiveServer, chromium: Any, tmp_path: Path
) -> None:
    page = opened(context, live_server)
    copy = made(page, WORD)
    assert copy is not None
    said(page, "registered")
    vkey = SigningKey.objects.get().vkey
    assert public_in(copy) == VerifierKey.parse(vkey).public
    file = tmp_path / "copy.json"
    file.write_text(copy)
    other = chromium.new_context()
    other.add_cookies(context.cookies())
    elsewhere = opened(other, live_server)
    assert signed(elsewhere, vkey, "text") is None
    elsewhere.click("main summary")
    for passphrase, says in (("wrong", "is wrong"), (WORD, "The key is back")):
        elsewhere.set_input_files("#restore-file", str(file))
        elsewhere.fill("#restore-passphrase", passphrase)
        elsewhere.click("[data-restore] button")
        said(elsewhere, says)
    assert signed(elsewhere, vkey, "text") == signed(page, vkey, "text")
    other.close()


def public_in(copy: str) -> bytes:
    """The public key of a copy, opened by an independent implementation."""
    said = json.loads(copy)
    salt, iv, data = (base64.b64decode(said[name]) for name in ("salt", "iv", "sealed"))
    key = hashlib.pbkdf2_hmac("sha256", WORD.encode(), salt, said["iterations"])
    private = load_der_private_key(AESGCM(key).decrypt(iv, data, said["vkey"].encode()), None)
    return private.public_key().public_bytes_raw()  # type: ignore[union-attr]


def test_a_form_with_a_statement_is_signed_when_it_is_sent(context: BrowserContext, live_server: LiveServer) -> None:
    page = opened(context, live_server)
    made(page)
    vkey = SigningKey.objects.get().vkey
    sent: list[str] = []
    html = f"""<!doctype html><form method="post" action="/sent" data-sign="{vkey}">
      <details><textarea name="statement">to be\nsigned</textarea><input name="signature" required>
      <button>Sign</button></details></form><script type="module" src="/static/ledger/keys.js"></script>"""
    page.route("**/to-sign", lambda route: route.fulfill(content_type="text/html", body=html))
    page.route("**/sent", lambda route: (sent.append(route.request.post_data or ""), route.fulfill(body="thanks")))
    page.goto(f"{live_server.url}/to-sign")
    page.wait_for_selector("form[data-key-here]")
    page.click("button")
    page.wait_for_url("**/sent")
    from urllib.parse import parse_qs

    signature = parse_qs(sent[0])["signature"][0]
    VerifierKey.parse(vkey).verify(b"to be\nsigned", from_base64(signature, "it"))


def test_a_browser_without_such_keys_is_told_what_to_do(context: BrowserContext, live_server: LiveServer) -> None:
    page = context.new_page()
    page.add_init_script("crypto.subtle.generateKey = () => Promise.reject(new DOMException('no'))")
    page.goto(f"{live_server.url}/settings/keys")
    page.wait_for_selector("[data-unable]:not([hidden])")
    assert "trueup key new" in page.inner_text("[data-unable]")
    assert page.locator("[data-able]").is_hidden()
