"""Canonical JSON (RFC 8785) and its SHA-256: what people sign and what batches are known by."""

from __future__ import annotations

import hashlib
from typing import Any


def canonical(value: Any) -> bytes:
    """The canonical JSON bytes of plain JSON data (RFC 8785). Decimals must be text already."""
    import rfc8785

    return rfc8785.dumps(value)


def digest(value: Any) -> str:
    """Lower-case hexadecimal SHA-256 of `canonical(value)`."""
    return hashlib.sha256(canonical(value)).hexdigest()
