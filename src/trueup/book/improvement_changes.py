"""What a version of an improvement changes, in words. It is nobody's promise, so nothing is weakened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trueup.book.compare import Difference
from trueup.book.key_words import key_words
from trueup.book.phrases import Told, from_to, short
from trueup.value.improvement import Improvement
from trueup.vocabulary import Document, Said, said
from trueup.vocabulary.said import Piece

Tell = Callable[[Difference], Told]


def teller_of(before: Document, after: Document) -> Tell | None:
    """What puts differences of two improvements into words; None for other kinds."""
    if isinstance(before, Improvement) and isinstance(after, Improvement):
        names = {option.id: option.name for version in (before, after) for option in version.options}
        return _Improvement(names).tell
    return None


class _Improvement:
    """Two versions of an improvement, with what people call each option."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def tell(self, found: Difference) -> Told:
        """The difference in words."""
        head, *rest = found.path
        if head == "options" and rest:
            return self._option(rest, found), None
        if head == "shown_to":
            return said("shown to {parties} now, before to {were}", parties=_parties(found.after),
                        were=_parties(found.before)), None  # fmt: skip
        return said("{what} {change}", what=key_words(found.path), change=_change(found)), None

    def _option(self, path: list[str], found: Difference) -> Said:
        name = self._names.get(path[0], path[0])
        if len(path) == 1:
            return (
                said("option {name} removed", name=name)
                if found.after is None
                else said("option {name} added", name=name)
            )
        if path[1] == "done" and found.before is None and len(path) == 2:
            return said("option {name} was carried out: {done}", name=name, done=short(found.after))
        if path[1] in ("needs", "excludes"):
            return self._link(path[1], name, found)
        return said("{what} of option {name} {change}", what=key_words(path[1:]), name=name, change=_change(found))

    def _link(self, key: str, name: str, found: Difference) -> Said:
        other = self._names.get(found.path[-1], found.path[-1])
        gone = found.after is None
        if key == "needs":
            if gone:
                return said("option {name} needs {other} no longer", name=name, other=other)
            return said("option {name} needs {other} now", name=name, other=other)
        if gone:
            return said("option {name} goes together with {other} now", name=name, other=other)
        return said("option {name} excludes {other} now", name=name, other=other)


def _parties(value: Any) -> Piece:
    return short(value) if value else said("nobody")


def _change(found: Difference) -> Said:
    """Distributions by the one that is stated."""
    return from_to(Difference(found.path, _bare(found.before), _bare(found.after)))


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items() if inner not in (None, [], {})}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value
