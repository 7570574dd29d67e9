"""What programs send and read of surveys that are asked here."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from ninja import Field, Schema
from pydantic import StringConstraints

from trueup.jobs.tidy import Answer
from trueup.web.given import Given, Whole
from trueup.web.surveys.actions.invite import MOST, Invited
from trueup.web.surveys.queries import PersonRow, SurveyRow, WaveRow
from trueup.web.surveys.rates import Rates

Short = Annotated[str, StringConstraints(max_length=200)]
StateOfPerson = Literal["asked", "opened", "started", "finished", "declined", "undelivered", "erased"]


class StopRead(Schema):
    """One page of the form."""

    page: int
    shown: int = Field(description="to how many it was shown")
    sent: int = Field(description="by how many it was sent")
    stopped: int = Field(description="how many began, have not finished, and stopped here")


class RatesRead(Schema):
    """A wave in numbers of people."""

    asked: int
    opened: int
    started: int
    finished: int
    declined: int = Field(description="said that they want no letters")
    undelivered: int = Field(description="whose letter the mail server did not take")
    reminded: int = Field(description="reminders that left")
    response: float | None = Field(description="finished of those asked, 0 to 1")
    completion: float | None = Field(description="finished of those who began, 0 to 1")
    drop_out: float | None = Field(description="not finished, so far, of those who began, 0 to 1")
    pages: list[StopRead] = Field(description="where people stopped; in a list of surveys: empty")

    @classmethod
    def of(cls, found: Rates) -> Self:
        """As counted."""
        pages = [StopRead(page=at.page, shown=at.shown, sent=at.sent, stopped=at.stopped) for at in found.pages]
        return cls(
            asked=found.asked, opened=found.opened, started=found.started, finished=found.finished,
            declined=found.declined, undelivered=found.undelivered, reminded=found.reminded, response=found.response,
            completion=found.completion, drop_out=found.drop_out, pages=pages,
        )  # fmt: skip


class WaveRead(Schema):
    """A wave: when, where it stands, and in numbers."""

    id: str
    opens: dt.date
    closes: dt.date = Field(description="the first day on which nobody can answer any more")
    state: Literal["early", "open", "closed"]
    size: int | None = Field(description="how many there are to ask; null: not said")
    rates: RatesRead

    @classmethod
    def of(cls, row: WaveRow) -> Self:
        """The row of a list."""
        wave = row.times.wave
        return cls(id=wave.id, opens=wave.opens, closes=wave.closes, state=row.state, size=row.size,
                   rates=RatesRead.of(row.rates))  # fmt: skip


class SurveyRead(Schema):
    """A survey that one's party asks."""

    book: str
    book_name: str
    id: str
    title: str
    anonymous: bool
    waves: list[WaveRead] = Field(description="the latest first")

    @classmethod
    def of(cls, row: SurveyRow) -> Self:
        """The row of a list."""
        return cls(book=row.book, book_name=row.book_name, id=row.id, title=row.title, anonymous=row.anonymous,
                   waves=[WaveRead.of(each) for each in row.waves])  # fmt: skip


class PeopleGiven(Given):
    """People to ask: each row has email, name, person, customer, language, or a key of the survey."""

    rows: list[dict[str, str | None]] = Field(min_length=1, max_length=MOST)
    by: Literal["email", "links"] = Field(default="email", description="letters of the server, or links in the answer")


class LinksGiven(Given):
    """How many links without names."""

    count: Whole = Field(ge=1, le=MOST)
    language: Annotated[str, StringConstraints(max_length=35)] = ""
    customer: Short = ""


class AskedRead(Schema):
    """Somebody who was asked."""

    invitation: int
    name: str
    email: str
    customer: str
    language: str
    link: str | None = Field(description="shown this once; null: it is in the letter")


class HeldRead(Schema):
    """Somebody who was not asked."""

    line: int
    name: str
    why: str
    may_be_asked_from: dt.date | None = Field(description="null: not at all")


class InvitedRead(Schema):
    """What became of a list."""

    asked: list[AskedRead]
    not_asked: list[HeldRead]

    @classmethod
    def of(cls, found: Invited) -> Self:
        """As done."""
        asked = [
            AskedRead(
                invitation=each.invitation, name=each.person.name or each.person.person, email=each.person.email,
                customer=each.person.customer, language=each.person.language, link=each.link,
            )
            for each in found.asked
        ]  # fmt: skip
        held = [
            HeldRead(line=each.person.line, name=each.person.label, why=each.why, may_be_asked_from=each.free_on)
            for each in found.held
        ]
        return cls(asked=asked, not_asked=held)


class PersonRead(Schema):
    """Somebody who was asked, and how far they are: of an anonymous survey only what their letters tell."""

    invitation: int
    name: str
    email: str
    customer: str
    language: str
    state: StateOfPerson
    asked_at: dt.datetime
    sent_at: dt.datetime | None = Field(description="when the last letter left")
    letters: int

    @classmethod
    def of(cls, row: PersonRow) -> Self:
        """The row of a list."""
        said: dict[str, Any] = {
            "invitation": row.invitation, "name": row.label, "email": row.email, "customer": row.customer,
            "language": row.language, "state": row.state, "asked_at": row.asked_at, "sent_at": row.sent_at,
            "letters": row.letters,
        }  # fmt: skip
        return cls(**said)


class AnswerRead(Schema):
    """One outcome as one respondent rated it; null: shown and not rated."""

    respondent: str = Field(description="a pseudonym")
    customer: str | None
    keys: dict[str, str] = Field(description="what is known of the respondent; empty also where too few share it")
    outcome: str
    importance: int | None
    satisfaction: int | None
    answered_at: dt.datetime

    @classmethod
    def of(cls, each: Answer) -> Self:
        """As it may leave."""
        return cls(
            respondent=each.respondent, customer=each.customer, keys=dict(each.keys), outcome=each.outcome,
            importance=each.importance, satisfaction=each.satisfaction, answered_at=each.answered_at,
        )  # fmt: skip


class RemindedRead(Schema):
    """How many reminders are on their way."""

    reminded: int
