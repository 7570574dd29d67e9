"""Who may read a win beside its author: only the author says so."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.web.ledger.acting import action
from trueup.web.parties.access import Actor, NotFound
from trueup.web.parties.models import Member
from trueup.web.wins.access import door, observers, written
from trueup.web.wins.entries import noted
from trueup.web.wins.models import Reader, Win


@action("win.name_member")
def name_member(actor: Actor | None, book: str, id: str, win: str, member: int) -> Reader:
    """Let a member of the author's party read a win. Raises NotFound for anybody else, Refused for another's win."""
    here = door(actor, book, id)
    found = written(here, win)
    rows = Member.objects.filter(pk=member, party_id=here.actor.party, ended_at=None)
    person = rows.exclude(pk=found.author_id).first()
    if person is None:
        raise NotFound(_("there is no such member"))
    return _named(here.actor, found, person.party_id, person.pk)


@action("win.name_observer")
def name_observer(actor: Actor | None, book: str, id: str, win: str, seat: str) -> Reader:
    """Let the party that sits there as observer read a win. Raises NotFound for any other seat."""
    here = door(actor, book, id)
    found = written(here, win)
    sitting = next((each for each in observers(here) if each.local_id == seat), None)
    if sitting is None or sitting.party_id is None or sitting.party_id == here.actor.party:
        raise NotFound(_("there is no such observer"))
    return _named(here.actor, found, sitting.party_id, None)


@action("win.end_reader")
def end_reader(actor: Actor | None, book: str, id: str, win: str, reader: int) -> None:
    """From now on this reader reads the win no more; what was read was read. Raises NotFound, Refused."""
    here, now = door(actor, book, id), timezone.now()
    found = written(here, win)
    row = Reader.objects.filter(pk=reader, win=found, ended_at=None).first()
    if row is None:
        raise NotFound(_("there is no such reader"))
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    noted("win.reader_ended", here.actor, found, now, reader=row.pk)


def _named(actor: Actor, win: Win, party: int, member: int | None) -> Reader:
    now = timezone.now()
    rows = Reader.objects.filter(win=win, party_id=party, ended_at=None)
    known = rows.filter(member=None) if member is None else rows.filter(member_id=member)
    row = known.first() or Reader.objects.create(win=win, party_id=party, member_id=member, named_at=now)
    noted("win.reader_named", actor, win, now, reader=row.pk)
    return row
