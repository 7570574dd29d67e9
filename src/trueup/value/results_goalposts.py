"""What moved since the first promise: the shapes behind `trueup value goalposts --format json`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from pydantic import Field

from trueup.vocabulary import Sentence
from trueup.vocabulary.result import Amount, Result

Kind = Literal[
    "descoped", "target", "baseline", "due", "path", "worth", "tolerance", "evidence", "must", "kpi", "start",
    "go_live", "attribution", "scope", "observer", "case", "other",
]  # fmt: skip
By = Literal["agreement", "provider", "month"]


class GoalpostMove(Result):
    """One thing that a version made easier, or measures by something else."""

    agreement: str = Field(description="the agreement")
    version: int = Field(description="the version that moved it; of a re-cut business case, the version of the case")
    on: dt.date = Field(description="the day on which that version was agreed, or took effect")
    by: str | None = Field(default=None, description="the party that proposed it; null where nobody recorded it")
    why: str | None = Field(description="what it says moved it")
    kind: Kind = Field(description="what was moved")
    objective: str | None = Field(description="the objective; null for what is about the whole agreement")
    providers: tuple[str, ...] = Field(description="the providers that answer for it")
    words: Sentence = Field(description="what was moved, in words")
    weakens: bool | None = Field(description="whether less is promised; null where that depends")
    days: int | None = Field(description="by how many days a date moved later")
    taken: Amount | None = Field(
        description="potential value that it took out of the promise; negative: that it put in; null without a worth"
    )
    npv_change: Amount | None = Field(
        default=None, description="of a re-cut business case: its net present value less that of the sealed one"
    )

    @property
    def put_in(self) -> Decimal | None:
        """What it did to the potential value, as people read it: negative where it took something out."""
        return None if self.taken is None else -self.taken


class Stands(Result):
    """What still stands of the first promise of one objective."""

    objective: str = Field(description="the objective's id")
    title: str = Field(description="what people call it")
    providers: tuple[str, ...] = Field(description="the providers that answer for it")
    first: Amount = Field(description="potential value of the first promise")
    stands: Amount = Field(description="the part of it that is still promised: never more than the first")
    due_moved: int | None = Field(description="days by which its due date moved since; null without one on either side")
    removed: bool = Field(description="whether the promise in force does not have it any more")


class StandsSince(Result):
    """What stood of the first promise from the day of a version on."""

    version: int = Field(description="the version")
    on: dt.date = Field(description="the day on which it was agreed, or took effect")
    stands: Amount = Field(description="the part of the first promise that it still promises")


class KindTotal(Result):
    """All moves of one kind."""

    kind: Kind = Field(description="what was moved")
    count: int = Field(description="how often")
    days: int = Field(description="days by which dates moved later, added up")
    taken: Amount = Field(description="potential value taken out, added up; what was put in is not set off")


class Goalposts(Result):
    """What moved in one agreement since its first promise."""

    id: str = Field(description="the agreement's id")
    title: str = Field(description="what people call it")
    customer: str = Field(description="the customer's party id")
    providers: tuple[str, ...] = Field(description="the providers' party ids")
    currency: str = Field(description="the currency of every amount")
    versions: int = Field(description="how many versions are known")
    first: Amount = Field(description="potential value of the first promise: what its objectives were to gain")
    stands: Amount = Field(description="the part of it that is still promised")
    share: float | None = Field(description="stands / first; null where the first promise states no value")
    taken: Amount = Field(description="potential value taken out, added up over all moves")
    added: Amount = Field(description="potential value put in since: shown beside, never set off")
    moves: tuple[GoalpostMove, ...] = Field(description="every move, in order of time")
    kinds: tuple[KindTotal, ...] = Field(description="by kind, the most value first")
    history: tuple[StandsSince, ...] = Field(description="what stood of the first promise, version by version")
    objectives: tuple[Stands, ...] = Field(description="what stands of each objective of the first promise")
    words: tuple[Sentence, ...] = Field(description="the same in sentences")


class GroupLine(Result):
    """The moves of one agreement, provider or month."""

    key: str = Field(description="the agreement's or provider's id, or the month as 2026-03")
    name: str = Field(description="what people call it")
    agreements: int = Field(description="in how many agreements something moved")
    moves: int = Field(description="how many moves")
    descoped: int = Field(description="objectives taken out")
    targets: int = Field(description="targets weakened")
    due: int = Field(description="due dates moved later")
    days: int = Field(description="days by which they moved later, added up")
    baselines: int = Field(description="baselines re-cut")
    others: int = Field(description="moves of any other kind")
    taken: Amount = Field(description="potential value taken out, added up")
    first: Amount | None = Field(description="potential value of the first promise; null by month")
    stands: Amount | None = Field(description="the part of it that is still promised; null by month")
    share: float | None = Field(description="stands / first")


class GoalpostsResult(Result):
    """Moved goalposts of a book as of a moment."""

    as_of: dt.date = Field(description="the moment")
    currency: str = Field(description="the currency of every amount")
    by: By = Field(description="what a line is")
    lines: tuple[GroupLine, ...] = Field(
        description="a line for each, the most value taken out first; by month in order"
    )
    agreements: tuple[Goalposts, ...] = Field(description="each agreement with its moves")
    note: Sentence | None = Field(description="how lines are to be read")
