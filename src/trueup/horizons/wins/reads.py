"""The log of a folder's sealed wins: a line each time one is written, read, erased or sealed anew.

Each line holds the hash of the one before. So a line that was changed, or taken out of the middle, is found. It cannot
show that the end was cut off, that somebody opened a copy elsewhere or with another program, or that the name of the
person at the machine was another's.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Literal

from trueup.ledger.encoding import instant, moment
from trueup.vocabulary import LedgerError
from trueup.vocabulary.digest import canonical

FILE = "log.jsonl"
What = Literal["written", "read", "erased", "rekeyed"]
_KEYS = {"at", "before", "by", "what", "win"}


@dataclass(frozen=True, slots=True)
class Line:
    """What was done with a win, when, and by whom, as their machine calls them."""

    at: dt.datetime
    win: str
    by: str
    what: What


def lines(log: bytes) -> tuple[Line, ...]:
    """Every line, oldest first. Raises LedgerError with the number of the first that does not follow."""
    found, before = [], ""
    for number, text in enumerate(log.splitlines(), 1):
        said = _said(text)
        if said is None or said["before"] != before:
            raise LedgerError(f"line {number} does not follow the one before: the log of reads was changed")
        found.append(Line(moment(said["at"]), said["win"], said["by"], said["what"]))  # type: ignore[arg-type]
        before = _hash(text)
    return tuple(found)


def next_line(log: bytes, line: Line) -> bytes:
    """The line to append to a log. Raises LedgerError for a log that was changed: its end would hide that."""
    lines(log)
    last = log.splitlines()[-1:]
    said = {"at": instant(line.at), "before": _hash(last[0]) if last else "", "by": line.by, "what": line.what}
    return canonical({**said, "win": line.win}) + b"\n"


def _said(text: bytes) -> dict[str, str] | None:
    try:
        said = json.loads(text)
    except ValueError:
        return None
    whole = isinstance(said, dict) and said.keys() == _KEYS and all(isinstance(each, str) for each in said.values())
    return said if whole else None


def _hash(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
