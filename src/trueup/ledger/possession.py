"""Proof that somebody holds a private key: its signature of a text that a server made up a moment ago.

Only such texts are signed so. They begin with words that neither a statement (JSON) nor a checkpoint (three lines)
begins with, and are one line: nobody can have another thing signed under the name of a proof.
"""

from __future__ import annotations

import re

from trueup.ledger.encoding import from_base64, to_base64
from trueup.ledger.keys import ED25519, SigningKey, VerifierKey
from trueup.vocabulary.errors import LedgerError

WORDS = "trueup: I hold this key."
MOST = 1000
"""Letters of such a text."""
_TEXT = re.compile(re.escape(WORDS) + r" [!-~]+")


def prove(text: str, key: SigningKey) -> str:
    """The signature in base 64. Raises LedgerError for any other text, and for a key that signs no statements."""
    if len(text) > MOST or not _TEXT.fullmatch(text):
        raise LedgerError(
            "this is no text by which a server asks for proof of a key",
            do=f"take the line that begins “{WORDS}” from the page where keys are registered, as it stands",
        )
    _must_sign(key.verifier)
    return to_base64(key.sign(text.encode()))


def verify(text: str, key: VerifierKey, proof: str) -> None:
    """Check that the holder of the key signed the text. Raises LedgerError when not, or for a witness's key."""
    _must_sign(key)
    key.verify(text.encode(), from_base64(proof, "the signature"))


def _must_sign(key: VerifierKey) -> None:
    if key.type != ED25519:
        raise LedgerError("this is a witness's key, and signs no statements", where=key.name)
