"""Base 64, decimals, times and JSON in one spelling only: what can be written in two ways can be changed unseen."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import re
from typing import Any

from trueup.ledger.merkle import HASH_SIZE, LARGEST_SIZE
from trueup.vocabulary.digest import LARGEST_WHOLE, canonical
from trueup.vocabulary.errors import LedgerError

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def to_base64(data: bytes) -> str:
    """Standard base 64 with padding (RFC 4648, 4)."""
    return base64.b64encode(data).decode()


def from_base64(text: str, what: str) -> bytes:
    """The bytes that `text` spells. Raises LedgerError for any spelling but the standard one."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = None
    if data is None or to_base64(data) != text:
        raise LedgerError(f"{what} is not in base 64: {text[:80]!r}")
    return data


def hash_from_base64(text: str, what: str) -> bytes:
    """A SHA-256 hash in base 64. Raises LedgerError for anything else."""
    data = from_base64(text, what)
    if len(data) != HASH_SIZE:
        raise LedgerError(f"{what} has {len(data)} bytes, and a hash has {HASH_SIZE}")
    return data


def decimal(text: str, what: str) -> int:
    """A count in ASCII digits without leading zeros, at most 2^63 - 1. Raises LedgerError for anything else."""
    if not _DECIMAL.fullmatch(text) or int(text) > LARGEST_SIZE:
        raise LedgerError(f"{what} is not a whole number: {text[:80]!r}")
    return int(text)


def instant(moment: dt.datetime) -> str:
    """An aware moment in UTC to the microsecond: 2026-11-22T09:30:00.000000Z. Raises LedgerError without a zone."""
    if moment.tzinfo is None:
        raise LedgerError("a moment needs a time zone")
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def moment(text: str) -> dt.datetime:
    """The moment that `instant` wrote. Raises LedgerError for any other spelling."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or instant(found) != text:
        raise LedgerError(f"{text[:80]!r} is no moment", do="write it in UTC: 2026-11-22T09:30:00.000000Z")
    return found


def from_canonical(data: bytes | str, what: str, most: int) -> Any:
    """The value of canonical JSON (RFC 8785) of at most `most` bytes. Raises LedgerError for anything else.

    Canonical means: there is no second text for the same value, so whoever signs or hashes it means just one thing.
    """
    raw = data.encode(errors="surrogatepass") if isinstance(data, str) else data
    if len(raw) > most:
        raise LedgerError(f"{what} has {len(raw):,} bytes, and at most {most:,} are read")
    try:
        value = json.loads(raw.decode(), parse_int=_number)
        same = canonical(value) == raw
    except (ValueError, RecursionError):
        raise LedgerError(f"{what} is not JSON") from None
    if not same:
        raise LedgerError(f"{what} is not in canonical JSON (RFC 8785)")
    return value


def _number(text: str) -> int | float:
    """Beyond 2^53 - 1 a whole number of JSON is a float: that is how RFC 8785 writes it."""
    return int(text) if len(text) <= _SAFE and abs(int(text)) <= LARGEST_WHOLE else float(text)


_SAFE = 17
