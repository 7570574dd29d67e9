"""Whom the server may call: public addresses only, so that no webhook reaches into the network it stands in.

A name is resolved once and the connection goes to the address that was looked at: a name that answers differently the
second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from trueup.web.notices.channels.message import TransportError

Resolver = Callable[[str, int], Sequence[str]]
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_TRANSLATED = tuple(ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48"))  # NAT64, RFC 6052, 8215


@dataclass(frozen=True, slots=True)
class Target:
    """A URL whose host was resolved and found to be allowed: connect to `ip`, and speak to `host`."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str

    @property
    def url(self) -> str:
        """The URL with the address in place of the name."""
        shown = f"[{self.ip}]" if ":" in self.ip else self.ip
        return f"{self.scheme}://{shown}:{self.port}{self.path}"

    @property
    def authority(self) -> str:
        """What the header Host says."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"https": 443, "http": 80}[self.scheme]
        return shown if self.port == usual else f"{shown}:{self.port}"


def private_allowed() -> bool:
    """Whether whoever runs the server lets webhooks reach its own network, and go without TLS."""
    return os.environ.get("TRUEUP_ALLOW_PRIVATE_WEBHOOKS") == "true"


def resolve(host: str, port: int) -> Sequence[str]:
    """Every address of a host, as the operating system knows it."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def target_of(url: str, resolver: Resolver = resolve) -> Target:
    """Where a URL leads. Raises TransportError: permanent for one that is not allowed, else for a name unknown now."""
    target = parsed(url)
    try:
        found = [ipaddress.ip_address(each.partition("%")[0]) for each in resolver(target.host, target.port)]
    except (OSError, ValueError, UnicodeError):
        found = []
    if not found:
        raise TransportError(_("the name %(host)s is not known") % {"host": target.host}, permanent=False)
    if not private_allowed() and not all(is_public(each) for each in found):
        raise TransportError(
            _("%(host)s is an address within a private network, and this server does not call those")
            % {"host": target.host},
            permanent=True,
        )
    return Target(target.scheme, target.host, target.port, target.path, str(found[0]))


def parsed(url: str) -> Target:
    """The parts of a URL, nothing resolved. Raises TransportError for one that is not meant for webhooks."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise TransportError(_("this is not a URL"), permanent=True) from None
    schemes = ("https", "http") if private_allowed() else ("https",)
    if parts.scheme not in schemes or not host or "@" in parts.netloc or not url.isprintable() or " " in url:
        raise TransportError(_("a webhook is a URL that begins with https:// and has no password"), permanent=True)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or {"https": 443, "http": 80}[parts.scheme], path, "")


def is_public(ip: Ip) -> bool:
    """Whether an address is on the public Internet, looking through IPv6 forms that carry an IPv4 address."""
    inner = _carried(ip)
    if inner is not None:
        return is_public(inner)
    if isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local:  # deprecated, and yet routed within sites (RFC 3879)
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _carried(ip: Ip) -> ipaddress.IPv4Address | None:
    """The IPv4 address within a mapped, compatible, 6to4, Teredo or translated IPv6 address."""
    if not isinstance(ip, ipaddress.IPv6Address):
        return None
    if any(ip in network for network in _TRANSLATED) or int(ip) >> 32 == 0:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
