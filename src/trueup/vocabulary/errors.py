"""The error tree. Every error says what is wrong, where, and what to do.

TrueupError
├── DocumentError      documents that cannot be used; carries every Issue found
├── UnknownName        a name that nothing in the book answers to
├── FormulaError       a formula outside the allowed language
├── FactError          rows that may not enter a fact table; carries every Refusal
│   └── IdempotencyConflict   the same key sent with other content
├── SourceError        a source that cannot be read or reached
├── EngineError        an engine or store that is missing, unreachable or incapable
├── LedgerError        a key, signature, proof or checkpoint that does not hold
├── MoneyError         amounts that cannot be combined
└── InputError         a value that a method cannot take (NaN, empty, out of range)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trueup.vocabulary.issue import Issue, Refusal


class TrueupError(Exception):
    """What is wrong (`what`), where (`where`), and what to do (`do`)."""

    def __init__(self, what: str, *, where: str | None = None, do: str | None = None) -> None:
        self.what, self.where, self.do = what, where, do
        place = f"{where}: " if where else ""
        remedy = f"\n  {do}" if do else ""
        super().__init__(f"{place}{what}{remedy}")


class DocumentError(TrueupError):
    """Documents that cannot be used. `issues` holds all of them, errors first."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        lines = "\n".join(str(issue) for issue in self.issues)
        count = sum(issue.level == "error" for issue in self.issues)
        super().__init__(f"{count} error{'s' if count != 1 else ''} in the book:\n{lines}")


class UnknownName(TrueupError):
    """A name that nothing answers to; `do` suggests the nearest that exists."""


class FormulaError(TrueupError):
    """A formula that the formula language does not allow."""


class FactError(TrueupError):
    """Rows that may not enter a fact table. `refusals` names each line, column and reason."""

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        do: str | None = None,
        refusals: Sequence[Refusal] = (),
    ) -> None:
        self.refusals = tuple(refusals)
        listing = "".join(f"\n  {refusal}" for refusal in self.refusals[:20])
        more = len(self.refusals) - 20
        rest = f"\n  ... and {more} more" if more > 0 else ""
        super().__init__(what + listing + rest, where=where, do=do)


class IdempotencyConflict(FactError):
    """The same idempotency key was sent before with other content."""


class SourceError(TrueupError):
    """A source that cannot be read or reached."""


class EngineError(TrueupError):
    """An engine or store that is missing, unreachable or not able to do what was asked."""


class LedgerError(TrueupError):
    """A key, signature, proof or checkpoint that cannot be read or does not hold."""


class MoneyError(TrueupError):
    """Amounts that cannot be combined: two currencies without a dated rate."""


class InputError(TrueupError):
    """A value that a method cannot take: NaN, infinite, empty or out of range."""


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return "did you mean X?" for the nearest of `known`, or None when nothing is near."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else None
