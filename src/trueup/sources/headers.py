"""The columns that a file really has, found by the names that people write."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Mapping, Sequence

from trueup.vocabulary import SourceError, did_you_mean

FILE, LINE, ROW = "_file", "_line", "_row"


def _folded(name: str) -> str:
    return re.sub(r"[\s\u200b\ufeff]+", " ", name).strip().casefold()


def snake(name: str) -> str:
    """`Actual Result Met/Not Met` as `actual_result_met_not_met`."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


_FOLDS: tuple[Callable[[str], str], ...] = (str, _folded, snake)


class Headers:
    """Headers, asked for exactly, without regard to case and spacing, or in snake case; `absent` ones are known to
    be missing from these files and stand for nothing."""

    def __init__(self, names: Sequence[str], absent: Sequence[str] = ()) -> None:
        self.names = tuple(names)
        self.absent = frozenset(absent)
        self.used: set[str] = set()
        every = (*names, FILE, LINE)
        self._by = tuple((fold, _index(every, fold)) for fold in _FOLDS)

    def find(self, name: str) -> str | None:
        """The header meant by `name`, or None; SourceError when several could be meant."""
        for fold, index in self._by:
            found = index.get(fold(name), [])
            if len(found) > 1:
                raise SourceError(f"{name!r} could be any of {', '.join(map(repr, found))}", do="write it exactly")
            if found:
                self.used.add(found[0])
                return found[0]
        return None

    def resolve(self, name: str) -> str | None:
        """As `find`, but SourceError for a name that no file has; None for one that is known to be absent here."""
        found = self.find(name)
        if found is None and name not in self.absent:
            raise SourceError(f"no column {name!r}", do=self._remedy(name))
        return found

    def _remedy(self, name: str) -> str:
        near = did_you_mean(snake(name), {snake(known): known for known in self.names})
        known = ", ".join(self.names[:12]) + (", ..." if len(self.names) > 12 else "")
        return near or f"for a constant write {{value: {name}}}; columns: {known}"

    @property
    def unused(self) -> tuple[str, ...]:
        """Headers that nobody has asked for."""
        return tuple(name for name in self.names if name not in self.used)


def _index(names: Sequence[str], fold: Callable[[str], str]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for name in names:
        index.setdefault(fold(name), []).append(name)
    return index


def renamed(names: Sequence[str], columns: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Headers under the names of `columns: {new: old}`, and the new names whose old header the file does not have.

    `old` is a header (case and spacing do not matter), a beginning that ends in `*` (or any pattern with `*`), or a
    regular expression between slashes. SourceError when it fits several headers.
    """
    result, missing = list(names), []
    for new, old in columns.items():
        fitting = [place for place, name in enumerate(names) if _fits(name, old)]
        if len(fitting) > 1:
            several = ", ".join(repr(names[place]) for place in fitting[:3])
            raise SourceError(f"columns: {old!r} fits {several}", do="write more of the header")
        if fitting:
            result[fitting[0]] = new
        else:
            missing.append(new)
    return result, missing


def _fits(name: str, old: str) -> bool:
    if len(old) > 2 and old.startswith("/") and old.endswith("/"):
        return _searched(old[1:-1], _folded(name))
    if "*" in old:
        return fnmatch.fnmatchcase(_folded(name), re.sub(r"[\[\]?]", "?", _folded(old)))
    return _folded(name) == _folded(old) or snake(name) == snake(old)


def _searched(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text, re.IGNORECASE) is not None
    except re.error as bad:
        raise SourceError(f"columns: /{pattern}/ is not a regular expression: {bad}") from None


def placed(pattern: str, names: Sequence[str]) -> list[tuple[str, dict[str, str]]]:
    """Names that fit a pattern with places (`Target {year}`), each with what stood in the places."""
    literal = re.split(r"\{(\w+)\}", _folded(pattern))
    parts = [f"(?P<{text}>.+?)" if n % 2 else re.escape(text) for n, text in enumerate(literal)]
    expression = re.compile("".join(parts), re.IGNORECASE)
    return [(name, match.groupdict()) for name in names if (match := expression.fullmatch(_folded(name)))]
