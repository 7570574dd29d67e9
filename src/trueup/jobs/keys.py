"""What is known of a respondent: a JSON object of keys and their values, kept with each answer."""

from __future__ import annotations

import json


def known(text: str | None) -> dict[str, str]:
    """Every key of the object that has a value, as text: what the engines give for a key."""
    found = json.loads(text or "{}", parse_int=str, parse_float=str)
    pairs = found.items() if isinstance(found, dict) else ()
    return {key: _text(value) for key, value in pairs if value is not None}


def value_of(text: str | None, key: str) -> str | None:
    """The value of one key; None where it is not known."""
    return known(text).get(key)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
