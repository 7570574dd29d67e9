"""Surveys through the client: whom to ask, how many have answered, and their answers, for the party that asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import quote

from trueup.client.results import Answer
from trueup.client.transport import Transport

ROOT = "/api/v1"
Row = Mapping[str, Any]


class PageRate(Answer):
    """One page of a form: to how many it was shown, who sent it, who stopped at it."""

    page: int
    shown: int
    sent: int
    stopped: int


class WaveRates(Answer):
    """A wave in numbers of people; rates are shares, None where there is nobody to take a share of."""

    asked: int
    opened: int
    started: int
    finished: int
    declined: int
    undelivered: int
    reminded: int
    response: float | None
    completion: float | None
    drop_out: float | None
    pages: tuple[PageRate, ...]


class SurveyWave(Answer):
    """A wave of a survey."""

    id: str
    opens: dt.date
    closes: dt.date
    state: Literal["early", "open", "closed"]
    size: int | None
    rates: WaveRates


class SurveyRow(Answer):
    """A survey that the member's party asks."""

    book: str
    book_name: str
    id: str
    title: str
    anonymous: bool
    waves: tuple[SurveyWave, ...]


class AskedPerson(Answer):
    """Somebody who was asked; `link` only where it is to be handed out."""

    invitation: int
    name: str
    email: str
    customer: str
    language: str
    link: str | None


class NotAsked(Answer):
    """Somebody who was not asked, and from which day they may be."""

    line: int
    name: str
    why: str
    may_be_asked_from: dt.date | None


class Invited(Answer):
    """What became of a list."""

    asked: tuple[AskedPerson, ...]
    not_asked: tuple[NotAsked, ...]


class SurveyAnswer(Answer):
    """One outcome as one respondent rated it."""

    respondent: str
    customer: str | None
    keys: dict[str, str]
    outcome: str
    importance: int | None
    satisfaction: int | None
    answered_at: dt.datetime


class SurveyCalls:
    """What a client asks of surveys."""

    transport: Transport

    def surveys(self) -> Iterator[SurveyRow]:
        """Every survey that the member's party asks."""
        return map(SurveyRow.of, self.transport.pages(f"{ROOT}/surveys"))

    def wave(self, book: str, survey: str, wave: str) -> SurveyWave:
        """A wave: when, where it stands, how many have answered, where the others stopped."""
        return SurveyWave.of(self.transport.get(_wave(book, survey, wave)))

    def invite(
        self,
        book: str,
        survey: str,
        wave: str,
        rows: Sequence[Row],
        *,
        by: Literal["email", "links"] = "email",
        key: str | None = None,
    ) -> Invited:
        """Ask people: rows of email, name, person, customer, language and keys of the survey; all lines or nobody."""
        body = {"rows": [dict(row) for row in rows], "by": by}
        return Invited.of(self.transport.change("POST", f"{_wave(book, survey, wave)}/people", body, key=key))

    def survey_links(self, book: str, survey: str, wave: str, count: int, *, key: str | None = None) -> Invited:
        """So many links for whoever gets them."""
        path = f"{_wave(book, survey, wave)}/links"
        return Invited.of(self.transport.change("POST", path, {"count": count}, key=key))

    def remind(self, book: str, survey: str, wave: str, *, key: str | None = None) -> int:
        """Write to everybody who has not finished; how many."""
        found = self.transport.change("POST", f"{_wave(book, survey, wave)}/reminders", key=key)
        return int(found["reminded"])

    def close_wave(self, book: str, survey: str, wave: str, *, key: str | None = None) -> SurveyWave:
        """Close a wave before its day."""
        return SurveyWave.of(self.transport.change("POST", f"{_wave(book, survey, wave)}/close", key=key))

    def answers(self, book: str, survey: str, wave: str) -> Iterator[SurveyAnswer]:
        """The answers of a wave; of an anonymous survey nothing below its smallest group."""
        return map(SurveyAnswer.of, self.transport.pages(f"{_wave(book, survey, wave)}/answers"))


def _wave(book: str, survey: str, wave: str) -> str:
    return f"{ROOT}/books/{quote(book, safe='')}/surveys/{quote(survey, safe='')}/waves/{quote(wave, safe='')}"
