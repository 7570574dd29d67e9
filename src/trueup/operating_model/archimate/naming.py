"""Identifiers: one space for everything in a file, and names without colons, slashes or a digit in front."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
_OTHER = re.compile(r"[^A-Za-z0-9._-]")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,199}")


class Identifiers:
    """Hands out identifiers, each once. `kept` are those that keys had in a file that came in; they stay."""

    def __init__(self, taken: Iterable[str], kept: Mapping[str, str]) -> None:
        self._taken = {*taken, *kept.values()}
        self._of = dict(kept)

    def of(self, key: str, wanted: str | None = None) -> str:
        """The identifier of what `key` stands for: the wanted one, if it may be, and always the same."""
        if key not in self._of:
            self._of[key] = self._free(as_ncname(wanted or key))
        return self._of[key]

    def _free(self, name: str) -> str:
        found, number = name, 1
        while found in self._taken:
            number += 1
            found = f"{name}-{number}"
        self._taken.add(found)
        return found


def as_ncname(text: str) -> str:
    """The text as an identifier may be: other characters become hyphens, and a letter stands in front."""
    name = _OTHER.sub("-", text)
    return name if _NCNAME.fullmatch(name) else f"id-{name}"


def as_id(identifier: str) -> str:
    """What Trueup takes for an id; itself wherever it may be one."""
    if _ID.fullmatch(identifier):
        return identifier
    return f"id-{_OTHER.sub('-', identifier)}"[:200]


class Ids:
    """Hands out Trueup's ids for identifiers of a file, each once."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def of(self, identifier: str) -> str:
        """An id like the identifier that nothing else has."""
        wanted = found = as_id(identifier)
        number = 1
        while found in self._taken:
            number += 1
            found = f"{wanted[:190]}-{number}"
        self._taken.add(found)
        return found
