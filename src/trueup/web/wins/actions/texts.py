"""Writing a win, writing it again, and erasing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from trueup.horizons.wins import RULES, Answers, new_id, stop
from trueup.horizons.wins import Win as Text
from trueup.web.documents.versions import lock
from trueup.web.ledger.acting import action
from trueup.web.parties.access import Actor, Refused
from trueup.web.wins.access import Door, door, known, require_writer, written
from trueup.web.wins.entries import committed, noted
from trueup.web.wins.errors import Stopped
from trueup.web.wins.holding import required_key, sealed_to
from trueup.web.wins.models import Key, Reader, Win
from trueup.web.wins.traces import leave_no_trace


@action("win.write")
@sensitive_variables()
def write(actor: Actor | None, book: str, id: str, given: Mapping[str, Any]) -> Win:
    """Seal a win to the actor's party. `given` are the keys of a win and the three answers of compliance.

    Raises NotFound, Refused, InputError for what is no win, Stopped for what the rules of compliance stop: then nothing
    was kept.
    """
    here, key, text = _allowed(actor, book, id, given)
    now = timezone.now()
    win = Win(win=new_id(), book=here.book, stakeholders=id, party_id=here.actor.party, local_id=here.local)
    win.author_id, win.written_at = here.actor.member, now
    return _sealed(win, key, text, here, "win.written")


@action("win.change")
@sensitive_variables()
def change(actor: Actor | None, book: str, id: str, win: str, given: Mapping[str, Any]) -> Win:
    """Put another text in the place of a win of the actor's own. Raises as `write`, and Refused for another's."""
    found = written(door(actor, book, id), win)
    leave_no_trace()
    here, key, text = _allowed(actor, book, id, given)
    return _sealed(found, key, text, here, "win.changed")


@action("win.erase")
def erase(actor: Actor | None, book: str, id: str, win: str) -> None:
    """Erase a win: by its author, or by an owner of the party, who need not be able to read it.

    Raises NotFound, Refused for a reader, and for one that is erased.
    """
    here = door(actor, book, id)
    found, now = known(here, win), timezone.now()
    require_writer(here)
    if found.author_id != here.actor.member and not here.actor.is_at_least("owner"):
        raise Refused(_("only its author or an owner of the party erases a win"), do=_("ask one of them"))
    if found.sealed is None:
        raise Refused(_("this win was erased"))
    leave_no_trace()
    found.sealed, found.erased_at = None, now
    found.save(update_fields=["sealed", "erased_at"])
    Reader.objects.filter(win=found, ended_at=None).update(ended_at=now)
    noted("win.erased", here.actor, found, now)


def _allowed(actor: Actor | None, book: str, id: str, given: Mapping[str, Any]) -> tuple[Door, Key, Text]:
    """Where, under which key, and the text that may be kept. Raises NotFound, Refused, InputError, Stopped."""
    here = door(actor, book, id)
    require_writer(here)
    lock(book)
    key = required_key(here.book, here.actor.party, here.local)
    answers = Answers.of({name: given[name] for name in RULES if name in given})
    text = Text.of({name: value for name, value in given.items() if name not in RULES})
    stopped = stop(text, answers)
    if stopped is not None:
        raise Stopped(stopped, key.ask)
    return here, key, text


def _sealed(win: Win, key: Key, text: Text, here: Door, type: str) -> Win:
    win.key, win.changed_at = key, timezone.now()
    win.sealed, win.commitment = sealed_to(key, win.win, win.stakeholders, text)
    win.leaf = committed(type, here.actor, win, win.changed_at)
    win.save()
    return win
