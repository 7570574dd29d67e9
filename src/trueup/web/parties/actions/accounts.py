"""What a person changes about themselves."""

from __future__ import annotations

import zoneinfo

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.vocabulary.digest import digest
from trueup.web.ledger.acting import action, record
from trueup.web.ledger.log import AboutPerson
from trueup.web.ledger.models import Personal
from trueup.web.parties import queries
from trueup.web.parties.access import Actor, require
from trueup.web.parties.actions.members import end_member
from trueup.web.parties.models import ApiToken, Invitation, Member, SignInLink, User


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
    said = AboutPerson(user.pk, {"name": user.name, "language": language, "time_zone": time_zone})
    record("person.changed", said, actor=actor.name, at=timezone.now(), subject=_subject(user.pk))


@action("person.sign_out")
def sign_out_everywhere(actor: Actor | None) -> int:
    """End every session of the actor's person, this one too; return how many there were."""
    actor = require(actor, scope="admin")
    ended = _end_sessions(actor.user)
    note_account(actor.user, "signed out everywhere")
    return ended


@action("person.erase")
def erase_person(actor: Actor | None) -> None:
    """Forget the actor's person: name, addresses, ways to sign in, and what opens the ledger's commitments about them.

    What they signed stays, under a number that names nobody. Raises Refused for the last owner of a party.
    """
    actor = require(actor, scope="admin")
    user = User.objects.get(pk=actor.user)
    for seat in Member.objects.filter(user=user, ended_at=None).select_related("party"):
        end_member(queries.actor(seat), seat.pk)
    _end_sessions(user.pk)
    _forget(user)
    user.email, user.name, user.is_active = f"erased-{user.pk}@invalid", "", False
    user.set_unusable_password()
    user.save()
    said = digest({"person": user.pk})
    record("person.erased", said, actor=actor.name, at=timezone.now(), subject=_subject(user.pk))


@action("person.secure")
def note_account(user: int, what: str) -> None:
    """Record that the way a person signs in was changed: password, second factor, passkey, single sign-on."""
    person = _subject(user)
    record("person.secured", digest({"person": user, "what": what}), actor=person, at=timezone.now(), subject=person)


def _forget(user: User) -> None:
    Invitation.objects.filter(email=user.email).update(email="", salt=b"", withdrawn_at=timezone.now())
    ApiToken.objects.filter(member__user=user).delete()
    for kept in (EmailAddress, SocialAccount, Authenticator, SignInLink):
        kept.objects.filter(user=user).delete()
    Personal.objects.filter(person=user.pk).delete()


def _end_sessions(user: int) -> int:
    sessions = list(UserSession.objects.filter(user_id=user))
    for session in sessions:
        session.end()
    return len(sessions)


def _subject(user: int) -> str:
    return f"person/{user}"
