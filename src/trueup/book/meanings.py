"""What each key of each document means, in one sentence: for JSON Schemas, editors, errors and the reference."""

from __future__ import annotations

from pydantic import BaseModel

MEANINGS: dict[str, dict[str, str]] = {}


def meaning(model: type[BaseModel], key: str) -> str | None:
    """The sentence for a key of a model, or of the model it extends."""
    for owner in model.__mro__:
        if key in MEANINGS.get(owner.__name__, {}):
            return MEANINGS[owner.__name__][key]
    return None
