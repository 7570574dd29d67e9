"""What is wrong with one plan, before anyone knows in which file it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from trueup.vocabulary import Issue, Level, did_you_mean

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding at `path` of a plan or containment: ("activities", 3, "after", 0)."""

    level: Level
    path: Path
    message: str
    suggestion: str | None = None

    def issue(self, name: str) -> Issue:
        """As an Issue of a document that has a name and no file."""
        inside = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return Issue(self.level, self.message, name, None, inside.removeprefix(".") or None, self.suggestion)


def error(path: Path, message: str, suggestion: str | None = None) -> Finding:
    """A finding that stops the book."""
    return Finding("error", path, message, suggestion)


def hint(path: Path, message: str, suggestion: str | None = None) -> Finding:
    """A finding that is advice."""
    return Finding("hint", path, message, suggestion)


def soon(path: Path, message: str, suggestion: str | None = None) -> Finding:
    """A finding that must be mended before anyone signs."""
    return Finding("soon", path, message, suggestion)


def unknown(path: Path, what: str, name: str | None, known: Collection[str]) -> Iterator[Finding]:
    """The finding for a name that nothing in the plan answers to, with the nearest that does."""
    if name is None or name in known:
        return
    some = ", ".join(list(known)[:8])
    suggestion = did_you_mean(name, known) or (f"there are: {some}" if some else f"the plan has no {what} yet")
    yield error(path, f"there is no {what} {name!r}", suggestion)
