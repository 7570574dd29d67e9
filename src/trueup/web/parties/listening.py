"""What allauth changes about how somebody signs in is recorded too."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as social
from django.dispatch import Signal

from trueup.web.parties.actions.accounts import note_account

CHANGES: dict[str, Signal] = {
    "password set": account.password_set,
    "password changed": account.password_changed,
    "password reset": account.password_reset,
    "address added": account.email_added,
    "address changed": account.email_changed,
    "address removed": account.email_removed,
    "second factor added": mfa.authenticator_added,
    "second factor removed": mfa.authenticator_removed,
    "second factor reset": mfa.authenticator_reset,
    "single sign-on added": social.social_account_added,
    "single sign-on removed": social.social_account_removed,
}
"""What is recorded, and allauth's signal for it."""


def listen() -> None:
    """Record every one of these changes from now on."""
    for what, signal in CHANGES.items():
        signal.connect(_noting(what), weak=False, dispatch_uid=f"trueup {what}")


def _noting(what: str) -> Any:
    def note(sender: object, **said: Any) -> None:
        note_account(_whose(said), what)

    return note


def _whose(said: dict[str, Any]) -> int:
    """The number of the person: allauth's signals name them in three ways."""
    for holder in ("sociallogin", "socialaccount"):
        if holder in said:
            return int(said[holder].user.pk)
    return int(said["user"].pk)
