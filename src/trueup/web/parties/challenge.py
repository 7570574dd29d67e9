"""A text that somebody signs to show that they hold a private key. The server keeps nothing of it."""

from __future__ import annotations

import secrets

from django.core import signing

from trueup.ledger import possession
from trueup.ledger.keys import VerifierKey
from trueup.vocabulary import LedgerError
from trueup.web.parties.access import Actor

LASTS = 600
"""Seconds within which a challenge is answered."""
_SALT = "trueup.web.parties.challenge"


def challenge(actor: Actor) -> str:
    """The text to sign as UTF-8, exactly. It begins with words that no statement begins with (those are JSON)."""
    ticket = signing.dumps({"member": actor.member, "nonce": secrets.token_hex(16)}, salt=_SALT)
    return f"{possession.WORDS} {ticket}"


def proven(actor: Actor, vkey: str, text: str, signature: str) -> VerifierKey:
    """The key, if it signed a challenge made for this member a moment ago. `signature` is base 64.

    Raises LedgerError otherwise, and for a key that signs no statements.
    """
    key = VerifierKey.parse(vkey.strip())
    _check(actor, text)
    possession.verify(text, key, signature)
    return key


def _check(actor: Actor, text: str) -> None:
    words, _, ticket = text.rpartition(" ")
    try:
        said = signing.loads(ticket, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        said = {}
    if words != possession.WORDS or said.get("member") != actor.member:
        raise LedgerError("the challenge is not yours, or too old", do="ask for a new one")
