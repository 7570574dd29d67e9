"""To an incoming webhook of Slack, or of what understands the same: Mattermost, Rocket.Chat, Discord's /slack."""

from __future__ import annotations

import json

from django.utils.translation import gettext_lazy as _

from trueup.web.notices.channels.message import Address, Channel, Line, Message
from trueup.web.notices.channels.outbound import post


def deliver(message: Message, address: Address) -> None:
    """Post the lines. Raises TransportError."""
    post(address.to, json.dumps(body_of(message)).encode(), {})


def body_of(message: Message) -> dict[str, object]:
    """The message in Slack's own markup; what quoted names hold of it is text (Slack: Escaping text)."""
    lines = [_line(line) for line in message.lines]
    heading = [f"*{_escaped(message.title)}*"] if message.digest else []
    return {"text": "\n".join([*heading, *lines]), "unfurl_links": False, "unfurl_media": False}


def _line(line: Line) -> str:
    return f"{_escaped(line.text)} <{_escaped(line.url)}|→>"


def _escaped(text: str) -> str:
    """Slack's three signs as entities: no quoted name can become a link or call everybody in the channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


CHANNEL = Channel("slack", _("Slack"), deliver, needs="url")
