"""What the five horizons of a relationship say: behind `trueup horizons --format json`, REST and the pages.

Scores are 0 (worst) to 1 (best). A score that is null comes with a sentence in `insufficient`: too little is known,
and what is missing. Days are as everywhere: an answer counts from the day after it was given, when that day begins.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from pydantic import Field

from trueup.horizons.stakeholders import Binding
from trueup.vocabulary.horizon import Horizon
from trueup.vocabulary.result import Result
from trueup.vocabulary.said import Sentence

Status = Literal["maintained", "below", "not_shown", "stale", "unscored"]
"""below: the score is under the threshold. not_shown: it is not, but what is not certain about it may be."""
Rater = Literal["customer", "provider", "observer", "measured", "mixed"]
"""Whose word it is; measured: read from KPIs, objectives or surveys."""
Lost = Literal["below", "not_shown", "stale", "unscored"]


class HorizonScore(Result):
    """A score with its 95 % interval."""

    value: float = Field(description="0 to 1")
    low: float | None = Field(description="lower end of the interval; null: what it rests on came without error")
    high: float | None = Field(description="upper end of the interval; null likewise")
    bounds: bool = Field(default=False, description="whether the interval is what is not answered yet, not chance")
    n: int = Field(description="how many answers, people, actuals or criteria it rests on")
    method: Sentence = Field(description="how score and interval were made")

    @property
    def least(self) -> float:
        """The lower end: what a threshold is held against."""
        return self.value if self.low is None else self.low

    @property
    def most(self) -> float:
        """The upper end."""
        return self.value if self.high is None else self.high


class ItemResult(Result):
    """An item of a checklist, of the hostage test, or a person of whom one is asked."""

    id: str = Field(description="the item's id")
    what: Sentence = Field(description="what is stated, or who is meant")
    group: Sentence = Field(default="", description="of the hostage test: exit plan, documentation or replaceability")
    value: float | None = Field(description="1 yes, 0 no, for people 0 to 1; null: not answered by who decides")
    answered_on: dt.date | None = Field(default=None, description="when")
    reported_by: str = Field(default="", description="the party that said so")


class ProvidersOwn(Result):
    """What a provider says itself: shown beside the customer's answer, it decides nothing."""

    score: HorizonScore | None = Field(description="the provider's own figure")
    insufficient: Sentence | None = Field(default=None, description="why there is none")
    reported_by: str = Field(description="which provider; several: joined by a comma")
    answered_on: dt.date = Field(description="its latest day")


class CriterionResult(Result):
    """What one criterion of a level says."""

    id: str = Field(description="the criterion's id")
    what: str = Field(description="what people call it")
    kind: Binding = Field(description="what it is bound to")
    source: str = Field(default="", description="the objective, KPI or survey it is read from")
    weight: float = Field(description="its weight in the level")
    must: bool = Field(description="whether it keeps the level below when it is below the threshold itself")
    score: HorizonScore | None = Field(description="0 to 1")
    insufficient: Sentence | None = Field(default=None, description="why there is none, and what is needed")
    rater: Rater | None = Field(description="whose word it is; null: nobody's yet")
    reported_by: str = Field(default="", description="the parties, joined by a comma")
    grade: str | None = Field(description="evidence: reported, verified or attested")
    answered_on: dt.date | None = Field(
        description="the day of the latest answer; of a list, of its oldest item; of what is measured, the day after"
    )
    stale_on: dt.date | None = Field(description="from this day on it is stale")
    stale: bool = Field(description="whether it is")
    confidential: bool = Field(default=False, description="whether it is shown from a number of people on only")
    overridden: ProvidersOwn | None = Field(
        default=None, description="the provider's own figure, where another's decides"
    )
    items: tuple[ItemResult, ...] = Field(default=(), description="of checklists, the hostage test and people")
    reasons: tuple[Sentence, ...] = Field(default=(), description="what to know of it")


class LevelResult(Result):
    """One of the five levels."""

    horizon: Horizon = Field(description="corporation to individuals")
    number: int = Field(description="1 to 5")
    title: str = Field(description="what people call it; empty: the horizon's own name")
    status: Status = Field(description="maintained, below, not_shown, stale or unscored")
    maintained: bool = Field(description="whether it holds: every criterion known, none stale, lower end at threshold")
    score: HorizonScore | None = Field(description="of its criteria together")
    insufficient: Sentence | None = Field(default=None, description="why there is none, and what is needed")
    threshold: float = Field(description="theta: what the lower end of the interval has to reach")
    combine: Literal["mean", "weakest"] = Field(description="how criteria make the score")
    owner: str | None = Field(default=None, description="the party that looks after it")
    rater: Rater | None = Field(description="whose word it is; mixed: of several sides")
    grade: str | None = Field(description="the least grade of its criteria")
    answered_on: dt.date | None = Field(description="the day of its oldest answer that counts")
    stale_on: dt.date | None = Field(description="from this day on it is stale")
    stale: bool = Field(description="whether it is")
    maintained_since: dt.date | None = Field(default=None, description="since when it holds; null: it does not")
    criteria: tuple[CriterionResult, ...] = Field(description="in the order of the document")
    reasons: tuple[Sentence, ...] = Field(description="why it does not hold, or on what it rests")


