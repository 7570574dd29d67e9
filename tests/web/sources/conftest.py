"""A book on the server: its documents and files, without facts; its customer, a provider, a stranger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from trueup.web.documents import books
from trueup.web.documents.actions import import_book
from trueup.web.documents.models import Seat
from trueup.web.parties.models import Member, Party
from trueup.web.parties.queries import actor

BOOK = """\
kind: book
id: harbour
name: Harbour Logistics
currency: EUR
time_zone: Europe/Berlin
parties:
  - {id: harbour, name: Harbour Logistics, role: customer}
  - {id: carrier, name: Carrier, role: provider}
---
kind: kpi
id: on_time
name: On time
unit: percent
direction: increase
grain: month
"""
SOURCE = """\
kind: source
id: deliveries
title: Deliveries <b>
read: {csv: data/deliveries.csv}
facts:
  observations:
    kpi: {value: on_time}
    period: month
    actual: actual
    reported_by: {value: harbour}
---
kind: source
id: yard
read: {sql: "postgresql://reader:${YARD_PASSWORD}@yard.example/db", table: moves}
facts:
  observations:
    kpi: {value: on_time}
    period: month
    actual: actual
    reported_by: {value: harbour}
"""
ROWS = "month,actual\n2026-01,91\n2026-02,late\n2026-03,93\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The book's folder, before it is brought to the server."""
    folder = tmp_path / "harbour"
    (folder / "data").mkdir(parents=True)
    (folder / "book.yaml").write_text(BOOK, "utf-8")
    (folder / "sources.yaml").write_text(SOURCE, "utf-8")
    (folder / "data" / "deliveries.csv").write_text(ROWS, "utf-8")
    return folder


@pytest.fixture
def people(member: Callable[..., Member]) -> SimpleNamespace:
    return SimpleNamespace(
        owner=actor(member("harbour")),
        editor=actor(member("harbour", "editor")),
        viewer=actor(member("harbour", "viewer")),
        provider=actor(member("carrier")),
        stranger=actor(member("elsewhere")),
    )


@pytest.fixture
def harbour(people: SimpleNamespace, folder: Path, tmp_path: Path, settings: SimpleNamespace) -> Iterator[str]:
    """The slug of the book on a server whose home is its own."""
    settings.HOME = tmp_path / "home"
    book = import_book(folder)
    for seat in Seat.objects.filter(book=book):
        seat.party = Party.objects.get(slug=seat.local_id)
        seat.save()
    yield book.slug
    books.close_all()
