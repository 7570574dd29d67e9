"""What programs read of improvements."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from ninja import Field, Schema

from trueup.value.results_worth import BestSet, Followed, ImprovementWorth, Optimism
from trueup.web.worth.queries import Holding, Judgement, Seen

State = Literal["done", "under_way", "refused"]


class WorthRow(Schema):
    """An improvement in a list, with its answer."""

    book: str = Field(description="the slug of its book")
    party: str = Field(description="whose it is, by its id in the book")
    id: str
    title: str
    own: bool = Field(description="whether it is one's own party's; else it was shown to it")
    answer: str | None = Field(description="act, leave, measure first; null: not computed yet, or refused")
    words: str | None = Field(description="the answer as a sentence, or why there is none")

    @classmethod
    def of(cls, holding: Holding, row: Judgement) -> Self:
        """The row of a list."""
        words = row.found.words if row.found else row.unjudged.insufficient if row.unjudged else None
        return cls(
            book=holding.book.slug, party=holding.party, id=row.document.id, title=row.name, own=holding.own,
            answer=row.found.answer if row.found else None, words=None if words is None else str(words),
        )  # fmt: skip


class WorthRead(Schema):
    """An improvement as it was judged in the background."""

    book: str
    id: str
    version: int = Field(description="the version in force")
    state: State = Field(description="refused: `problem` says why")
    computed_at: dt.datetime | None
    out_of_date: bool = Field(description="whether the book has moved on; a new judgement is on its way")
    problem: str = Field(description="why there is no judgement")
    currency: str
    result: ImprovementWorth | None

    @classmethod
    def of(cls, seen: Seen) -> Self:
        """As the actor sees it."""
        held, row = seen.holding, seen.judgement
        problem = str(row.unjudged.insufficient) if row.unjudged else ""
        return cls(
            book=held.book.slug, id=row.document.id, version=int(row.document.version),
            state="done" if row.found else "refused" if problem else "under_way", computed_at=held.computed_at,
            out_of_date=held.out_of_date, problem=problem, currency=held.currency, result=row.found,
        )  # fmt: skip


class MoneyRead(Schema):
    """What to do with a budget, over all improvements of one's own party in a book, and what became of past ones."""

    party: str
    currency: str
    best: BestSet | None = Field(description="null: nothing to choose, or not computed yet")
    followed: list[Followed]
    optimism: list[Optimism]
