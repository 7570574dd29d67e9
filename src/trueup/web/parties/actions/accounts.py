"""What a person changes about themselves."""

from __future__ import annotations

import zoneinfo

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.vocabulary.digest import digest
from trueup.web.ledger.acting import action, record
from trueup.web.ledger.log import AboutPerson
from trueup.web.parties.access import Actor, require
from trueup.web.parties.models import User


@action("person.change")
def change_profile(actor: Actor | None, *, name: str, language: str = "", time_zone: str = "") -> None:
    """Name, language ("" is the browser's) and time zone ("" is that of each book) of the actor's person.

    Raises InputError for a language that there is no translation for and for an unknown time zone.
    """
    actor = require(actor, scope="admin")
    if language and language not in dict(settings.LANGUAGES):
        raise InputError(_("there is no translation into %(language)r") % {"language": language[:10]})
    if time_zone and time_zone not in zoneinfo.available_timezones():
        raise InputError(_("there is no time zone %(zone)r") % {"zone": time_zone[:60]})
    user = User.objects.get(pk=actor.user)
    user.name, user.language, user.time_zone = " ".join(name.split())[:200], language, time_zone
    user.save(update_fields=["name", "language", "time_zone"])
    _note(user.pk, actor.name, {"name": user.name, "language": language, "time_zone": time_zone})


@action("person.sign_out")
def sign_out_everywhere(actor: Actor | None) -> int:
    """End every session of the actor's person, this one too; return how many there were."""
    actor = require(actor, scope="admin")
    sessions = list(UserSession.objects.filter(user_id=actor.user))
    for session in sessions:
        session.end()
    note_account(actor.user, "signed out everywhere")
    return len(sessions)


@action("person.secure")
def note_account(user: int, what: str) -> None:
    """Record that the way a person signs in was changed: password, second factor, passkey, single sign-on."""
    person = f"person/{user}"
    record("person.secured", digest({"person": user, "what": what}), actor=person, at=timezone.now(), subject=person)


def _note(user: int, actor: str, said: dict[str, str | int | bool | None]) -> None:
    record("person.changed", AboutPerson(user, said), actor=actor, at=timezone.now(), subject=f"person/{user}")
