"""Every rule of a book, by the kinds of documents that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Literal

from trueup.book.draft import Draft
from trueup.vocabulary import LEVELS, Issue

if TYPE_CHECKING:
    from trueup.book.load import Loaded

Rule = Callable[[Draft], Iterator[Issue]]
Sort = Literal["RULES", "SIGNING", "ADVICE"]
"""What may be an error; what is lacking before anyone may sign, level `soon`; and how texts are worded, hints only."""

ABOUT: Mapping[str, tuple[str, ...]] = {
    "whole": (),
    "kpis": ("kpi",),
    "names": ("agreement", "attestation", "dispute"),
    "objectives": ("agreement",),
    "attribution": ("agreement",),
    "money": ("agreement", "kpi"),
    "pricing": ("agreement",),
    "statements": ("statement",),
    "plans": ("plan", "containment"),
    "jobs": ("job_map", "survey"),
    "panels": ("kpi",),
    "cases": ("business_case", "agreement"),
    "improvements": ("improvement",),
    "stakeholders": ("stakeholders",),
    "operating_models": ("operating_model",),
    "signing": ("agreement",),
}
"""The modules of rules, and the kinds of documents that their rules go through: where a book has none of them, they
find nothing, and the module is not imported. The rules about the whole are asked of every book."""


def rules(sort: Sort, kinds: Iterable[str] | None = None) -> Iterator[Rule]:
    """The rules of a sort, or those of them that can find something in a book with documents of these kinds."""
    there = None if kinds is None else set(kinds)
    for name, about in ABOUT.items():
        if there is None or not about or not there.isdisjoint(about):
            yield from getattr(import_module(f"trueup.book.rules.{name}"), sort, ())


def validate(loaded: Loaded) -> list[Issue]:
    """Every issue of what was loaded: what the files say, then what the rules say; errors first, then by place."""
    sorts: tuple[Sort, ...] = ("RULES", "SIGNING", "ADVICE")
    return sorted({*loaded.issues, *_found(loaded, *sorts)}, key=_order)


def has_errors(loaded: Loaded) -> bool:
    """Whether any issue is an error. What can be none, lacks for a signature and advice, is not looked for."""
    return any(issue.level == "error" for issue in chain(loaded.issues, _found(loaded, "RULES")))


def _found(loaded: Loaded, *sorts: Sort) -> Iterator[Issue]:
    draft, kinds = Draft(loaded), {entry.document.kind_name() for entry in loaded.entries}
    for sort in sorts:
        for rule in rules(sort, kinds):
            yield from rule(draft)


def _order(issue: Issue) -> tuple[int, str, int, str, str]:
    return LEVELS.index(issue.level), issue.file or "", issue.line or 0, issue.path or "", issue.message
