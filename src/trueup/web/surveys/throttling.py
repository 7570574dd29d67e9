"""Nobody is asked too often: who may be asked now, and from which day on the others may be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from trueup.web.surveys.models import Contact, Fielding, Invitation
from trueup.web.surveys.people import Person

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody who is not asked, why, and from which day they may be; None: not at all."""

    person: Person
    why: str
    free_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Rest:
    """What is known of people in a book: when each was last asked in any survey, and who wants no more letters."""

    asked: Mapping[str, dt.datetime]
    declined: frozenset[str]
    here: frozenset[str]
    """Those whom this wave has asked."""


def rest_of(fielding: Fielding, identities: Collection[str]) -> Rest:
    """What is known of these identities, in a question a chunk."""
    asked: dict[str, dt.datetime] = {}
    declined: set[str] = set()
    here: set[str] = set()
    every = sorted(identities)
    for start in range(0, len(every), CHUNK):
        part = every[start : start + CHUNK]
        rows = Contact.objects.filter(book=fielding.book_id, identity__in=part)
        for identity, at, no, erased in rows.values_list("identity", "asked_at", "declined_at", "erased_at"):
            if at is not None:
                asked[identity] = max(at, asked.get(identity, at))
            if no is not None or erased is not None:
                declined.add(identity)
        mine = Invitation.objects.filter(fielding=fielding, contact__identity__in=part, revoked_at=None)
        here.update(mine.values_list("contact__identity", flat=True))
    return Rest(asked, frozenset(declined), frozenset(here))


def held(person: Person, identity: str, rest: Rest, rest_days: int, now: dt.datetime, zone: str) -> Held | None:
    """Why a person is not asked now; None where nothing is in the way."""
    if identity in rest.declined:
        return Held(person, _("wants not to be asked"))
    if identity in rest.here:
        return Held(person, _("is asked in this wave already"))
    last = rest.asked.get(identity)
    if last is None:
        return None
    free_on = last.astimezone(ZoneInfo(zone)).date() + dt.timedelta(rest_days)
    if now.astimezone(ZoneInfo(zone)).date() >= free_on:
        return None
    return Held(person, _("was asked less than %(days)d days ago") % {"days": rest_days}, free_on)
