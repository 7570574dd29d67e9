"""The example on a server with everybody in their seats, and browsers signed in for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from trueup.scorecard.model import Scorecard
from trueup.vocabulary import Grade
from trueup.web.assessments.actions import keep
from trueup.web.assessments.state import state_now
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.parties.models import Member

if TYPE_CHECKING:
    from django.http import HttpResponse

_cards: dict[str, list[Scorecard]] = {}
MOST = 12
"""Questions to the database that a page may ask (issue 3), beside noting who was last seen where."""


@pytest.fixture
def judged(on_server: Book) -> Book:
    """The example, assessed."""
    return assessed_once(on_server, "the example")


def assessed_once(book: Book, name: str) -> Book:
    """A book, assessed. Computed once a run for each name and kept anew: the same book gives the same scorecards."""
    state = state_now(book.slug)
    with open_book(book.slug) as opened:
        if name not in _cards:
            _cards[name] = [opened.assess(at_grade=grade) for grade in Grade]
        for card in _cards[name]:
            keep(book, opened, card, state, 0.1)
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
