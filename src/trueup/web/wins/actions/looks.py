"""Reading wins: the look is written down in the same transaction that opens them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from trueup.horizons.wins import Win as Text
from trueup.web.ledger.acting import action
from trueup.web.parties.access import Actor, NotFound
from trueup.web.wins.access import Door, door, readable
from trueup.web.wins.entries import noted
from trueup.web.wins.holding import opened
from trueup.web.wins.models import Look, Win


@dataclass(frozen=True, slots=True)
class Shown:
    """A win that was opened for one reader, this once."""

    row: Win
    text: Text = field(repr=False)


@action("win.read")
@sensitive_variables()
def read(actor: Actor | None, book: str, id: str, wins: Sequence[str] = ()) -> tuple[Shown, ...]:
    """Open these wins, or all that the actor may read and whose keys the server holds; each is a look.

    Raises NotFound for one that is not the actor's to read and where there is none at all, LedgerError for one that the
    server cannot open: then no look is written down, for there was none.
    """
    here, now = door(actor, book, id), timezone.now()
    rows = [_one(here, each) for each in wins] or list(readable(here).exclude(key__sealed=None).order_by("written_at"))
    if not rows:
        raise NotFound(_("there is no win that you may read"))
    shown = tuple(Shown(row, opened(row).win) for row in rows)
    for row in rows:
        _look(row, here.actor, now, as_file=False)
    return shown


@action("win.take")
def take(actor: Actor | None, book: str, id: str, win: str) -> Win:
    """Give out the sealed file of a win, which the party's own key opens: a look too. Raises NotFound."""
    here, now = door(actor, book, id), timezone.now()
    found = _one(here, win)
    _look(found, here.actor, now, as_file=True)
    return found


def _one(here: Door, win: str) -> Win:
    found = readable(here).filter(win=win).first()
    if found is None:
        raise NotFound(_("there is no such win"))
    return found


def _look(row: Win, actor: Actor, now: dt.datetime, *, as_file: bool) -> None:
    look = Look.objects.create(win=row, member_id=actor.member, at=now, as_file=as_file)
    noted("win.taken" if as_file else "win.read", actor, row, now, look=look.pk)
