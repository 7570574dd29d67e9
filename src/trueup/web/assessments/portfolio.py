"""A row of the portfolio, and the filters over it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trueup.web.assessments.lines import Line
from trueup.web.assessments.stored import Freshness, Stored
from trueup.web.assessments.summary import Summary


@dataclass(frozen=True, slots=True)
class Row:
    """One agreement in a list: its line in the assessment that stands, and the parts of the actor's party in it.

    Lists hold a thousand, so a row says where to find what it says rather than to hold it.
    """

    line: Line
    stored: Stored
    parts: tuple[str, ...]

    @property
    def book(self) -> str:
        """The slug of its book."""
        return self.stored.book.slug

    @property
    def book_name(self) -> str:
        """What people call the book."""
        return self.stored.book.name

    @property
    def id(self) -> str:
        """Its id in the book."""
        return self.line.agreement

    @property
    def title(self) -> str:
        """What people call it."""
        return self.line.title

    @property
    def project(self) -> str | None:
        """The project that it is about."""
        return self.line.project or None

    @property
    def verdict(self) -> str:
        """Trueup's answer."""
        return self.line.verdict

    @property
    def p_success(self) -> float | None:
        """The chance that it keeps its promise; None: not to be said."""
        return self.line.p_success

    @property
    def realised(self) -> Decimal:
        """The expected value realised, in the summary's currency."""
        return self.line.summary.realised

    @property
    def cost(self) -> Decimal:
        """What it has cost."""
        return self.line.summary.cost

    @property
    def grade(self) -> str:
        """The least grade of the evidence that counts."""
        return self.stored.kept.grade

    @property
    def summary(self) -> Summary:
        """All that lists show of it."""
        return self.line.summary

    @property
    def freshness(self) -> Freshness:
        """How fresh its assessment is."""
        return self.stored.freshness


@dataclass(frozen=True, slots=True)
class Filters:
    """What a portfolio is narrowed to; each that is not empty must fit. `text` is looked for in titles and ids."""

    book: str = ""
    provider: str = ""
    project: str = ""
    stage: str = ""
    phase: str = ""
    verdict: str = ""
    text: str = ""

    def keeps(self, row: Row) -> bool:
        """Whether a row fits them all."""
        line = row.line
        return (
            self.book in ("", row.book)
            and self.provider in ("", *line.summary.providers)
            and self.project in ("", row.project)
            and self.stage in ("", *line.stages)
            and self.phase in ("", *line.phases)
            and self.verdict in ("", line.verdict)
            and (not self.text or self.text.casefold() in f"{line.title}\n{line.agreement}".casefold())
        )
