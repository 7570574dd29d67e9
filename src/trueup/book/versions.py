"""All versions of one document: the first promise, the current one, and what was in force when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from trueup.vocabulary import Document

D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True)
class Versions(Generic[D]):
    """The versions of one document, in order, at least one."""

    all: tuple[D, ...]

    @classmethod
    def by_id(cls, documents: Iterable[D]) -> dict[str, Versions[D]]:
        """Group documents of one kind by id, in the order in which the ids first appear."""
        groups: dict[str, list[D]] = {}
        for document in documents:
            groups.setdefault(document.id, []).append(document)
        return {name: cls(tuple(sorted(group, key=lambda item: item.version))) for name, group in groups.items()}

    def __iter__(self) -> Iterator[D]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    @property
    def id(self) -> str:
        """The id that all versions share."""
        return self.all[0].id

    @property
    def first(self) -> D:
        """Version 1: of an agreement, the first promise."""
        return self.all[0]

    @property
    def latest(self) -> D:
        """The last version, whether or not it is in force yet."""
        return self.all[-1]

    def known(self, known_at: dt.datetime | None = None) -> tuple[D, ...]:
        """The versions that were known at an aware instant; None means everything known by now."""
        return tuple(document for document in self.all if _was_known(document, known_at))

    def in_force(self, as_of: dt.date | None = None, known_at: dt.datetime | None = None) -> D | None:
        """The latest version that had taken effect when the day `as_of` began, as known at `known_at`.

        Documents without a day of effect are in force as soon as they are known. None when nothing was yet.
        """
        standing = [document for document in self.known(known_at) if _had_effect(document, as_of)]
        return standing[-1] if standing else None


def _was_known(document: Document, known_at: dt.datetime | None) -> bool:
    return known_at is None or document.agreed_at is None or document.agreed_at <= known_at


def _had_effect(document: Document, as_of: dt.date | None) -> bool:
    effective: dt.date | None = getattr(document, "effective", None)
    return as_of is None or effective is None or effective <= as_of
