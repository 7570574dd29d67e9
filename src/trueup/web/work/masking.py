"""Nothing that people or logs read shows a secret."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

_IN_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)([^\s/:@]*):([^\s@]+)@")
_IN_QUERY = re.compile(r"(?i)([?&;][^=&\s]*(?:password|passwd|pwd|secret|token|key|sig|signature)=)[^&;\s]+")
_STARS = "***"


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` without passwords in URLs, values of secret variables of the environment, and these `secrets`."""
    text = _IN_QUERY.sub(rf"\1{_STARS}", _IN_URL.sub(rf"\1\2:{_STARS}@", text))
    for secret in sorted({*_secrets(), *secrets}, key=len, reverse=True):
        text = text.replace(secret, _STARS)
    return text


def _secrets() -> list[str]:
    """Values of TRUEUP_SECRET_*; very short ones would blot out ordinary words."""
    return [value for name, value in os.environ.items() if name.startswith("TRUEUP_SECRET_") and len(value) > 3]
