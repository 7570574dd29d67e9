"""How accounts are made: by invitation. A person comes by the invitation's page, or from there by single sign-on."""

from __future__ import annotations

import base64
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from trueup.web.parties.queries import open_invitations
from trueup.web.parties.sealing import seal, unseal

INVITATION = "invitation"
"""The session key that holds the hash of the invitation whose page was opened."""


class Site(NamedTuple):
    """What letters call the server."""

    domain: str
    name: str


def _at_home(address: str) -> str:
    """The same page at the address that people use."""
    found = urlsplit(address)
    return settings.URL + urlunsplit(("", "", found.path, found.query, found.fragment))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """There is no form for signing up: the page of an invitation makes the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send with links to the server's own address, whatever host the request named.

        Who asks for a new password in the name of another must not choose where the link in that letter leads.
        """
        own = {key: _at_home(value) if key.endswith("_url") else value for key, value in context.items()}
        host = urlsplit(settings.URL).netloc
        super().send_mail(template_prefix, email, {"current_site": Site(host, host)} | own)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on lets in whom it knows, and makes an account for somebody with an invitation.

    It never takes over an account by its e-mail address alone: the parties of a server have opposed interests, and
    whoever runs the identity provider of one could otherwise come in as a member of another.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Only with an open invitation in the session."""
        kept = request.session.get(INVITATION, "")
        return open_invitations().filter(token_hash=kept).exists()

    def populate_user(self, request: HttpRequest, sociallogin: object, data: dict[str, str]) -> object:
        """The person's name as the provider says it."""
        user = super().populate_user(request, sociallogin, data)
        user.name = data.get("name") or " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        return user


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of authenticator apps and recovery codes are sealed: a copy of the database alone opens no door."""

    def encrypt(self, text: str) -> str:
        """The secret, sealed."""
        return base64.b64encode(seal(text.encode(), "mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises LedgerError where the server's secret was lost."""
        return unseal(base64.b64decode(encrypted_text), "mfa").decode()
