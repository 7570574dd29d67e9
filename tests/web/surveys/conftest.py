"""The small book on a server, everybody in their seats, and respondents."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.web.example import acting
from tests.web.seated import sign_in
from tests.web.surveys import asked
from trueup.web.documents.models import Book, Seat
from trueup.web.parties.access import Actor
from trueup.web.parties.models import Party
from trueup.web.surveys.actions.invite import hand_out
from trueup.web.surveys.models import Sheet

__all__ = ["acting", "sign_in"]
SURVEY = ("harbour", "panel")
PAGE = "/surveys/harbour/panel"


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """Nobody has guessed yet."""
    cache.clear()


@pytest.fixture
def today() -> dt.date:
    """The day it is where the book is."""
    return asked.today()


@pytest.fixture
def book_of(tmp_path: Path, db: None, settings, today: dt.date) -> Iterator[Callable[..., Book]]:
    """Brings the book to the server, with other lines in its survey."""
    from trueup.web.documents import books
    from trueup.web.documents.actions import import_book

    settings.HOME = tmp_path / "home"

    def make(outcomes: int = 12, **other: str) -> Book:
        book = import_book(asked.write(tmp_path / "book", today, outcomes, **other))
        for seat in Seat.objects.filter(book=book):
            seat.party, _ = Party.objects.get_or_create(slug=seat.local_id, defaults={"name": seat.name})
            seat.save()
        return book

    yield make
    books.close_all()


@pytest.fixture
def book(book_of: Callable[..., Book]) -> Book:
    """As it is written."""
    return book_of()


@pytest.fixture
def asker(book: Book, acting: Callable[..., Actor]) -> Actor:
    """An owner of the party that asks."""
    return acting("harbour")


class Respondent:
    """Somebody at a browser without scripts, cookies or account."""

    def __init__(self, link: str) -> None:
        self.path = re.sub(r"^https?://[^/]+", "", link)
        self.token = self.path.rsplit("/", 1)[1]
        self.client = Client()

    def open(self, where: object = "") -> Any:
        return self.client.get(f"{self.path}/{where}" if where else self.path, follow=True)

    def send(self, page: int, **said: Any) -> Any:
        return self.client.post(f"{self.path}/{page}", said)

    def answer(self, page: int, importance: int = 4, satisfaction: int = 2, **more: Any) -> Any:
        """Rate everything on a page alike and send it."""
        fields = set(re.findall(r'name="([is]-[^"]+)"', self.open(page).content.decode()))
        said = {name: importance if name.startswith("i-") else satisfaction for name in fields}
        return self.send(page, **{**said, **more})

    def whole(self, **rated: int) -> Any:
        """From the first page to the last."""
        self.open()
        pages = Sheet.objects.get(invitation__tokens__token_hash=_hash(self.token)).pages
        return [self.answer(page, **rated) for page in range(1, pages + 1)][-1]


def _hash(token: str) -> str:
    from trueup.web.parties.secrets import hash_of

    return hash_of(token)


def sheet_of(who: Respondent) -> Sheet:
    """What somebody has answered."""
    return Sheet.objects.get(invitation__tokens__token_hash=_hash(who.token))


@pytest.fixture
def respondents(asker: Actor) -> Callable[..., list[Respondent]]:
    """So many people with a link to the wave that is open."""

    def make(count: int, wave: str = "now") -> list[Respondent]:
        return [Respondent(str(each.link)) for each in hand_out(asker, *SURVEY, wave, count).asked]

    return make


@pytest.fixture
def letters() -> Callable[[], list[tuple[str, str]]]:
    """Who got which link by e-mail since the last time one looked."""

    def read() -> list[tuple[str, str]]:
        found = [(letter.to[0], re.search(r"\S+/a/\S+", letter.body).group()) for letter in mail.outbox]  # type: ignore[union-attr]
        mail.outbox.clear()
        return found

    return read
