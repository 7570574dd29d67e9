"""An agreement that everybody knows, and doings about it."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.utils import timezone

from trueup.vocabulary.digest import canonical, digest
from trueup.web.documents.models import Book, Version
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor
from trueup.web.work.worker import Lane

Personas = dict[str, Actor]
TITLE = 'Claims <script>alert(1)</script>\r\nBcc: all@example.com {{ 7|add:"7" }} %(who)s & *bold* [x](http://evil)'


@pytest.fixture
def agreement(seats: Book) -> Version:
    """The proposed agreement claims-platform, with a title that tries everything."""
    return Version.objects.create(
        book=seats,
        kind="agreement",
        doc_id="claims-platform",
        number=3,
        state="proposed",
        body=canonical({"kind": "agreement", "title": TITLE}).decode(),
        digest=digest("x"),
    )


@pytest.fixture
def doing() -> Callable[..., int]:
    """Record a leaf as an action does."""

    @action("test.do")
    def do(type: str, subject: str, actor: str, book: str = "northwind") -> int:
        return record(type, digest(f"{type} {subject}"), actor=actor, at=timezone.now(), book=book, subject=subject)

    return do


def work_off() -> None:
    """Run what may run now, as the worker does."""
    lane = Lane("lane", timezone.now, random.Random(1))
    while lane.once():
        pass
