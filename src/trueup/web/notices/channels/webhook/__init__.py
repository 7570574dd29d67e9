"""To any program, signed as Standard Webhooks says (standardwebhooks.com, specification 1.0.0)."""

from __future__ import annotations

import base64
import hmac
import json
import secrets

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trueup.web.notices.channels.message import Address, Channel, Line, Message
from trueup.web.notices.channels.outbound import post

PREFIX = "whsec_"
SECRET_SIZE = 32


def deliver(message: Message, address: Address) -> None:
    """Post the notices as JSON, signed now: a try that comes later is signed anew. Raises TransportError."""
    body = json.dumps(body_of(message), ensure_ascii=False).encode()
    post(address.to, body, signed(address.secret, message.id, int(timezone.now().timestamp()), body))


def signed(secret: str, id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers. The signature is HMAC-SHA-256 over `id.timestamp.body`; receivers refuse old timestamps."""
    content = b".".join((id.encode(), str(timestamp).encode(), body))
    made = hmac.digest(base64.b64decode(secret.removeprefix(PREFIX)), content, "sha256")
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(made).decode()}",
    }


def new_secret() -> str:
    """A secret of 256 bits as receivers expect it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_SIZE)).decode()


def body_of(message: Message) -> dict[str, object]:
    """`type`, `timestamp` and `data`, which has the notices."""
    kind = "digest" if message.digest else message.lines[0].kind
    latest = max(line.at for line in message.lines)
    return {
        "type": f"notice.{kind}",
        "timestamp": latest.isoformat(),
        "data": {"language": message.language, "notices": [_notice(line) for line in message.lines]},
    }


def _notice(line: Line) -> dict[str, str]:
    return {
        "kind": line.kind,
        "text": line.text,
        "url": line.url,
        "book": line.book,
        "agreement": line.agreement,
        "at": line.at.isoformat(),
    }


CHANNEL = Channel("webhook", _("Webhook"), deliver, needs="url", signs=True)
