"""Letters to those who are asked: invitation and reminders, over the e-mail of the server."""

from __future__ import annotations

import datetime as dt
import random
import secrets
import uuid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trueup.web.notices.channels.email import hand_over
from trueup.web.notices.channels.message import TransportError
from trueup.web.notices.sending import NAMESPACE
from trueup.web.parties.access import NotFound
from trueup.web.surveys.models import Fielding, Letter
from trueup.web.surveys.tokens import link_of, new_token
from trueup.web.surveys.unfinished import unfinished
from trueup.web.surveys.visits import Visit, of_invitation
from trueup.web.work.masking import masked
from trueup.web.work.retrying import Retrying

AGAIN = Retrying(10, dt.timedelta(seconds=30), dt.timedelta(hours=6))
CLAIMED = dt.timedelta(minutes=10)
"""How long a letter that is being sent is left alone; after that whoever had it is taken for dead."""
AT_ONCE = 200


def post(now: dt.datetime | None = None) -> int:
    """Send every letter that is due; return how many were handed over. What fails comes again later, ten times."""
    sent = 0
    due = Letter.objects.filter(sent_at=None, failed_at=None, due_at__lte=now or timezone.now())
    for pk in due.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]:
        letter = _claim(pk, now or timezone.now())
        sent += letter is not None and _send(letter, now or timezone.now())
    return sent


def _claim(pk: int, now: dt.datetime) -> Letter | None:
    """Take a letter on: of two who want to send it, one does."""
    mine = Letter.objects.filter(pk=pk, sent_at=None, failed_at=None, due_at__lte=now)
    if not mine.update(due_at=now + CLAIMED, tries=F("tries") + 1):
        return None
    rows = Letter.objects.select_related(
        "invitation__contact", "invitation__sheet", "invitation__fielding__book", "invitation__fielding__seat"
    )
    return rows.get(pk=pk)


def _send(letter: Letter, now: dt.datetime) -> bool:
    try:
        visit = of_invitation(letter.invitation, now)
    except NotFound:
        return _give_up(letter, now, "the survey is gone")
    if visit.standing == "early":
        Letter.objects.filter(pk=letter.pk).update(due_at=visit.times.opens, tries=0)
        return False
    why = _no_more(visit)
    if why:
        return _give_up(letter, now, why)
    try:
        hand_over(_written(letter, visit, now))
    except TransportError as error:
        _failed(letter, error, now)
        return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=now, reason="")
    return True


def _no_more(visit: Visit) -> str:
    """Why this person gets no letter any more."""
    contact, invitation = visit.invitation.contact, visit.invitation
    if visit.standing in ("done", "closed"):
        return visit.standing
    if invitation.revoked_at is not None or contact is None or not contact.email:
        return "taken back"
    return "declined" if contact.declined_at or invitation.declined_at else ""


def _give_up(letter: Letter, now: dt.datetime, why: str) -> bool:
    Letter.objects.filter(pk=letter.pk).update(failed_at=now, reason=why)
    return False


def _failed(letter: Letter, error: TransportError, now: dt.datetime) -> None:
    again = AGAIN.again(error, letter.tries)
    wait = AGAIN.wait(letter.tries, random.Random(secrets.randbits(64)), error)  # noqa: S311 (spreads load)
    said = {"reason": masked(error.what)[:300], "due_at": now + wait, "failed_at": None if again else now}
    Letter.objects.filter(pk=letter.pk).update(**said)


def _written(letter: Letter, visit: Visit, now: dt.datetime) -> EmailMultiAlternatives:
    """The letter with a link of its own. The link holds before the letter leaves: no letter leads nowhere."""
    contact = visit.invitation.contact
    assert contact is not None
    link = link_of(new_token(visit.invitation, now))
    told = {"visit": visit, "link": link, "no_more": f"{link}/no-more", "reminder": letter.number > 0,
            "opening": visit.paper.opening(visit.language)}  # fmt: skip
    with translation.override(visit.speaks):
        title = _("Reminder: %(title)s") if letter.number else "%(title)s"
        made = EmailMultiAlternatives(
            subject=" ".join((title % {"title": visit.title}).split())[:150],
            body=render_to_string("surveys/mail/letter.txt", told),
            to=[contact.email],
            headers=_headers(letter, f"{link}/no-more"),
        )
        made.attach_alternative(render_to_string("surveys/mail/letter.html", told), "text/html")
    return made


def _headers(letter: Letter, no_more: str) -> dict[str, str]:
    """No automatic answers (RFC 3834), and one click to be left alone (RFC 8058)."""
    host = settings.URL.split("://")[1].split(":")[0]
    name = uuid.uuid5(NAMESPACE, f"{settings.URL} survey letter {letter.pk}")
    return {
        "Message-ID": f"<{name}@{host}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{no_more}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def remind_due(fielding: Fielding, remind_after: tuple[int, ...], now: dt.datetime) -> int:
    """Put the reminders that are due: so many days after the invitation left, to those who have not finished.

    After a pause of the server only the last of several is sent.
    """
    made = 0
    days = sorted(map(int, remind_after))
    for number, after in reversed(list(enumerate(days, 1))):
        left = Q(letters__number=0, letters__sent_at__lte=now - dt.timedelta(after))
        reminded = Letter.objects.filter(number__gte=number).values("invitation")
        rows = unfinished(fielding).filter(left).exclude(pk__in=reminded).values_list("pk", flat=True)
        new = [Letter(invitation_id=pk, number=number, due_at=now) for pk in rows]
        made += len(Letter.objects.bulk_create(new, ignore_conflicts=True))
    return made
