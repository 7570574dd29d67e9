"""The letters that parties send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from trueup.web.parties import queries

if TYPE_CHECKING:
    from trueup.web.parties.rows import Invited


def invite_by_mail(invited: Invited, token: str, proof: str) -> None:
    """Send the invitation. Its link carries the proof that it came by mail."""
    told = {"invited": invited, "link": queries.join_link(token, proof)}
    subject = _("%(by)s invites you to %(party)s") % {"by": invited.by, "party": invited.to}
    send_mail(" ".join(subject.split()), render_to_string("parties/mail/invitation.txt", told), None, [invited.email])
