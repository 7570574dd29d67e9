"""A batch as it was read, before any of it lands: which rows are new, which correct something, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, Protocol, TypeVar

from trueup.vocabulary import Refusal
from trueup.web.documents.models import Book

Kind = Literal["new", "correction", "unchanged"]


class Reporting(Protocol):
    """Who reports, of which book."""

    @property
    def book(self) -> Book:
        """The book."""

    @property
    def seat(self) -> str:
        """The seat in it."""


ScopeT = TypeVar("ScopeT", bound=Reporting)
RowT = TypeVar("RowT")
BeforeT = TypeVar("BeforeT")


@dataclass(frozen=True, slots=True)
class Line(Generic[RowT, BeforeT]):
    """One row and what it would be; `before` is what it corrects."""

    row: RowT
    kind: Kind
    before: BeforeT | None


@dataclass(frozen=True)
class Prepared(Generic[ScopeT, RowT, BeforeT]):
    """A batch before it lands. With any refusal, nothing of it does."""

    scope: ScopeT
    key: str
    asked: str
    """SHA-256 of what was sent: the same key with another is refused."""
    lines: tuple[Line[RowT, BeforeT], ...]
    refusals: tuple[Refusal, ...]

    @cached_property
    def landing(self) -> tuple[RowT, ...]:
        """The rows that would be stored."""
        return tuple(line.row for line in self.lines if line.kind != "unchanged")

    def count(self, kind: Kind) -> int:
        """How many rows are of a kind."""
        return sum(line.kind == kind for line in self.lines)
