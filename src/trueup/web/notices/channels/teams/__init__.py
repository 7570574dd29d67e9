"""To a workflow of Microsoft Teams that posts Adaptive Cards ("when a Teams webhook request is received")."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trueup.web.notices.channels.message import Address, Channel, Line, Message
from trueup.web.notices.channels.outbound import post


def deliver(message: Message, address: Address) -> None:
    """Post a card. Raises TransportError."""
    post(address.to, json.dumps(body_of(message)).encode(), {})


def body_of(message: Message) -> dict[str, object]:
    """An Adaptive Card 1.4. Text stands in TextRun, which knows no markup: a quoted name cannot become a link."""
    heading = [_text(message.title, weight="Bolder")] if message.digest else []
    card = {
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [*heading, *(_text(line.text) for line in message.lines)],
        "actions": [_open(line) for line in message.lines[:1]],
    }
    content = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "attachments": [content]}


def _text(text: str, **more: str) -> dict[str, object]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **more}]}


def _open(line: Line) -> dict[str, str]:
    return {"type": "Action.OpenUrl", "title": _("Open"), "url": line.url}


CHANNEL = Channel("teams", gettext_lazy("Teams"), deliver, needs="url")
