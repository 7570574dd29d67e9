"""By e-mail, through whichever backend of Django the server is set to."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from trueup.web.notices.channels.message import Address, Channel, Message, TransportError

LONGEST_SUBJECT = 150


def deliver(message: Message, address: Address) -> None:
    """Send a letter in text and HTML. Raises TransportError: permanent where the recipient is refused for good."""
    with translation.override(message.language):
        letter = EmailMultiAlternatives(
            subject=" ".join(message.title.split())[:LONGEST_SUBJECT],
            body=render_to_string("notices/mail/letter.txt", {"message": message}),
            to=[address.to],
            headers=_headers(message),
        )
        letter.attach_alternative(render_to_string("notices/mail/letter.html", {"message": message}), "text/html")
    hand_over(letter)


def hand_over(letter: EmailMultiAlternatives) -> None:
    """Give a letter to the mail server. Raises TransportError: permanent where the recipient is refused for good."""
    try:
        letter.send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _text in refused.recipients.values()]
        told = f"the mail server refused the recipient ({', '.join(map(str, codes))})"
        raise TransportError(told, permanent=all(500 <= code < 600 for code in codes)) from None
    except (smtplib.SMTPException, OSError) as away:
        raise TransportError(f"the mail server did not take it ({type(away).__name__})", permanent=False) from None


def _headers(message: Message) -> dict[str, str]:
    """The same Message-ID over all tries, no automatic answers (RFC 3834), and where to switch it off (RFC 2369)."""
    host = settings.URL.split("://")[1].split(":")[0]
    return {
        "Message-ID": f"<{message.id}@{host}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{message.settings_url}>",
    }


CHANNEL = Channel("email", _("E-mail"), deliver, by_default=("now", "digest"))
