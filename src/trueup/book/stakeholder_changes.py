"""What a version of a stakeholders document changes, in words, and whether less is asked of a level than before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from trueup.agreements.words import named
from trueup.book.compare import Difference
from trueup.book.key_words import key_words
from trueup.book.phrases import Told, from_to, short
from trueup.horizons.cadence import parse
from trueup.horizons.stakeholders import BINDINGS, Stakeholders
from trueup.vocabulary import Document, said

Tell = Callable[[Difference], Told]


def teller_of(before: Document, after: Document) -> Tell | None:
    """What puts differences of two versions into words; None for other kinds."""
    if isinstance(before, Stakeholders) and isinstance(after, Stakeholders):
        return _Stakeholders(before, after).tell
    return None


class _Stakeholders:
    """Two versions, with what people call each criterion and each person."""

    def __init__(self, before: Stakeholders, after: Stakeholders) -> None:
        versions = (before, after)
        self._criteria = {each.id: each.name for version in versions for _, each in version.criteria()}
        self._people = {each.id: each.title for version in versions for each in version.people}

    def tell(self, found: Difference) -> Told:
        """The difference in words, and whether it asks for less."""
        head, *rest = found.path
        if head == "levels" and rest:
            return self._level(rest, found)
        if head == "people" and rest:
            return self._person(rest, found)
        if head == "providers":
            return _joined(said("a provider"), found)
        return _key(said("all levels"), found.path, found)

    def _level(self, path: Sequence[str], found: Difference) -> Told:
        level = said("level {name}", name=named(path[0]))
        if len(path) == 1:
            return _joined(level, found)
        if path[1] == "criteria" and len(path) > 2:
            return self._criterion(path[2:], level, found)
        return _key(level, path[1:], found)

    def _criterion(self, path: Sequence[str], level: Any, found: Difference) -> Told:
        name = self._criteria.get(path[0], path[0])
        if len(path) == 1:
            gone = found.after is None
            words = said("{level} is no longer judged by {name}", level=level, name=name)
            return (words if gone else said("{level} is judged by {name}, too", level=level, name=name)), gone
        if path[1] in BINDINGS and path[1] not in ("people", "checklist", "answers"):
            change = said("{key} {change}", key=key_words(path[1:]), change=from_to(found))
            return said("{name} is judged by something else: {change}", name=name, change=change), None
        return _key(said("criterion {name}", name=name), path[1:], found)

    def _person(self, path: Sequence[str], found: Difference) -> Told:
        name = self._people.get(path[0], path[0])
        if len(path) == 1:
            return _joined(said("person {name}", name=name), found)
        return said("{what} of {name} {change}", what=key_words(path[1:]), name=name, change=from_to(found)), None


def _joined(what: Any, found: Difference) -> Told:
    if found.after is None:
        return said("{what} removed: {value}", what=what, value=_bare(found.before)), None
    return said("{what} added: {value}", what=what, value=_bare(found.after)), None


def _bare(value: Any) -> Any:
    return str(value.get("id") or value.get("horizon")) if isinstance(value, Mapping) else short(value)


def _key(what: Any, path: Sequence[str], found: Difference) -> Told:
    return said("{key} of {what} {change}", key=key_words(path), what=what, change=from_to(found)), _less(path, found)


def _less(path: Sequence[str], found: Difference) -> bool | None:
    """Less is asked for by a lower threshold, by answers that hold longer, and by a must that is none any more."""
    if found.before is None or found.after is None:
        return None
    key = path[-1]
    if key == "threshold":
        return Decimal(str(found.after)) < Decimal(str(found.before))
    if key == "cadence":
        return bool(parse(found.after) > parse(found.before))
    return bool(found.before) if key == "must" else None
