"""A row of the portfolio, and the filters over it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from trueup.web.assessments.lines import Line
from trueup.web.assessments.stored import Freshness, Stored
from trueup.web.assessments.summary import Summary


@dataclass(frozen=True, slots=True)
class Row:
    """One agreement in a list; `parts` are those of the actor's party in it."""

    book: str
    book_name: str
    id: str
    title: str
    project: str | None
    verdict: str
    p_success: float | None
    realised: Decimal
    cost: Decimal
    grade: str
    parts: tuple[str, ...]
    summary: Summary
    freshness: Freshness


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
        asked = (
            (self.book, {row.book}),
            (self.provider, set(row.summary.providers)),
            (self.project, {row.project}),
            (self.stage, row.summary.stages),
            (self.phase, row.summary.phases),
            (self.verdict, {row.verdict}),
        )
        found = self.text.casefold() in f"{row.title}\n{row.id}".casefold()
        return found and all(not wanted or wanted in there for wanted, there in asked)


def row_of(line: Line, found: Stored, parts: tuple[str, ...]) -> Row:
    """The row of one assessed agreement."""
    return Row(
        book=found.book.slug,
        book_name=found.book.name,
        id=line.agreement,
        title=line.title,
        project=line.project or None,
        verdict=line.verdict,
        p_success=line.p_success,
        realised=line.summary.realised,
        cost=line.summary.cost,
        grade=found.kept.grade,
        parts=parts,
        summary=line.summary,
        freshness=found.freshness,
    )
