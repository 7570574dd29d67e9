"""The example book on the server, with a seat for everybody."""

from __future__ import annotations

import shutil
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import trueup
from trueup.web.documents.models import AgreementSeat, Book, Seat
from trueup.web.parties.models import Member, Party


@pytest.fixture
def on_server(northwind: Path, tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """examples/northwind as the book `northwind`, with its agreements' seats."""
    folder = tmp_path / "northwind"
    shutil.copytree(northwind, folder)
    if "trueup.web.documents.books" not in sys.modules:
        stand_in = types.ModuleType("trueup.web.documents.books")
        stand_in.open_book = lambda slug: trueup.open(folder)
        monkeypatch.setitem(sys.modules, "trueup.web.documents.books", stand_in)
    book = Book.objects.create(slug="northwind", name="Northwind Insurance")
    with trueup.open(folder) as opened:
        documents = opened.book
    for party in documents.parties.values():
        organisation, _ = Party.objects.get_or_create(slug=party.id, defaults={"name": party.name})
        Seat.objects.create(book=book, local_id=party.id, role=party.role, name=party.name, party=organisation)
    for versions in documents.agreements.values():
        agreement = versions.latest
        parts = {agreement.customer: "customer", **dict.fromkeys(agreement.providers, "provider")}
        if agreement.observer:
            parts[agreement.observer] = "observer"
        for local, part in parts.items():
            seat = Seat.objects.get(book=book, local_id=local)
            AgreementSeat.objects.create(book=book, agreement=agreement.id, seat=seat, part=part)
    yield book


@pytest.fixture
def acting(member: Callable[..., Member]) -> Callable[..., trueup.web.parties.access.Actor]:
    """Makes an actor of a party."""
    from trueup.web.parties.queries import actor

    return lambda party, role="owner": actor(member(party, role))
