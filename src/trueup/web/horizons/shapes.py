"""What programs send and read of horizons."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Self

from ninja import Field, Schema

from trueup.horizons.given import GivenAnswer, GivenEffort
from trueup.horizons.proposals import Proposals
from trueup.horizons.results import Dated, Ladder, Lapse
from trueup.vocabulary.horizon import Horizon
from trueup.vocabulary.result import Amount
from trueup.web.evidence.shapes import LandedBatch
from trueup.web.given import Day, Given, Real, Whole
from trueup.web.horizons.actions.answer import Taken
from trueup.web.horizons.lately import LastSaid
from trueup.web.horizons.queries import Standing, State

TEXT = 200


class HorizonsRow(Schema):
    """A relationship in a list, with its answer."""

    book: str = Field(description="the slug of its book")
    id: str
    title: str
    agreement: str | None
    frontier: int | None = Field(description="0 to 5: how far the order has come; null: not scored yet")
    headline: float | None = Field(description="the lowest of the five; null: one has no score")
    all_maintained: bool | None
    failing: list[Horizon] = Field(description="the levels that do not hold")
    next: Horizon | None = Field(description="the horizon to work at first")
    words: str | None = Field(description="the answer as a sentence, or why there is none")

    @classmethod
    def of(cls, found: Standing) -> Self:
        """The row of a list."""
        ladder, place = found.ladder, found.place
        said = ladder.sentences[0] if ladder and ladder.sentences else found.problem or None
        return cls(
            book=place.slug, id=place.id, title=place.document.name, agreement=place.document.agreement,
            frontier=ladder.frontier if ladder else None,
            headline=ladder.headline.value if ladder and ladder.headline else None,
            all_maintained=ladder.all_maintained if ladder else None, failing=list(ladder.failing) if ladder else [],
            next=ladder.next if ladder else None, words=None if said is None else str(said),
        )  # fmt: skip


class HorizonsRead(Schema):
    """A ladder as it was scored in the background."""

    book: str
    id: str
    version: int = Field(description="the version in force")
    state: State = Field(description="refused: `problem` says why")
    computed_at: dt.datetime | None
    out_of_date: bool = Field(description="whether the book has moved on; a new ladder is on its way")
    problem: str
    result: Ladder | None

    @classmethod
    def of(cls, found: Standing) -> Self:
        """As the actor sees it."""
        return cls(
            book=found.place.slug, id=found.place.id, version=int(found.place.document.version), state=found.state,
            computed_at=found.computed_at, out_of_date=found.out_of_date, problem=found.problem, result=found.ladder,
        )  # fmt: skip


class HorizonsHistory(Schema):
    """How the five levels stood over time."""

    book: str
    id: str
    as_of: dt.date | None = Field(description="null: not scored yet")
    history: list[Dated] = Field(description="each day on which anything changed; the earliest first")
    lapses: list[Lapse] = Field(description="the latest first")


class ProposedCriterion(Schema):
    """A criterion that is proposed for a level that has none, or a person for the fifth."""

    horizon: Horizon
    id: str
    what: str = Field(description="what people would call it")
    kind: str = Field(description="what it is bound to; person: somebody, by role")
    why: str = Field(description="why it is proposed")


class HorizonsProposed(Schema):
    """What Trueup proposes for the levels at which nothing is asked yet."""

    book: str
    id: str
    version: int = Field(description="the version of the document with all of it")
    words: str = Field(description="the same as a sentence")
    proposals: list[ProposedCriterion]
    yaml: str = Field(description="the document with all of it, ready for a draft; empty: nothing is proposed")

    @classmethod
    def of(cls, book: str, found: Proposals) -> Self:
        """As programs read it."""
        criteria = [
            ProposedCriterion(
                horizon=each.horizon, id=each.criterion, what=each.what, kind=each.kind, why=str(each.why)
            )
            for each in found.proposals
        ]
        people = [
            ProposedCriterion(horizon="individuals", id=each.person, what=each.what, kind="person", why=str(each.why))
            for each in found.people
        ]
        return cls(
            book=book, id=found.stakeholders, version=found.version, words=str(found.words),
            proposals=[*criteria, *people], yaml=found.yaml,
        )  # fmt: skip


class AnswerRow(Given):
    """One answer to one criterion, or to an item of it."""

    criterion: str = Field(max_length=TEXT)
    item: str | None = Field(default=None, max_length=TEXT, description="of a checklist, the hostage test or SUS")
    person: str | None = Field(
        default=None, max_length=TEXT,
        description="of `people` who is meant; else who answered, by a word of their own. Default: the whole party; "
        "in confidence and for SUS the member",
    )  # fmt: skip
    value: Real | Whole = Field(description="in the unit of the answer; of a checklist 1 is yes, 0 is no")
    n: Whole | None = Field(default=None, description="how many people a figure was gathered from")
    stderr: Real | Whole | None = Field(default=None, description="its standard error")
    answered_on: Day
    note: str | None = Field(default=None, max_length=2000, description="what it rests on; never what a person wants")
    ref: str | None = Field(default=None, max_length=TEXT)

    def given(self, line: int) -> GivenAnswer:
        """As the rules take it in."""
        said = self.model_dump() | {"value": float(self.value)}
        return GivenAnswer(**said, reported_by="", line=line)


class AnswersGiven(Given):
    """Answers to take in: all of them or none."""

    rows: list[AnswerRow] = Field(min_length=1, max_length=5_000)
    reason: str = Field(default="", max_length=2000, description="why, where a row corrects an earlier one")


class AnswersTaken(Schema):
    """What became of answers. Said in confidence they are held, and land once enough people have answered."""

    landed: LandedBatch | None
    held: int = Field(description="how many people's answers are held so far")

    @classmethod
    def of(cls, taken: Taken) -> Self:
        """As programs read it."""
        return cls(landed=LandedBatch.of(taken.landed) if taken.landed else None, held=taken.held)


class LastAnswer(Schema):
    """What one's own side said last of a question."""

    criterion: str
    item: str | None = Field(description="of a checklist, the hostage test or SUS")
    person: str | None = Field(description="who is meant, where a criterion is about people")
    value: float
    n: int | None = Field(description="how many people a figure was gathered from")
    stderr: float | None
    answered_on: dt.date
    who: str | None = Field(description="who wrote it down; never said of answers in confidence")
    held: bool = Field(description="said in confidence, and still waiting for others")

    @classmethod
    def of(cls, said: LastSaid) -> Self:
        """As programs read it."""
        return cls(**asdict(said))


class EffortRow(Given):
    """What one's party spent at a level on a day: hours, money or both."""

    horizon: Horizon
    spent_on: Day
    hours: Real | Whole | None = Field(default=None)
    amount: Amount | None = Field(default=None)
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    what: str | None = Field(default=None, max_length=TEXT)
    ref: str | None = Field(default=None, max_length=TEXT, description="tells it from others of the same day")

    def given(self, line: int) -> GivenEffort:
        """As the rules take it in."""
        said = self.model_dump() | {"hours": None if self.hours is None else float(self.hours)}
        return GivenEffort(**said, party="", line=line)


class EffortsGiven(Given):
    """Efforts to take in: all of them or none."""

    rows: list[EffortRow] = Field(min_length=1, max_length=5_000)
    reason: str = Field(default="", max_length=2000, description="why, where a row corrects an earlier one")
