"""Differences in words that every kind of document shares: from what to what, by how many days, by how much."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from decimal import Decimal
from itertools import pairwise
from typing import Any

from trueup.book.compare import Difference, Keys
from trueup.book.key_words import key_word
from trueup.vocabulary import Figure, Said, joined, said
from trueup.vocabulary.said import Piece

Told = tuple[Said, bool | None]
"""A sentence, and whether less is promised than before (None: neither)."""

LISTS = frozenset(
    (
        "objectives", "costs", "scope", "parties", "providers", "accountable", "stages", "targets", "stakes",
        "activities", "after", "moves", "resources", "risks", "baselines", "calendars", "commitments", "milestones",
        "must", "holidays", "working", "pays", "excludes", "needs", "steps", "outcomes", "related", "emotional",
        "social", "consumption", "financial", "waves", "common", "languages", "stop_list", "gates", "bonuses",
        "parts", "options", "events", "benefits", "scenarios", "network",
        "enables", "levels", "people", "criteria", "checklist",
        "jobs", "interactions", "decisions", "components", "capabilities", "cash_flows", "links", "seven_s", "kpis",
    )
)  # fmt: skip
"""The keys under which things have names: objectives[cycle-time]."""


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIGITS = re.compile(r"-?\d+(\.\d+)?")


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


def moved(what: str, found: Difference) -> Told:
    """A promised day: a later one is the weaker promise."""
    if found.before is None:
        return said("{what} set to {value}", what=what, value=short(found.after)), None
    if found.after is None:
        return said("{what} removed (it was {value})", what=what, value=short(found.before)), True
    before, after = dt.date.fromisoformat(found.before), dt.date.fromisoformat(found.after)
    days = (after - before).days
    return _by_days(what, abs(days), later=days > 0, between=_from(before, after)), days > 0


def _by_days(what: str, days: int, *, later: bool, between: Said) -> Said:
    if days == 1:
        if later:
            return said("{what} moved later by 1 day, {between}", what=what, between=between)
        return said("{what} moved earlier by 1 day, {between}", what=what, between=between)
    if later:
        return said("{what} moved later by {days} days, {between}", what=what, days=days, between=between)
    return said("{what} moved earlier by {days} days, {between}", what=what, days=days, between=between)


def amount_moved(what: str, found: Difference) -> Told:
    """A promised amount: more of it is the weaker promise."""
    if found.before is None:
        return said("{what} set to {value}", what=what, value=short(found.after)), False
    if found.after is None:
        return said("{what} removed (it was {value})", what=what, value=short(found.before)), True
    more = Decimal(found.after) - Decimal(found.before)
    by, between = Figure(f"{abs(more)}"), _from(short(found.before), short(found.after))
    if more > 0:
        return said("{what} weakened by {by}, {between}", what=what, by=by, between=between), True
    return said("{what} tightened by {by}, {between}", what=what, by=by, between=between), False


def _from(before: Piece, after: Piece) -> Said:
    return said("from {before} to {after}", before=before, after=after)


def from_to(found: Difference) -> Said:
    """added: x, removed: x, or changed from x to y."""
    if found.before is None:
        return said("added: {value}", value=short(found.after))
    if found.after is None:
        return said("removed: {value}", value=short(found.before))
    return altered(found)


def altered(found: Difference) -> Said:
    """changed from x to y."""
    return said("changed from {before} to {after}", before=short(found.before), after=short(found.after))


def short(value: Any) -> Piece:
    """A value as people would say it, without what is empty in it."""
    if isinstance(value, dict):
        return joined((_entry(key, inside) for key, inside in value.items() if inside not in (None, [], {})), ", ")
    if isinstance(value, list):
        return said("[{items}]", items=joined((said("{item}", item=short(each)) for each in value), ", "))
    if isinstance(value, bool):
        return said("true") if value else said("false")
    return _plain(str(value))


def _entry(key: str, value: Any) -> Said:
    return said("{key} {value}", key=key_word(key), value=short(value))


def _plain(text: str) -> Piece:
    """Digits and days are written as each language does."""
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return dt.date.fromisoformat(text)
    return Figure(text) if _DIGITS.fullmatch(text) else text
