"""Names of other tools as ids: safe in links and addresses, different from each other, and the same at each reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from trueup.delivery.link import Link

LONGEST = 80
_ODD = re.compile(r"[^A-Za-z0-9._:/-]+")


def slug(text: str, empty: str = "x") -> str:
    """`text` as an id: "Müller & Söhne" is muller-sohne. A text that is an id already keeps its capitals."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = plain if plain == text and not _ODD.search(text) else plain.lower()
    name = _ODD.sub("-", name).strip("-._:/")[:LONGEST].rstrip("-._:/")
    return _linkable(name or empty)


def _linkable(name: str) -> str:
    """`REL-2d` would be read as a link to REL with a lead of two days."""
    return name if Link.parse(name) == Link(name) else name.replace("-", "_")


def distinct(texts: Iterable[str], empty: str = "x") -> list[str]:
    """An id for each text; the second of a name is called name-2, the third name-3, and so on."""
    taken: set[str] = set()
    found = []
    for text in texts:
        name = free(slug(text, empty), taken)
        taken.add(name)
        found.append(name)
    return found


def free(name: str, taken: Iterable[str]) -> str:
    """`name`, or name-2, name-3 ...: the first that is not taken."""
    used = set(taken)
    if name not in used:
        return name
    count = 2
    while f"{name}-{count}" in used:
        count += 1
    return f"{name}-{count}"
