"""What follows an invitation: reminding, taking back, forgetting, closing, links anew."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.vocabulary.digest import digest
from trueup.web.documents.versions import lock
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor, NotFound
from trueup.web.surveys.access import Asking, asking
from trueup.web.surveys.actions.fielding import standing, times_of
from trueup.web.surveys.actions.invite import Asked, Invited
from trueup.web.surveys.models import Contact, Fielding, Invitation, Letter
from trueup.web.surveys.people import Person
from trueup.web.surveys.tokens import link_of, many_tokens
from trueup.web.surveys.unfinished import unfinished
from trueup.web.work.queue import put

PAUSE = dt.timedelta(days=1)
"""Between two letters to one person."""


@action("survey.remind")
def remind(actor: Actor | None, book: str, survey: str, wave: str) -> int:
    """Remind everybody who was asked by letter and has not finished, but who had a letter within a day; how many.

    Raises NotFound, Refused, InputError where the wave is not open or there is nobody to remind.
    """
    place, fielding, now = _open(actor, book, survey, wave)
    rows = unfinished(fielding).annotate(last=Max("letters__number"), sent=Max("letters__due_at"))
    late = [(pk, last) for pk, last, sent in rows.values_list("pk", "last", "sent") if sent <= now - PAUSE]
    if not late:
        raise InputError(_("there is nobody to remind: all have finished, or had a letter within a day"))
    Letter.objects.bulk_create(Letter(invitation_id=pk, number=last + 1, due_at=now) for pk, last in late)
    _send(place)
    _record("survey.reminded", place, {"wave": wave, "reminded": len(late)})
    return len(late)


@action("survey.links")
def links_anew(actor: Actor | None, book: str, survey: str, wave: str) -> Invited:
    """A new link for everybody who has not finished and was asked without a letter; the old ones hold as well.

    Raises NotFound, Refused, InputError where the wave is closed or everybody has finished.
    """
    place, fielding, now = _open(actor, book, survey, wave, early=True)
    rows = Invitation.objects.filter(Q(sheet=None) | Q(sheet__finished_at=None), fielding=fielding, revoked_at=None)
    found = list(rows.filter(letters=None).select_related("contact").order_by("pk"))
    if not found:
        raise InputError(_("there is nobody without a letter who has not finished"))
    texts = many_tokens(found, now)
    _record("survey.invited", place, {"wave": wave, "links": len(found)})
    return Invited(tuple(_anew(each, text) for each, text in zip(found, texts, strict=True)), ())


def _anew(invitation: Invitation, token: str) -> Asked:
    contact = invitation.contact
    person = Person(
        line=invitation.pk, email=contact.email if contact else "", name=contact.name if contact else invitation.label,
        customer=invitation.customer, language=invitation.language, keys=invitation.keys,
    )  # fmt: skip
    return Asked(invitation.pk, person, link_of(token))


@action("survey.revoke")
def revoke(actor: Actor | None, book: str, survey: str, invitation: int) -> Invitation:
    """Take an invitation back: its links lead nowhere from now on; what was answered by then stays.

    Raises NotFound, Refused.
    """
    place = asking(actor, book, survey, role="editor", scope="write")
    row = invited(place, invitation)
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    _record("survey.revoked", place, {"invitation": row.pk})
    return row


@action("survey.erase")
def erase(actor: Actor | None, book: str, survey: str, invitation: int) -> str:
    """Forget whom an invitation was for: address and name are deleted, and they are not asked again; its wave.

    Raises NotFound, Refused.
    """
    place = asking(actor, book, survey, role="editor", scope="write")
    row, now = invited(place, invitation), timezone.now()
    if row.contact is None:
        raise NotFound(_("nobody is known by this invitation"))
    Contact.objects.filter(pk=row.contact.pk).update(email="", name="", erased_at=now)
    Letter.objects.filter(invitation__contact=row.contact, sent_at=None, failed_at=None).update(failed_at=now)
    _record("survey.erased", place, {"contact": row.contact.pk})
    return row.fielding.wave


def invited(place: Asking, invitation: int) -> Invitation:
    """One of the survey's invitations. Raises NotFound."""
    rows = Invitation.objects.filter(fielding__book=place.book, fielding__survey=place.id)
    found = rows.select_related("contact", "fielding").filter(pk=invitation, revoked_at=None).first()
    if found is None:
        raise NotFound(_("there is no such invitation"))
    return found


@action("survey.close")
def close(actor: Actor | None, book: str, survey: str, wave: str) -> Fielding:
    """Close a wave before its day. What was answered in part lands, too; nobody can answer any more.

    Raises NotFound, Refused, InputError where it is closed already.
    """
    from trueup.web.surveys.tasks import end_wave

    place, fielding, now = _open(actor, book, survey, wave, early=True)
    fielding.closed_at = now
    fielding.save(update_fields=["closed_at"])
    put(end_wave, key=f"surveys.end {fielding.pk}", about=f"survey/{place.id}", book=book, fielding=fielding.pk)
    _record("survey.closed", place, {"wave": wave})
    return fielding


def _open(
    actor: Actor | None, book: str, survey: str, wave: str, *, early: bool = False
) -> tuple[Asking, Fielding, dt.datetime]:
    place = asking(actor, book, survey, role="editor", scope="write")
    lock(book)
    fielding, now = standing(place, wave), timezone.now()
    state = times_of(place, wave).state(now, fielding.closed_at)
    if state == "closed" or (state == "early" and not early):
        raise InputError(_("this wave is closed") if state == "closed" else _("this wave is not open yet"))
    return place, fielding, now


def _send(place: Asking) -> None:
    from trueup.web.surveys.tasks import post_letters

    put(post_letters, key="surveys.post", about=f"survey/{place.id}")


def _record(type: str, place: Asking, said: dict[str, str | int]) -> None:
    record(type, digest({"survey": place.id, **said}), actor=place.actor.name, at=timezone.now(),
           book=place.book.slug, subject=f"survey/{place.id}")  # fmt: skip
