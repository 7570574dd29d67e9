"""The one interface of all channels: a message, where it goes, and how it fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from trueup.vocabulary import TrueupError


class TransportError(TrueupError):
    """A message was not delivered. `permanent`: trying again would give the same; `retry_after`: seconds to wait."""

    def __init__(self, message: str, *, permanent: bool, retry_after: float | None = None, gone: bool = False) -> None:
        super().__init__(message)
        self.permanent, self.retry_after, self.gone = permanent, retry_after, gone


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in a message: plain text that may quote anybody, and where it leads."""

    notice: int
    kind: str
    text: str
    url: str
    book: str
    agreement: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Message:
    """What is delivered: one line at once, or the lines of a digest. `id` stays the same over all tries."""

    id: str
    title: str
    lines: tuple[Line, ...]
    digest: bool
    language: str
    settings_url: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where to: an e-mail address, a URL, or nothing where the channel needs none; with the secret that signs."""

    to: str = ""
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel. `deliver` returns or raises TransportError; `needs` says which address a member has to give."""

    id: str
    name: Promise
    deliver: Callable[[Message, Address], None]
    needs: str = ""  # "url" or nothing
    signs: bool = False
    by_default: tuple[str, str] = ("now", "now")  # for kinds that ask for something, and for the others
