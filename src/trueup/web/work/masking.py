"""Nothing that people or logs read shows a secret."""

from __future__ import annotations

import os
import re

_IN_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)([^\s/:@]*):([^\s@]+)@")
_STARS = "***"


def masked(text: str) -> str:
    """`text` without passwords in URLs and without the values of secret variables of the environment."""
    text = _IN_URL.sub(rf"\1\2:{_STARS}@", text)
    for secret in _secrets():
        text = text.replace(secret, _STARS)
    return text


def _secrets() -> list[str]:
    """Values of TRUEUP_SECRET_*, the longest first; very short ones would blot out ordinary words."""
    found = [value for name, value in os.environ.items() if name.startswith("TRUEUP_SECRET_") and len(value) > 3]
    return sorted(found, key=len, reverse=True)
