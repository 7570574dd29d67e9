"""What validation finds (Issue) and what the door to the facts refuses (Refusal)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "soon", "hint"]
LEVELS: tuple[Level, ...] = ("error", "soon", "hint")


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding about a document.

    `error` stops the book; `soon` must be mended before anyone signs; `hint` is advice.
    `path` is the place inside the document ("objectives[0].target"). `code` names what was found where it has a name,
    and `span` the characters of the text at `path` that it is about: the first, from 0, and the one behind the last.
    """

    level: Level
    message: str
    file: str | None = None
    line: int | None = None
    path: str | None = None
    suggestion: str | None = None
    code: str | None = None
    span: tuple[int, int] | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        inside = f" {self.path}:" if self.path else ""
        hint = f" ({self.suggestion})" if self.suggestion else ""
        found = f" [{self.code}]" if self.code else ""
        return f"{place + ': ' if place else ''}{self.level}:{inside} {self.message}{hint}{found}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row that did not get in: its place in the source, the column, and why."""

    line: int | str
    column: str | None
    reason: str
    value: str | None = None

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        value = f" (got {self.value!r})" if self.value is not None else ""
        return f"line {self.line}{column}: {self.reason}{value}"
