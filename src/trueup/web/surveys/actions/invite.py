"""Inviting people: each gets a link of their own, by a letter or in a list; who needs rest is not asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.vocabulary.digest import digest
from trueup.web.documents.versions import lock
from trueup.web.evidence.sheets import Sheets
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor
from trueup.web.surveys.access import Asking, asking
from trueup.web.surveys.actions.fielding import begun, times_of
from trueup.web.surveys.models import Contact, Fielding, Invitation, Letter
from trueup.web.surveys.people import Person, read
from trueup.web.surveys.people import links as nameless
from trueup.web.surveys.pseudonyms import identity_of
from trueup.web.surveys.throttling import Held, Rest, held, rest_of
from trueup.web.surveys.tokens import link_of, many_tokens
from trueup.web.work.queue import put

By = Literal["email", "links"]
MOST = 5000
"""People of one list."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked; `link` where it is to be handed out: shown this once."""

    invitation: int
    person: Person
    link: str | None


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of a list: who was asked, and who was not."""

    asked: tuple[Asked, ...]
    held: tuple[Held, ...]


class _Nobody(Exception):
    def __init__(self, held: tuple[Held, ...]) -> None:
        self.held = held
        super().__init__()


def invite(actor: Actor | None, book: str, survey: str, wave: str, sheets: Sheets, by: By) -> Invited:
    """Ask the people of a list: by letter (`email`), or with links to hand out. All lines are read, or nobody is asked.

    Who was asked within the survey's `rest_days` in any survey of the book, or wants no letters, is not asked and
    listed. Raises NotFound, Refused, InputError with every line that cannot be read.
    """
    place = asking(actor, book, survey, role="editor", scope="write")
    found = read(sheets, place.survey)
    if found.refusals:
        lines = "; ".join(str(each) for each in found.refusals[:20])
        raise InputError(_("nobody was asked: %(lines)s") % {"lines": lines}, do=_("mend the list and send it again"))
    _check(found.people, by)
    try:
        return _invite(place, wave, found.people, by)
    except _Nobody as nobody:
        return Invited((), nobody.held)


def hand_out(
    actor: Actor | None, book: str, survey: str, wave: str, count: int, *, language: str = "", customer: str = ""
) -> Invited:
    """So many links for whoever gets them. Raises NotFound, Refused, InputError."""
    place = asking(actor, book, survey, role="editor", scope="write")
    if not 1 <= count <= MOST:
        raise InputError(_("ask for 1 to 5000 links"))
    if language and language not in place.survey.languages:
        raise InputError(_("the survey is not in %(language)r") % {"language": language[:35]})
    return _invite(place, wave, nameless(count, language=language, customer=customer[:200]), "links")


def _check(people: Sequence[Person], by: By) -> None:
    if not people or len(people) > MOST:
        raise InputError(_("a list has 1 to 5000 people"))
    lacking = [str(each.line) for each in people if by == "email" and not each.email]
    if lacking:
        told = _("nobody was asked: no e-mail address in line %(lines)s") % {"lines": ", ".join(lacking[:20])}
        raise InputError(told, do=_("give one, or ask for links to hand out"))


@action("survey.invite")
def _invite(place: Asking, wave: str, people: Sequence[Person], by: By) -> Invited:
    lock(place.book.slug)
    now = timezone.now()
    fielding = begun(place, wave, now)
    asked, kept = _free(place, fielding, people, now)
    if not asked:
        raise _Nobody(kept)
    invitations = _keep(place, fielding, asked, now)
    links = _by_letter(place, fielding, invitations, now) if by == "email" else _by_hand(invitations, now)
    _record(place, fielding, len(invitations), by, now)
    rows = zip(invitations, asked, links, strict=True)
    return Invited(tuple(Asked(made.pk, person, link) for made, (person, _who), link in rows), kept)


def _free(
    place: Asking, fielding: Fielding, people: Sequence[Person], now: dt.datetime
) -> tuple[list[tuple[Person, str]], tuple[Held, ...]]:
    """Who may be asked, with their identity, and who may not; of somebody who stands here twice, the first counts."""
    named = [(person, identity_of(person)) for person in people]
    rest = rest_of(fielding, {who for _person, who in named if who})
    free: list[tuple[Person, str]] = []
    kept: list[Held] = []
    seen: set[str] = set()
    for person, who in named:
        why = _twice(person, who, seen) or _held(place, person, who, rest, now)
        if why is None:
            free.append((person, who))
        else:
            kept.append(why)
        seen.add(who)
    return free, tuple(kept)


def _twice(person: Person, who: str, seen: set[str]) -> Held | None:
    return Held(person, _("stands in the list twice")) if who and who in seen else None


def _held(place: Asking, person: Person, who: str, rest: Rest, now: dt.datetime) -> Held | None:
    return held(person, who, rest, int(place.survey.rest_days), now, place.zone) if who else None


def _keep(place: Asking, fielding: Fielding, asked: Sequence[tuple[Person, str]], now: dt.datetime) -> list[Invitation]:
    contacts = _contacts(place, asked, now)
    first = place.survey.languages[0]
    before = fielding.invitations.filter(contact=None).count()
    return Invitation.objects.bulk_create(
        Invitation(
            fielding=fielding,
            contact=contacts.get(who),
            label="" if who else f"{before + person.line}",
            language=person.language or first,
            customer=person.customer,
            keys=dict(person.keys),
            asked_at=now,
        )
        for person, who in asked
    )


def _contacts(place: Asking, asked: Sequence[tuple[Person, str]], now: dt.datetime) -> dict[str, Contact]:
    """The contact of each identity, brought up to date."""
    rows = [
        Contact(
            book=place.book, seat=place.seat, identity=who, email=person.email, name=person.name or person.person,
            created_at=now, asked_at=now,
        )
        for person, who in asked
        if who
    ]  # fmt: skip
    Contact.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["book", "seat", "identity"],
        update_fields=["email", "name", "asked_at"],
    )  # fmt: skip
    known = Contact.objects.filter(book=place.book, seat=place.seat, asked_at=now)
    return {contact.identity: contact for contact in known}


def _by_letter(
    place: Asking, fielding: Fielding, invitations: list[Invitation], now: dt.datetime
) -> Iterator[str | None]:
    """Letters leave at once, or when the wave opens."""
    from trueup.web.surveys.tasks import post_letters

    due = max(now, times_of(place, fielding.wave).opens)
    Letter.objects.bulk_create(Letter(invitation=each, number=0, due_at=due) for each in invitations)
    put(post_letters, key="surveys.post", about=f"survey/{place.id}")
    return (None for _ in invitations)


def _by_hand(invitations: list[Invitation], now: dt.datetime) -> Iterator[str | None]:
    return map(link_of, many_tokens(invitations, now))


def _record(place: Asking, fielding: Fielding, count: int, by: By, now: dt.datetime) -> None:
    """How many were asked; not whom."""
    said = {"survey": place.id, "wave": fielding.wave, "asked": count, "by": by}
    record("survey.invited", digest(said), actor=place.actor.name, at=now, book=place.book.slug,
           subject=f"survey/{place.id}")  # fmt: skip
