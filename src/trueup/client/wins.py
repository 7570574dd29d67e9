"""Sealed wins through the client: whose they are, who reads them, and a text only where it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import Field

from trueup.client.results import Answer
from trueup.client.transport import Transport

ROOT = "/api/v1"


class WinReader(Answer):
    """Somebody who may read a win beside its author."""

    id: int
    name: str
    observer: bool
    left: bool
    since: dt.datetime


class WinLook(Answer):
    """Somebody has read it."""

    name: str
    at: dt.datetime
    as_file: bool


class WinRow(Answer):
    """A win without its text; `opens_here`: the server holds its key."""

    id: str
    author: str
    written_at: dt.datetime
    changed_at: dt.datetime
    erased_at: dt.datetime | None
    may_read: bool
    mine: bool
    key: str
    opens_here: bool
    readers: tuple[WinReader, ...]


class WinDetail(WinRow):
    """The same, with who has read it: for its author and owners of the party."""

    looks: tuple[WinLook, ...]


class WinKept(Answer):
    """A win that was sealed: nothing of its text. The ledger holds `commitment` in the entry `leaf`."""

    id: str
    key: str
    commitment: str
    leaf: int


class WinText(Answer):
    """A win that was opened; where the server does not hold the key, the `sealed` file for the party's key file."""

    id: str
    text: dict[str, Any] | None = Field(repr=False)
    sealed: str | None = Field(repr=False)


class WinKey(Answer):
    """The key that wins are sealed to now; `left` wins lie under keys that the server cannot open."""

    key: str
    by_server: bool
    moved: int
    left: int


class WinCalls:
    """What a client does with wins. A win is a mapping: person, win, influence, response, current, desired, and so on,
    with the answers to payment, gift and job_offer."""

    transport: Transport

    def wins(self, book: str, id: str) -> Iterator[WinRow]:
        """The wins of a relationship that the member may read; an owner sees that the others exist."""
        return map(WinRow.of, self.transport.pages(_wins(book, id)))

    def win(self, book: str, id: str, win: str) -> WinDetail:
        """One of them without its text."""
        return WinDetail.of(self.transport.get(_wins(book, id, win)))

    def write_win(self, book: str, id: str, said: dict[str, Any], *, key: str | None = None) -> WinKept:
        """Have the server seal a win to one's party: its text passes through the server."""
        return WinKept.of(self.transport.change("POST", _wins(book, id), said, key=key))

    def bring_win(
        self, book: str, id: str, sealed: Path | str, commitment: str, *, payment: bool, gift: bool, job_offer: bool,
        key: str | None = None,
    ) -> WinKept:  # fmt: skip
        """Bring the file of a win that was sealed to the key that one's party holds itself."""
        text = Path(sealed).read_text(encoding="ascii")
        said = {"sealed": text, "commitment": commitment, "payment": payment, "gift": gift, "job_offer": job_offer}
        return WinKept.of(self.transport.change("POST", _wins(book, id, "sealed"), said, key=key))

    def change_win(self, book: str, id: str, win: str, said: dict[str, Any], *, key: str | None = None) -> WinKept:
        """Put another text in the place of a win of one's own."""
        return WinKept.of(self.transport.change("PUT", _wins(book, id, win), said, key=key))

    def read_win(self, book: str, id: str, win: str) -> WinText:
        """Open a win: the look is written down, and each call is a look."""
        return WinText.of(self.transport.change("POST", _wins(book, id, f"{win}/read"), {}))

    def erase_win(self, book: str, id: str, win: str) -> None:
        """Erase it: as its author, or as an owner without reading it."""
        self.transport.change("DELETE", _wins(book, id, win))

    def name_win_reader(
        self, book: str, id: str, win: str, *, member: int | None = None, seat: str | None = None
    ) -> int:
        """Let a member of one's party, or the observer in a seat, read it; the number of the reader."""
        said = {"member": member, "seat": seat}
        return int(self.transport.change("POST", _wins(book, id, f"{win}/readers"), said)["id"])

    def end_win_reader(self, book: str, id: str, win: str, reader: int) -> None:
        """From now on this reader reads it no more."""
        self.transport.change("DELETE", _wins(book, id, f"{win}/readers/{reader}"))

    def change_win_key(self, book: str, id: str, *, public: str = "", ask: str = "") -> WinKey:
        """Make or exchange the party's key; with `public` one that the party holds itself. For owners."""
        return WinKey.of(self.transport.change("POST", _wins(book, id, "key"), {"public": public, "ask": ask}))


def _wins(book: str, id: str, part: str = "") -> str:
    at = f"{ROOT}/books/{quote(book, safe='')}/horizons/{quote(id)}/wins"
    return f"{at}/{part}" if part else at
