"""A win that the party sealed on a machine of its own: the server takes the file, and never sees a text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.horizons.wins import RULES, Answers, Place, Sealed, Stop
from trueup.vocabulary import InputError
from trueup.web.documents.versions import lock
from trueup.web.ledger.acting import action
from trueup.web.parties.access import Actor
from trueup.web.wins.access import Door, door, require_writer
from trueup.web.wins.entries import committed
from trueup.web.wins.errors import Stopped
from trueup.web.wins.holding import required_key
from trueup.web.wins.models import Key, Win

_COMMITMENT = re.compile("[0-9a-f]{64}")


@action("win.bring")
def bring(actor: Actor | None, book: str, id: str, sealed: bytes, commitment: str, answers: Mapping[str, bool]) -> Win:
    """Take in a win that was sealed to the key that the actor's party holds itself.

    What the rules of compliance find in words was looked for where it was sealed; here their questions are asked again.
    `commitment` is what the sealing has printed: it goes into the ledger, and whoever opens the win holds it against
    the text. Raises NotFound, Refused, LedgerError for what is no sealed win, InputError for one that belongs
    elsewhere or was kept before, Stopped.
    """
    here = door(actor, book, id)
    require_writer(here)
    lock(book)
    key = required_key(here.book, here.actor.party, here.local)
    _allowed(key, answers)
    file, commitment = Sealed.parse(sealed), _committed(commitment)
    _belongs(file, here, key)
    if Win.objects.filter(win=file.place.win).exists():
        raise InputError(_("a win of this id was kept before"), do=_("seal it anew, then bring it"))
    return _kept(here, key, file, commitment)


def _allowed(key: Key, answers: Mapping[str, bool]) -> None:
    said = Answers.of(answers)
    broken = tuple(rule for rule in RULES if getattr(said, rule))
    if broken:
        raise Stopped(Stop(broken, ()), key.ask)


def _committed(text: str) -> str:
    found = text.strip().lower()
    if not _COMMITMENT.fullmatch(found):
        raise InputError(_("a commitment has 64 hexadecimal digits"), do=_("paste what was printed when it was sealed"))
    return found


def _belongs(file: Sealed, here: Door, key: Key) -> None:
    """Raises InputError for a win of another place or key, and where the server holds the key and could open it."""
    if key.by_server:
        raise InputError(
            _("this server holds your party's key"), do=_("write the win here, or hold the key yourselves")
        )
    wanted = Place(here.book.slug, here.id, here.local, file.place.win)
    if file.place != wanted:
        of = f"{file.place.book}/{file.place.stakeholders}/{file.place.party}"
        mine = f"{wanted.book}/{wanted.stakeholders}/{wanted.party}"
        said = {"of": of, "here": mine}
        raise InputError(_("this win belongs to %(of)s, and this is %(here)s") % said, do=_("seal it for this place"))
    if file.key != key.key_id:
        said = {"other": file.key, "key": key.key_id}
        raise InputError(
            _("this win was sealed to the key %(other)s, and %(key)s is in use") % said,
            do=_("seal it to the key in use"),
        )


def _kept(here: Door, key: Key, file: Sealed, commitment: str) -> Win:
    now = timezone.now()
    win = Win(
        win=file.place.win, book=here.book, stakeholders=here.id, party_id=here.actor.party, local_id=here.local,
        author_id=here.actor.member, key=key, sealed=file.text, commitment=commitment, written_at=now, changed_at=now,
    )  # fmt: skip
    win.leaf = committed("win.written", here.actor, win, now)
    win.save(force_insert=True)
    return win