class Warned(Result):
    """Effort out of natural order: advice, never a lock."""

    horizon: Horizon = Field(description="where effort goes")
    first: Horizon = Field(description="the horizon that comes first")
    parties: tuple[str, ...] = Field(description="whose effort")
    hours: float | None = Field(description="hours of the last days; null: none are stated")
    amounts: dict[str, Decimal] = Field(description="money by currency")
    since: dt.date = Field(description="effort is counted from this day on")
    last: dt.date = Field(description="the latest day of it")
    words: Sentence = Field(description="the same as a sentence")


class Lapse(Result):
    """A level that held and no longer did."""

    horizon: Horizon = Field(description="which")
    held_from: dt.date = Field(description="since when it held")
    lapsed_on: dt.date = Field(description="the first day on which it did not")
    why: Lost = Field(description="below, not_shown, stale or unscored")
    score: float | None = Field(description="its score on that day")
    back_on: dt.date | None = Field(description="when it held again; null: it still does not")
    frontier_before: int = Field(description="how far the order had come the day before")
    frontier_after: int = Field(description="and on that day")
    words: Sentence = Field(description="the same as a sentence")


class LevelPoint(Result):
    """A level on a day of the past."""

    horizon: Horizon = Field(description="which")
    status: Status = Field(description="as it stood")
    value: float | None = Field(description="its score; null: none")
    low: float | None = Field(description="lower end; null: none, or without error")
    high: float | None = Field(description="upper end")
    threshold: float = Field(description="theta then")


class Dated(Result):
    """How the five stood on a day."""

    date: dt.date = Field(description="as this day began")
    frontier: int = Field(description="0 to 5")
    headline: float | None = Field(description="the lowest of the five; null: one has no score")
    levels: tuple[LevelPoint, ...] = Field(description="the five, in order")


class Ladder(Result):
    """The five horizons of a relationship as of a moment: how far the order has come, and whether all five hold."""

    stakeholders: str = Field(description="the document's id")
    title: str = Field(description="what people call it")
    version: int = Field(description="the version in force")
    book: str = Field(description="the book's id")
    customer: str = Field(description="whose success it is")
    providers: tuple[str, ...] = Field(description="who serves it")
    agreement: str | None = Field(description="the agreement it is about")
    as_of: dt.date = Field(description="what had happened when this day began")
    known_at: dt.datetime | None = Field(description="what was known at this moment; null: all that is known")
    levels: tuple[LevelResult, ...] = Field(description="the five, from the corporation to individuals")
    headline: HorizonScore | None = Field(description="the lowest of the five: never a mean")
    insufficient: Sentence | None = Field(default=None, description="why there is no headline, and what is missing")
    all_maintained: bool | None = Field(description="whether all five hold; null: none fails, but not all are scored")
    failing: tuple[Horizon, ...] = Field(description="the levels that do not hold: below, not shown or stale")
    unscored: tuple[Horizon, ...] = Field(description="the levels of which nothing can be said")
    frontier: int = Field(description="0 to 5: the last level up to which, from the first on, all hold")
    next: Horizon | None = Field(description="the horizon to work at first; null: all five hold")
    warnings: tuple[Warned, ...] = Field(description="effort beyond the level that comes first")
    lapses: tuple[Lapse, ...] = Field(description="the latest first")
    history: tuple[Dated, ...] = Field(description="each day on which anything changed, and the ends of months")
    to_come: int = Field(default=0, description="answers dated on this day or later: they count from the day after")
    sentences: tuple[Sentence, ...] = Field(description="the answer in words, the first says most")


class LadderLine(Result):
    """One relationship in a list of ladders."""

    stakeholders: str = Field(description="the document's id")
    title: str = Field(description="what people call it")
    customer: str = Field(description="whose success it is")
    providers: tuple[str, ...] = Field(description="who serves it")
    frontier: int = Field(description="0 to 5")
    headline: HorizonScore | None = Field(description="the lowest of the five; null: one has no score")
    all_maintained: bool | None = Field(description="whether all five hold; null: none fails, but not all are scored")
    next: Horizon | None = Field(description="the horizon to work at first; null: all five hold")
    statuses: tuple[Status, ...] = Field(description="of the five, from the corporation to individuals")
    words: Sentence = Field(description="the answer in words")


class Listed(Result):
    """`trueup horizons list`: every relationship of a book in a line."""

    book: str = Field(description="the book's id")
    as_of: dt.date = Field(description="what had happened when this day began")
    known_at: dt.datetime | None = Field(description="what was known at this moment; null: all that is known")
    relationships: tuple[LadderLine, ...] = Field(description="in the order of the book")


class LevelHistory(Result):
    """`trueup horizons history`: how the levels stood over time, and where they lapsed."""

    stakeholders: str = Field(description="the document's id")
    as_of: dt.date = Field(description="up to this day")
    known_at: dt.datetime | None = Field(description="what was known at this moment")
    history: tuple[Dated, ...] = Field(description="the earliest first")
    lapses: tuple[Lapse, ...] = Field(description="the latest first")
