"""A small typed client of a Trueup server: `trueup.connect(url, token)`."""

from trueup.client.client import Client, connect
from trueup.client.errors import AccessDenied, Contradiction, NotAccepted, NotThere, RemoteError, Unavailable

__all__ = [
    "AccessDenied",
    "Client",
    "Contradiction",
    "NotAccepted",
    "NotThere",
    "RemoteError",
    "Unavailable",
    "connect",
]
