"""What the API says of wins, and what it takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Schema
from pydantic import Field

from trueup.horizons.wins import RULES
from trueup.horizons.wins.sealed import LARGEST
from trueup.horizons.wins.win import (
    LONGEST,
    LONGEST_NAME,
    LONGEST_STEP,
    Engagement,
    Influence,
    Response,
    Strength,
    Win,
)
from trueup.web.given import Day, Given, Real, Whole
from trueup.web.wins import queries
from trueup.web.wins.models import Reader
from trueup.web.wins.models import Win as Row


class WinGiven(Given):
    """A win, and the three questions of compliance: each must be answered, and a yes stops it."""

    person: str = Field(min_length=1, max_length=LONGEST_NAME, description="who, by role or name; it is sealed too")
    win: str = Field(min_length=1, max_length=LONGEST, description="what they personally want")
    influence: Influence
    strength: Strength = "medium"
    response: Response
    current: Engagement
    desired: Engagement
    fulfilled: Real | None = Field(default=None, ge=0, le=1, description="how much of it they have")
    step: str = Field(default="", max_length=LONGEST_STEP, description="what to do next")
    by: Day | None = Field(default=None, description="until when")
    payment: bool = Field(strict=True, description="would anybody be paid or lent anything for it?")
    gift: bool = Field(strict=True, description="does it rest on a gift or hospitality above policy?")
    job_offer: bool = Field(strict=True, description="is it a job, an order or another favour?")


class WinBrought(Given):
    """A win that was sealed elsewhere to the key that the party holds itself, and the questions of compliance."""

    sealed: str = Field(max_length=LARGEST, description="the file NAME.sealed, as `trueup horizons wins add` writes it")
    commitment: str = Field(pattern="^[0-9a-f]{64}$", description="as it was printed then; the ledger keeps it")
    payment: bool = Field(strict=True, description="would anybody be paid or lent anything for it?")
    gift: bool = Field(strict=True, description="does it rest on a gift or hospitality above policy?")
    job_offer: bool = Field(strict=True, description="is it a job, an order or another favour?")

    def answers(self) -> dict[str, bool]:
        """What was answered to the questions of compliance."""
        return {rule: getattr(self, rule) for rule in RULES}


class ReaderNamed(Given):
    """Who may read a win: a member of one's own party, or the party in an observer's seat. Exactly one of them."""

    member: Whole | None = None
    seat: str | None = Field(default=None, max_length=100)


class KeyMade(Given):
    """Which key wins are sealed to from now on."""

    public: str = Field(default="", max_length=400, description="of a key that the party holds; empty: the server's")
    ask: str = Field(default="", max_length=200, description="who answers for compliance")


class ReaderRead(Schema):
    """Somebody who may read a win beside its author."""

    id: int
    name: str
    observer: bool
    left: bool
    since: dt.datetime


class LookRead(Schema):
    """Somebody has read it."""

    name: str
    at: dt.datetime
    as_file: bool


class WinRow(Schema):
    """A win without its text."""

    id: str
    author: str
    written_at: dt.datetime
    changed_at: dt.datetime
    erased_at: dt.datetime | None
    may_read: bool
    mine: bool
    key: str
    opens_here: bool = Field(description="the server holds its key; else only the party's key file opens it")
    readers: list[ReaderRead]

    @classmethod
    def of(cls, line: queries.Line) -> WinRow:
        """In the shape of the API."""
        return cls(**_row(line))


class WinDetail(WinRow):
    """The same, with who has read it: for its author and owners of the party."""

    looks: list[LookRead]

    @classmethod
    def seen(cls, found: queries.Detail) -> WinDetail:
        """In the shape of the API."""
        looks = [LookRead(name=each.name, at=each.at, as_file=each.as_file) for each in found.looks]
        return cls(**_row(found.line), looks=looks)


def _row(line: queries.Line) -> dict[str, Any]:
    readers = [
        ReaderRead(id=each.id, name=each.name, observer=each.is_party, left=each.gone, since=each.since)
        for each in line.readers
    ]
    return {
        "id": line.id,
        "author": line.author,
        "written_at": line.written_at,
        "changed_at": line.changed_at,
        "erased_at": line.erased_at,
        "may_read": line.may_read,
        "mine": line.mine,
        "key": line.key,
        "opens_here": line.openable,
        "readers": readers,
    }


class WinKept(Schema):
    """A win that was sealed: nothing of its text."""

    id: str
    key: str
    commitment: str = Field(description="HMAC-SHA-256 of the text under a salt that lies in it; the ledger holds it")
    leaf: int = Field(description="the entry of the ledger")

    @classmethod
    def of(cls, row: Row) -> WinKept:
        """In the shape of the API."""
        return cls(id=row.win, key=row.key.key_id, commitment=row.commitment, leaf=row.leaf)


class WinText(Schema):
    """A win that was opened: the look is written down. `text` where the server holds the key, else `sealed`."""

    id: str
    text: Win | None
    sealed: str | None = Field(description="the file that `trueup horizons wins read` opens with the party's key")


class ReaderKept(Schema):
    """A reader that was named."""

    id: int

    @classmethod
    def of(cls, row: Reader) -> ReaderKept:
        """In the shape of the API."""
        return cls(id=row.pk)


class KeyRead(Schema):
    """The key that wins are sealed to, and how many still lie under keys that the server cannot open."""

    key: str
    by_server: bool
    moved: int
    left: int


class KeyHeld(Schema):
    """A key of the party in a book."""

    id: int
    book: str
    party: str
    key: str
    by_server: bool
    in_use: bool
    made_at: dt.datetime
    wins: int

    @classmethod
    def of(cls, found: queries.Held) -> KeyHeld:
        """In the shape of the API."""
        return cls(
            id=found.id,
            book=found.book,
            party=found.local,
            key=found.key,
            by_server=found.by_server,
            in_use=found.in_use,
            made_at=found.made_at,
            wins=found.wins,
        )


class Destroyed(Schema):
    """What was destroyed with the keys."""

    wins: int
