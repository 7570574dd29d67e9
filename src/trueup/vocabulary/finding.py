"""What is wrong with one document, before anyone knows in which file it stands."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.vocabulary.issue import Issue, Level

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding at `path` of a document: ("activities", 3, "after", 0)."""

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
