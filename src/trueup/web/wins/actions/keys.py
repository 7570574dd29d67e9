"""The key of a party in a book: made, exchanged, handed to the party, destroyed. Nobody reads a win for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from trueup.horizons.wins import PublicKey
from trueup.vocabulary import LedgerError
from trueup.web.documents.versions import lock
from trueup.web.ledger.acting import action
from trueup.web.parties.access import Actor, NotFound, require
from trueup.web.wins.access import door, require_owner
from trueup.web.wins.entries import committed, noted_key
from trueup.web.wins.holding import key_in_use, new_key, opened, private_of, sealed_to
from trueup.web.wins.models import Key, Reader, Win
from trueup.web.wins.traces import leave_no_trace


@dataclass(frozen=True, slots=True)
class Changed:
    """A key that is in use now: how many wins were sealed to it, and how many still lie under keys of before."""

    key: Key
    moved: int
    left: int


@action("win.change_key")
def change_key(actor: Actor | None, book: str, id: str, *, public: str = "", ask: str = "") -> Changed:
    """Make the party's key, or another in its place; with `public`, one whose private half the party holds itself.

    Every win whose key the server can open is sealed to the new key, and the old private half is destroyed. What it
    cannot open (the party holds that key, or the server's secret was lost) stays as it is. `ask` is whom a stop of
    compliance refers to. Raises NotFound, Refused, LedgerError for what is no public key of this party.
    """
    here, now = door(actor, book, id), timezone.now()
    require_owner(here)
    half = _half(public, here.local) if public.strip() else None
    lock(book)
    leave_no_trace()
    old = key_in_use(here.book, here.actor.party, here.local)
    if old is not None:
        old.retired_at = now
        old.save(update_fields=["retired_at"])
    new = new_key(here.book, here.actor.party, here.local, half, " ".join(ask.split())[:200], now)
    noted_key("win.key_made", here.actor, new, now)
    moved = sum(_moved(here.actor, each, new, now) for each in _before(new))
    left = Win.objects.filter(key__in=_before(new)).exclude(sealed=None).count()
    return Changed(new, moved, left)


@action("win.destroy_key")
def destroy_key(actor: Actor | None, key: int) -> int:
    """Destroy every key of the party in the book of this one, and every win; return how many wins there were.

    What is left of them anywhere on this server is noise; a backup from before still holds both, until it is thrown
    away. Works for a party that has left the book, too. Raises NotFound, Refused for anybody but an owner.
    """
    actor = require(actor, role="owner", scope="admin")
    found = Key.objects.filter(pk=key, party_id=actor.party, destroyed_at=None).select_related("book").first()
    if found is None:
        raise NotFound(_("there is no such key"))
    now = timezone.now()
    lock(found.book.slug)
    leave_no_trace()
    every = Key.objects.filter(book=found.book, party_id=actor.party, local_id=found.local_id)
    wins = Win.objects.filter(key__in=every).exclude(sealed=None)
    Reader.objects.filter(win__in=wins, ended_at=None).update(ended_at=now)
    gone = wins.update(sealed=None, erased_at=now)
    every.filter(retired_at=None).update(retired_at=now)
    every.filter(destroyed_at=None).update(sealed=None, destroyed_at=now)
    noted_key("win.key_destroyed", actor, found, now)
    return gone


def _half(line: str, local: str) -> PublicKey:
    public = PublicKey.parse(line.strip())
    if public.party != local:
        raise LedgerError(
            _("this key is made out to %(other)r") % {"other": public.party},
            do=_("make one with --party %(local)s") % {"local": local},
        )
    return public


def _before(new: Key) -> list[Key]:
    rows = Key.objects.filter(book=new.book, party_id=new.party_id, local_id=new.local_id).exclude(pk=new.pk)
    return list(rows.select_related("book"))


@sensitive_variables()
def _moved(actor: Actor, old: Key, new: Key, now: dt.datetime) -> int:
    """Seal what lies under an old key to the new one, and destroy the old; 0 where it cannot be opened."""
    try:
        private_of(old)
    except LedgerError:
        return 0
    rows = list(Win.objects.filter(key=old).exclude(sealed=None).select_related("key", "book"))
    for row in rows:
        text = opened(row).win
        row.key = new
        row.sealed, row.commitment = sealed_to(new, row.win, row.stakeholders, text)
        row.leaf = committed("win.rekeyed", actor, row, now)
        row.save(update_fields=["key", "sealed", "commitment", "leaf"])
    old.sealed, old.destroyed_at = None, now
    old.save(update_fields=["sealed", "destroyed_at"])
    return len(rows)
