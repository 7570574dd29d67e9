"""Differences in words that every kind of document shares: from what to what, by how many days, by how much."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from typing import Any

from trueup.book.compare import Difference, Keys

Said = tuple[str, bool | None]
"""A sentence, and whether less is promised than before (None: neither)."""

LISTS = frozenset(
    (
        "objectives", "costs", "scope", "parties", "providers", "accountable", "stages", "targets", "stakes",
        "activities", "after", "moves", "resources", "risks", "baselines", "calendars", "commitments", "milestones",
        "must", "holidays", "working", "pays", "excludes", "needs", "steps", "outcomes", "related", "emotional",
        "social", "consumption", "financial", "waves", "common", "languages", "stop_list",
    )
)  # fmt: skip
"""The keys under which things have names: objectives[cycle-time]."""


def spell(path: Keys) -> str:
    """("objectives", "cycle-time", "target") as "objectives[cycle-time].target"."""
    text = path[0]
    for outer, key in pairwise(path):
        text += f"[{key}]" if outer in LISTS else f".{key}"
    return text


def kind_of(difference: Difference) -> str:
    """added or removed for things with a name, else the key that changed."""
    if len(difference.path) > 1 and difference.path[-2] in LISTS:
        if difference.before is None:
            return "added"
        if difference.after is None:
            return "removed"
    return difference.path[-1]


def fits(pattern: str, path: Keys) -> bool:
    """Whether a path is one that a pattern like "objectives.*.due" means."""
    parts = pattern.split(".")
    return len(parts) == len(path) and all(part in ("*", key) for part, key in zip(parts, path, strict=True))


def moved(what: str, found: Difference) -> Said:
    """A promised day: a later one is the weaker promise."""
    if found.before is None:
        return f"{what} set to {found.after}", None
    if found.after is None:
        return f"{what} removed (it was {found.before})", True
    days = (dt.date.fromisoformat(found.after) - dt.date.fromisoformat(found.before)).days
    way, count = ("later" if days > 0 else "earlier"), f"{abs(days)} day{'s' if abs(days) != 1 else ''}"
    return f"{what} moved {way} by {count}, from {found.before} to {found.after}", days > 0


def amount_moved(what: str, found: Difference) -> Said:
    """A promised amount: more of it is the weaker promise."""
    if found.before is None:
        return f"{what} set to {found.after}", False
    if found.after is None:
        return f"{what} removed (it was {found.before})", True
    more = Decimal(found.after) - Decimal(found.before)
    word = "weakened" if more > 0 else "tightened"
    return f"{what} {word} by {abs(more)}, from {found.before} to {found.after}", more > 0


def from_to(found: Difference) -> str:
    """added: x, removed: x, or changed from x to y."""
    if found.before is None:
        return f"added: {short(found.after)}"
    if found.after is None:
        return f"removed: {short(found.before)}"
    return f"changed from {short(found.before)} to {short(found.after)}"


def short(value: Any) -> str:
    """A value as people would say it, without what is empty in it."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {short(inside)}" for key, inside in value.items() if inside not in (None, [], {}))
    if isinstance(value, list):
        return f"[{', '.join(map(short, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
