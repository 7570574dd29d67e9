"""Links and tokens that let somebody in: random, shown once, kept as a hash only."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

SIZE = 32
"""Random bytes in a secret. With 256 bits of them a plain SHA-256 cannot be searched, so no slow hash is needed."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A new secret: the text for its holder, the hash for the table."""

    text: str
    hash: str


def new_secret(prefix: str = "") -> Secret:
    """A secret from the system's source of randomness."""
    text = prefix + secrets.token_urlsafe(SIZE)
    return Secret(text, hash_of(text))


def hash_of(text: str) -> str:
    """What the table keeps of a secret."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def is_secret(text: str, kept: str) -> bool:
    """Whether `kept` is the hash of this text; takes the same time whatever differs."""
    return hmac.compare_digest(hash_of(text), kept)


def mail_proof(token: str) -> str:
    """What only the e-mailed form of a link carries: whoever has it reads the mail of that address."""
    return salted_hmac("trueup.web.parties.mail", token, algorithm="sha256").hexdigest()


def came_by_mail(token: str, proof: str) -> bool:
    """Whether the proof is that of the e-mailed link."""
    return hmac.compare_digest(mail_proof(token).encode(), proof.encode(errors="surrogatepass"))
