"""What the ledger is told of a win: that it was written, read or erased; of the text, a commitment."""

from __future__ import annotations

import datetime as dt

from trueup.vocabulary.digest import digest
from trueup.web.documents.private import PRIVATE
from trueup.web.ledger.acting import record
from trueup.web.ledger.log import Committed
from trueup.web.parties.access import Actor
from trueup.web.wins.models import Key, Win


def committed(type: str, actor: Actor, win: Win, now: dt.datetime) -> int:
    """That a text was sealed; return the index of the entry. The salt lies with the text."""
    return record(type, Committed(win.commitment), actor=actor.name, at=now, book=win.book.slug, subject=_of(win.win))


def noted(type: str, actor: Actor, win: Win, now: dt.datetime, **more: str | int | None) -> int:
    """That something was done with a win. Its id is 128 random bits: nobody finds the digest by trying."""
    said = digest({"win": win.win, "member": actor.member, "at": now.isoformat(), **more})
    return record(type, said, actor=actor.name, at=now, book=win.book.slug, subject=_of(win.win))


def noted_key(type: str, actor: Actor, key: Key, now: dt.datetime) -> int:
    """That a key was made, exchanged or destroyed."""
    said = digest({"key": key.key_id, "public": bytes(key.public).hex(), "at": now.isoformat()})
    return record(type, said, actor=actor.name, at=now, book=key.book.slug, subject=_of(key.key_id + str(key.pk)))


def _of(name: str) -> str:
    """A subject that tells nothing: whose it is, its own party sees by who acted."""
    return f"{PRIVATE}{digest({'win': name})[:16]}"
