"""The example on a server with everybody in their seats, and browsers signed in for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from trueup.scorecard.model import Scorecard
from trueup.scorecard.opened import OpenBook
from trueup.vocabulary import Grade, Moment, day_of
from trueup.web.assessments.actions import keep
from trueup.web.assessments.state import state_now
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.parties.models import Member

if TYPE_CHECKING:
    from django.http import HttpResponse

_cards: dict[tuple[str, dt.date], list[Scorecard]] = {}
THE_DAY = dt.date(2026, 11, 20)
"""The example's facts end here. Judged as of a later day it has other verdicts: there are no actuals any more."""
MOST = 12
"""Questions to the database that a page may ask (issue 3), beside noting who was last seen where."""


@pytest.fixture
def judged(on_server: Book) -> Book:
    """The example, assessed as of its day, which is kept as if it were today: its verdicts grow no older."""
    return assessed_once(on_server, "the example", THE_DAY)


def on_the_day(patch: pytest.MonkeyPatch) -> None:
    """Until the patch ends, who opens a book without naming a day opens it as of the day of the example."""
    asked = OpenBook.moment

    def moment(book: OpenBook, as_of: dt.date | str | None = None, known_at: dt.datetime | str | None = None) -> Moment:
        return asked(book, as_of or THE_DAY, known_at)

    patch.setattr(OpenBook, "moment", moment)


def assessed_once(book: Book, name: str, as_of: dt.date | None = None) -> Book:
    """A book, assessed as of a day (None: today) and kept as of today.

    Computed once a run for each name and day and kept anew: the same book gives the same scorecards.
    """
    state = state_now(book.slug)
    with open_book(book.slug) as opened:
        today = day_of(timezone.now(), opened.book.definition.zone)
        key = (name, as_of or today)
        if key not in _cards:
            _cards[key] = [opened.assess(key[1], at_grade=grade) for grade in Grade]
        for card in _cards[key]:
            keep(book, opened, card.model_copy(update={"as_of": today}), state, 0.1)
    return book


@pytest.fixture
def sign_in(member: Callable[..., Member]) -> Callable[..., Client]:
    """A client that is signed in as a new member of a party; with None, one that is not."""

    def make(party: str | None, role: str = "owner") -> Client:
        client = Client()
        if party is not None:
            client.force_login(member(party, role).user)
        return client

    return make


def asked(client: Client, address: str) -> tuple[HttpResponse, int]:
    """The answer, and how many questions to the database it took once the process is warm."""
    client.get(address)
    with override_settings(USERSESSIONS_TRACK_ACTIVITY=False), CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    return answer, len(found)


def text(answer: HttpResponse) -> str:
    """What the page says, with plain spaces."""
    return answer.content.decode().replace("\xa0", " ")
