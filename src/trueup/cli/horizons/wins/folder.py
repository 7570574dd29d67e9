"""The folder of a party's sealed wins: BOOK/sealed/PARTY with key.pub, log.jsonl and a file a win."""

from __future__ import annotations

import datetime as dt
import getpass
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from trueup.horizons.wins import FOLDER, PublicKey, Sealed, reads
from trueup.horizons.wins.sealed import ENDING, LARGEST
from trueup.ledger.keyfile import write_new
from trueup.vocabulary import InputError, LedgerError

PUBLIC = "key.pub"


@dataclass(frozen=True, slots=True)
class Holding:
    """The folder of one party's wins."""

    place: Path

    @property
    def party(self) -> str:
        """The party's id in the book."""
        return unquote(self.place.name)

    def key(self) -> PublicKey:
        """The public half that wins are sealed to now. Raises LedgerError where there is none."""
        return PublicKey.parse(self._public()[0])

    def contact(self) -> str:
        """Whom the party names for questions of compliance; "" for nobody."""
        return "\n".join(self._public()[1:])

    def state(self, key: PublicKey, contact: str) -> None:
        """Say from now on: wins are sealed to this key, and this is whom to ask."""
        replace(self.place / PUBLIC, f"{key}\n{contact}".strip().encode() + b"\n")

    def _public(self) -> list[str]:
        file = self.place / PUBLIC
        if not file.is_file():
            do = f"make one: trueup horizons wins key BOOK --party {self.party} --file FILE"
            raise LedgerError("the party has no key for wins yet", where=str(file), do=do)
        return file.read_text(encoding="utf-8").splitlines()

    def files(self) -> list[Path]:
        """The files of all wins, by name."""
        return sorted(self.place.glob(f"*{ENDING}"))

    def add(self, sealed: Sealed) -> Path:
        """Write a new win, durably."""
        file = self.place / f"{sealed.place.win}{ENDING}"
        write_new(file, sealed.text)
        return file


def holding(book: Path, party: str) -> Holding:
    """The folder of a party's wins, whether it is there yet or not."""
    return Holding(book / FOLDER / quote(party, safe=""))


def holdings(book: Path) -> Iterator[Holding]:
    """Every party's that lies in the book's folder."""
    for place in sorted((book / FOLDER).glob("*/")):
        yield Holding(place)


def parsed(file: Path) -> Sealed:
    """The sealed win in a file. Raises LedgerError, with the file, for what is none."""
    try:
        with file.open("rb") as found:
            return Sealed.parse(found.read(LARGEST + 1))
    except LedgerError as wrong:
        raise LedgerError(wrong.what, where=str(file), do="erase it, or take it from a copy") from None


def chosen(book: Path, wins: list[str]) -> list[Path]:
    """The files of wins by the beginnings of their ids. Raises InputError for none, or several, of that beginning."""
    every = [file for each in holdings(book) for file in each.files()]
    return [_the_one(every, win, book) for win in wins]


def _the_one(files: list[Path], win: str, book: Path) -> Path:
    found = [file for file in files if file.name.startswith(win.lower())] if win else []
    if len(found) != 1:
        what = f"{len(found)} wins begin with {win!r}" if found else f"there is no win {win!r}"
        raise InputError(what, where=str(book), do=f"see them: trueup horizons wins list {book}")
    return found[0]


def note(folder: Path, win: str, what: reads.What) -> None:
    """Append to the log of reads, durably, before it is done. Raises LedgerError for a log that was changed."""
    file = folder / reads.FILE
    log = file.read_bytes() if file.exists() else b""
    try:
        line = reads.next_line(log, reads.Line(dt.datetime.now(dt.UTC), win, getpass.getuser(), what))
    except LedgerError as wrong:
        raise LedgerError(wrong.what, where=str(file), do="keep it as it is, look into it, and move it away") from None
    with file.open("ab") as out:
        out.write(line)
        out.flush()
        os.fsync(out.fileno())


def replace(file: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.new")
    draft.unlink(missing_ok=True)
    write_new(draft, content)
    draft.replace(file)
