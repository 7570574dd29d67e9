"""Versions of documents one after the other, and findings of a capability at the place of their document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from trueup.vocabulary import Document, Issue

if TYPE_CHECKING:
    from trueup.book.draft import Placed
    from trueup.vocabulary.finding import Finding

D = TypeVar("D", bound=Document)


def steps(documents: Iterable[Placed[D]]) -> Iterator[tuple[Placed[D] | None, Placed[D]]]:
    """Each version of each document with the one before it; None before the first."""
    groups: dict[str, list[Placed[D]]] = {}
    for placed in documents:
        groups.setdefault(placed.document.id, []).append(placed)
    for group in groups.values():
        yield from pairwise((None, *sorted(group, key=lambda placed: placed.document.version)))


def placed_findings(placed: Placed[D], findings: Iterable[Finding]) -> Iterator[Issue]:
    """Findings about a document as issues, with its file and line."""
    for found in findings:
        yield placed.issue(found.level, found.path, found.message, found.suggestion)
