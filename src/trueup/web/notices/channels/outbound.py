"""One HTTP request to an address that somebody typed in: guarded, short, without redirects, proxies or cookies."""

from __future__ import annotations

import email.utils
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.web.notices.channels.guard import Resolver, resolve, target_of
from trueup.web.notices.channels.message import TransportError

if TYPE_CHECKING:
    import httpx

SECONDS = 10.0
MOST_READ = 64 * 1024
_LATER = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side answered."""

    status: int
    text: str


def post(url: str, body: bytes, headers: Mapping[str, str], *, resolver: Resolver = resolve) -> Answer:
    """Send `body`; return the answer if it is 2xx. Raises TransportError for any other, and where none comes.

    Permanent are answers that say "not like this": 4xx but for 408, 425 and 429; and redirects, which are not followed.
    """
    import httpx

    target = target_of(url, resolver)
    sent = {**headers, "Host": target.authority, "User-Agent": "Trueup", "Content-Type": "application/json"}
    extensions = {"sni_hostname": target.host}
    try:
        with (
            httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", target.url, content=body, headers=sent, extensions=extensions) as answer,
        ):
            found = Answer(answer.status_code, _beginning(answer))
            after = answer.headers.get("Retry-After")
    except (httpx.HTTPError, OSError) as away:
        said = {"host": target.host, "what": type(away).__name__}
        raise TransportError(_("%(host)s does not answer (%(what)s)") % said, permanent=False) from None
    if 200 <= found.status < 300:
        return found
    raise _refusal(target.host, found.status, after)


def _refusal(host: str, status: int, after: str | None) -> TransportError:
    later = status >= 500 or status in _LATER
    said = _("%(host)s answered %(status)d") % {"host": host, "status": status}
    return TransportError(said, permanent=not later, retry_after=_seconds(after), gone=status == 410)


def _beginning(answer: httpx.Response) -> str:
    read = b""
    for chunk in answer.iter_bytes():
        read += chunk
        if len(read) > MOST_READ:
            break
    return read[:MOST_READ].decode("utf-8", "replace")


def _seconds(after: str | None) -> float | None:
    """Retry-After (RFC 9110, 10.2.3): seconds, or a date; None where it says neither."""
    if after is None:
        return None
    if after.isdigit():
        return float(min(int(after), 86_400))
    try:
        then = email.utils.parsedate_to_datetime(after)
        return max(0.0, (then - timezone.now()).total_seconds())
    except (ValueError, TypeError):
        return None
