"""In the application: the notice is there already; delivering shows it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trueup.web.notices.channels.message import Address, Channel, Message
from trueup.web.notices.models import Notice


def deliver(message: Message, address: Address) -> None:
    """Show the notices to their reader."""
    shown = [line.notice for line in message.lines]
    Notice.objects.filter(pk__in=shown, shown_at=None).update(shown_at=timezone.now())


CHANNEL = Channel("in_app", _("Here"), deliver)
