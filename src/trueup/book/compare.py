"""Where two versions of a document differ: keys by name, items of lists by id, so that order never matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Keys = tuple[str, ...]

# What tells one item of a list from another, in the order of preference.
_NAMES = ("id", "what", "job", "horizon")
_PAIRS = (("from", "to"), ("party", "on"))

# Lists of texts in which order means nothing.
_SETS = frozenset(
    (
        "providers", "accountable", "objectives", "stages", "counts", "counts_not", "activities", "after", "moves",
        "excludes", "must", "holidays", "working", "outcomes", "common", "languages", "stop_list", "enables",
        "jobs", "kpis",
    )
)  # fmt: skip

# What is one thing, whatever it is written with: a control is a slice.
_WHOLE = frozenset(("control",))


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two plain JSON values differ. `before` or `after` is None where there was or is nothing."""

    path: Keys
    before: Any
    after: Any


def compare(before: Any, after: Any, path: Keys = ()) -> Iterator[Difference]:
    """Every difference between two plain JSON values, the smallest that can be named."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict) and not (path and path[-1] in _WHOLE):
        for key in dict.fromkeys((*before, *after)):
            yield from compare(before.get(key), after.get(key), (*path, key))
    elif _is_named(before) and _is_named(after):
        yield from compare(_by_name(before), _by_name(after), path)
    elif path and path[-1] in _SETS and _are_words(before) and _are_words(after):
        yield from (Difference((*path, item), item, None) for item in before if item not in after)
        yield from (Difference((*path, item), None, item) for item in after if item not in before)
    else:
        yield Difference(path, before, after)


def _are_words(value: Any) -> bool:
    """Objectives of which two have one id are no set of words: the whole list has changed."""
    return isinstance(value, list) and not any(isinstance(item, dict | list) for item in value)


def _name(item: dict[str, Any]) -> str | None:
    pairs = (tuple(map(item.get, pair)) for pair in _PAIRS)
    names = (str(item[key]) for key in _NAMES if item.get(key) is not None)
    return next(names, None) or next((f"{first} > {second}" for first, second in pairs if first and second), None)


def _is_named(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    names = [_name(item) if isinstance(item, dict) else None for item in value]
    return None not in names and len(set(names)) == len(names)


def _by_name(items: list[dict[str, Any]]) -> dict[str | None, dict[str, Any]]:
    return {_name(item): item for item in items}
