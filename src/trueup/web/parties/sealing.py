"""Secrets that the server keeps for members: encrypted at rest, bound to what they are for.

AES-256-GCM (NIST SP 800-38D) under a key derived from the server's secret by HKDF-SHA-256 (RFC 5869). A copy of the
database alone signs nothing. Whoever has both the database and the secret does: that is what `held: server` says.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

from trueup.vocabulary import LedgerError

_NONCE = 12
_PURPOSE = b"trueup.web.parties.sealing.1"


def seal(secret: bytes, use: str) -> bytes:
    """The secret, encrypted: nonce and ciphertext. Only `unseal` with the same `use` (a vkey, say) opens it."""
    nonce = os.urandom(_NONCE)
    return nonce + next(_ciphers()).encrypt(nonce, secret, use.encode())


def unseal(sealed: bytes, use: str) -> bytes:
    """The secret. Raises LedgerError if it was changed, moved to another use, or the server's own secret was lost."""
    for cipher in _ciphers():
        try:
            return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], use.encode())
        except (InvalidTag, ValueError):
            continue
    raise LedgerError(
        "the server cannot open what it keeps for this member",
        where=use,
        do="restore the server's secret (TRUEUP_SECRET_KEY, or secret.key in TRUEUP_HOME), or make a new one",
    )


def _ciphers() -> Iterator[AESGCM]:
    """By the secret of today, then by those of before."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE)
        yield AESGCM(derive.derive(force_bytes(secret)))
