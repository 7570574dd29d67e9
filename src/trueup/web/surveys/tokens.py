"""Links by which one person answers."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from trueup.web.parties.secrets import Secret, new_secret
from trueup.web.surveys.models import Invitation, Token


def new_token(invitation: Invitation, now: dt.datetime) -> str:
    """A new link's token, kept as a hash only: this is the one time that its text is known here."""
    secret = new_secret()
    Token.objects.create(token_hash=secret.hash, invitation=invitation, made_at=now)
    return secret.text


def many_tokens(invitations: list[Invitation], now: dt.datetime) -> list[str]:
    """The same for several at once."""
    secrets: list[Secret] = [new_secret() for _ in invitations]
    Token.objects.bulk_create(
        Token(token_hash=secret.hash, invitation=invitation, made_at=now)
        for secret, invitation in zip(secrets, invitations, strict=True)
    )
    return [secret.text for secret in secrets]


def link_of(token: str) -> str:
    """The address that a person opens."""
    return f"{settings.URL}/a/{token}"
