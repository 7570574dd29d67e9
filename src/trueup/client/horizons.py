"""Horizons through the client: ladders with the gate, their history, proposals, and what one's side answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import quote

from trueup.client.results import Answer, Landed
from trueup.client.transport import Transport
from trueup.horizons.results import Dated, Ladder, Lapse
from trueup.vocabulary.horizon import Horizon

ROOT = "/api/v1"
Row = Mapping[str, Any]


class LadderRow(Answer):
    """A relationship in a list, with its answer; `frontier` is null while it is not scored yet."""

    book: str
    id: str
    title: str
    agreement: str | None
    frontier: int | None
    headline: float | None
    all_maintained: bool | None
    failing: tuple[Horizon, ...]
    next: Horizon | None
    words: str | None


class ScoredLadder(Answer):
    """A ladder as it was scored in the background; `problem` says why there is none."""

    book: str
    id: str
    version: int
    state: Literal["done", "under_way", "refused"]
    computed_at: dt.datetime | None
    out_of_date: bool
    problem: str
    result: Ladder | None


class LadderHistory(Answer):
    """How the five levels stood over time, the earliest first; lapses the latest first."""

    book: str
    id: str
    as_of: dt.date | None
    history: tuple[Dated, ...]
    lapses: tuple[Lapse, ...]


class LadderProposal(Answer):
    """A criterion for a level that has none, or a person (`kind` person) for the fifth."""

    horizon: Horizon
    id: str
    what: str
    kind: str
    why: str


class LadderProposals(Answer):
    """All of them; `yaml` is the document with them taken in."""

    book: str
    id: str
    version: int
    words: str
    proposals: tuple[LadderProposal, ...]
    yaml: str


class AnswersTaken(Answer):
    """What became of answers: landed, or in confidence held until enough people have answered."""

    landed: Landed | None
    held: int


class LastAnswer(Answer):
    """What one's own side said last of a question; `held` waits in confidence for others."""

    criterion: str
    item: str | None
    person: str | None
    value: float
    n: int | None
    stderr: float | None
    answered_on: dt.date
    who: str | None
    held: bool


class HorizonCalls:
    """What a client asks of horizons."""

    transport: Transport

    def ladders(self) -> Iterator[LadderRow]:
        """Every relationship whose horizons are kept and that the member's party sees."""
        return map(LadderRow.of, self.transport.pages(f"{ROOT}/horizons"))

    def ladder(self, book: str, id: str) -> ScoredLadder:
        """The five levels with the gate, what fails, and what to work at next."""
        return ScoredLadder.of(self.transport.get(_ladder(book, id)))

    def ladder_history(self, book: str, id: str) -> LadderHistory:
        """How the levels stood over time, and where they lapsed."""
        return LadderHistory.of(self.transport.get(f"{_ladder(book, id)}/history"))

    def ladder_proposals(self, book: str, id: str) -> LadderProposals:
        """What Trueup proposes for levels without criteria."""
        return LadderProposals.of(self.transport.get(f"{_ladder(book, id)}/proposals"))

    def last_answers(self, book: str, id: str) -> tuple[LastAnswer, ...]:
        """Of each question the last answer of one's side; in confidence nothing but the member's own."""
        return tuple(LastAnswer.of(each) for each in self.transport.get(f"{_ladder(book, id)}/answers"))

    def answer_criteria(
        self, book: str, id: str, rows: Sequence[Row], *, reason: str = "", key: str | None = None
    ) -> AnswersTaken:
        """Answer criteria for one's side, all rows or none; a correction gives its `reason`."""
        said = {"rows": [*rows], "reason": reason}
        return AnswersTaken.of(self.transport.change("POST", f"{_ladder(book, id)}/answers", said, key=key))

    def write_down_effort(
        self, book: str, id: str, rows: Sequence[Row], *, reason: str = "", key: str | None = None
    ) -> Landed:
        """Write down effort of one's side, all rows or none."""
        said = {"rows": [*rows], "reason": reason}
        return Landed.of(self.transport.change("POST", f"{_ladder(book, id)}/efforts", said, key=key))


def _ladder(book: str, id: str) -> str:
    return f"{ROOT}/books/{quote(book)}/horizons/{quote(id)}"
