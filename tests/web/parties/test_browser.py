"""Coming in, in a real Chromium: under the content-security policy, with a passkey, by single sign-on, on a phone."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from pytest_django.live_server_helper import LiveServer

from tests.web.parties.identity_provider import CLIENT, SECRET, IdentityProvider
from trueup.web.parties import actions
from trueup.web.parties.access import Actor
from trueup.web.parties.models import User
from trueup.web.parties.oidc import single_sign_on

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = "a long enough phrase"
SETTINGS = ("", "members", "invitations", "tokens", "keys", "security", "seats")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        message = f"no Chromium at {path}: install it, or set CHROMIUM to its path"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        # Playwright keeps a loop running in this thread, and Django would not ask the database there.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


class Visitor:
    """A person at a browser of their own; `said` is what the console complained about."""

    def __init__(self, browser: Browser, server: Any, **options: Any) -> None:
        self.context = browser.new_context(base_url=server.url, **options)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda line: self.said.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def come(self, link: str) -> None:
        """Open a link made for the server's own address."""
        self.page.goto(link.replace("http://127.0.0.1:8000", ""))

    def leave(self) -> None:
        """Close the browser, and wait until the server has noticed."""
        self.context.close()
        wait_for_the_server()

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()


def wait_for_the_server() -> None:
    """Until it has ended its side of every connection that was closed: its threads share a database in memory."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(10)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Opens browsers, and closes them; then waits for the server's ends of their connections."""
    opened: list[Visitor] = []

    def open_one(server: Any, **options: Any) -> Visitor:
        opened.append(Visitor(browser, server, **options))
        return opened[-1]

    yield open_one
    for each in opened:
        each.context.close()
    wait_for_the_server()


@pytest.fixture
def owner(db: None) -> Actor:
    return actions.enrol("Northwind Insurance", "ana@northwind.example", name="Ana")


def test_from_an_invitation_to_a_passkey(visit: Callable[..., Visitor], live_server: Any, owner: Actor) -> None:
    ana = visit(live_server)
    ana.come(actions.offer_sign_in(owner.user))
    ana.press("Sign in")
    ana.page.goto("/settings/invitations")
    ana.page.get_by_label("E-mail address").fill("nia@northwind.example")
    ana.press("Invite")
    ana.page.get_by_text("shown only now").wait_for()
    nia = visit(live_server)
    nia.come(next(word for word in mail.outbox[-1].body.split() if "/join/" in word))
    nia.page.get_by_label("Your name").fill("Nia")
    nia.page.get_by_label("Password").fill(WORD)
    nia.press("Join")
    nia.page.goto("/settings/members")
    nia.page.get_by_text("nia@northwind.example").wait_for()
    person = User.objects.get(email="nia@northwind.example")
    assert EmailAddress.objects.get(user=person).verified

    authenticator = nia.context.new_cdp_session(nia.page)
    authenticator.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    options |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    nia.page.goto("/accounts/2fa/webauthn/add/")
    nia.page.get_by_label("Password").fill(WORD)
    nia.page.locator("main form button[type=submit], main form button:not([type])").first.click()
    nia.page.get_by_label("Name").fill("laptop")
    nia.page.get_by_label("Passwordless").check()
    nia.press("Add")
    nia.page.get_by_text("Recovery").first.wait_for()
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1

    nia.page.locator(".seat summary").click()
    nia.page.get_by_role("button", name="Sign out").click()
    if "/accounts/logout" in nia.page.url:
        nia.press("Sign Out")
    nia.page.goto("/accounts/login/?next=/settings/")
    nia.page.get_by_role("button", name="Sign in with a passkey").click()
    nia.page.wait_for_url("**/settings/")
    nia.page.get_by_label("Name", exact=False).first.wait_for()
    assert nia.said == []
    assert ana.said == []


def test_single_sign_on_is_let_through_by_the_policy(
    visit: Callable[..., Visitor], db: None, owner: Actor, settings: Any
) -> None:
    provider = IdentityProvider()
    provider.claims = {"sub": "7", "email": "nia@northwind.example", "email_verified": True, "name": "Nia"}
    environment = {
        "TRUEUP_OIDC_URL": provider.url,
        "TRUEUP_OIDC_CLIENT_ID": CLIENT,
        "TRUEUP_OIDC_CLIENT_SECRET": SECRET,
        "TRUEUP_OIDC_NAME": "Northwind ID",
    }
    settings.SOCIALACCOUNT_PROVIDERS, settings.FORM_ACTION = single_sign_on(environment)
    server = LiveServer("localhost")  # one that starts with these settings: the policy is made at the start
    nia = visit(server)
    nia.come(actions.invite(owner, "nia@northwind.example").link)
    nia.press("Sign in with Northwind ID")
    nia.press("Accept")
    nia.page.goto("/settings/members")
    nia.page.get_by_text("nia@northwind.example").wait_for()
    assert nia.said == []
    nia.leave()
    server.stop()
    provider.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_settings_can_be_read_by_everybody(
    width: int, scheme: Any, visit: Callable[..., Visitor], live_server: Any, owner: Actor
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    actions.enrol("Northwind Insurance", "a-very-long-address-of-somebody@northwind.example", role="viewer")
    actions.invite(owner, "guest@northwind.example")
    actions.make_token(owner, "nightly load", ["read", "write"])
    actions.server_key(owner)
    ana = visit(live_server, viewport={"width": width, "height": 900}, color_scheme=scheme)
    link = actions.invite(owner, "new@northwind.example").link
    pages = ["/accounts/login/", link, "/in/used", actions.offer_sign_in(owner.user)]
    for page in pages:
        ana.come(page)
        _check(ana, Axe(), page, width)
    ana.press("Sign in")
    for name in (
        *(f"/settings/{page}" for page in SETTINGS),
        "/accounts/2fa/",
        "/accounts/email/",
        "/accounts/sessions/",
    ):
        ana.come(name)
        _check(ana, Axe(), name, width)
    assert [line for line in ana.said if "410" not in line] == []


def _check(visitor: Visitor, axe: Any, page: str, width: int) -> None:
    found = axe.run(visitor.page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], page
    wide = visitor.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{page} is {wide} wide"
    folder = os.environ.get("TRUEUP_SCREENSHOTS")
    if folder:
        name = "".join(letter if letter.isalnum() else "-" for letter in page)[-30:]
        visitor.page.screenshot(path=f"{folder}/{width}-{name}.png", full_page=True)
