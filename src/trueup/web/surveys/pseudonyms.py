"""Knowing a person again without keeping who they are."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from trueup.web.surveys.people import Person


def identity_of(person: Person) -> str:
    """A keyed hash (HMAC-SHA-256 under the server's secret) of what a person is known by; empty for nobody known.

    Without the server's secret nobody can try addresses against it.
    """
    if not person.known_by:
        return ""
    return salted_hmac("trueup.web.surveys.identity", person.known_by, algorithm="sha256").hexdigest()
