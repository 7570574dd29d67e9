"""The planted model on a server, everybody in their seats, mapped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.web.example import acting
from tests.web.operating_model import planted
from tests.web.seated import sign_in
from trueup.facts.tables import OBSERVATIONS, TOUCHPOINTS, field_of
from trueup.web.documents.books import store_of
from trueup.web.documents.models import Book, Seat
from trueup.web.operating_model.computing import compute
from trueup.web.parties.models import Party

__all__ = ["acting", "sign_in"]


@pytest.fixture
def on_server(tmp_path: Path, db: None, settings: Any) -> Iterator[Book]:
    """The book with its model, mapped; an actual of its KPI, and four touchpoints of which one failed."""
    from trueup.web.documents import books
    from trueup.web.documents.actions import import_book

    settings.HOME = tmp_path / "home"
    book = import_book(planted.write(tmp_path / "book", planted.MODEL))
    for seat in Seat.objects.filter(book=book):
        seat.party, _ = Party.objects.get_or_create(slug=seat.local_id, defaults={"name": seat.name})
        seat.save()
    store_of(book.slug).append({"observations": _actuals(), "touchpoints": _touchpoints()}, key="facts", source="test")
    compute(book.slug)
    yield book
    books.close_all()


def _actuals() -> pa.Table:
    row = {"kpi": "days", "period_start": dt.date(2026, 1, 1), "period_end": dt.date(2026, 2, 1), "actual": 12.5,
           "reported_by": "harbour"}  # fmt: skip
    return _table(OBSERVATIONS, [row])


def _touchpoints() -> pa.Table:
    """Three of long ago, and one that failed lately."""
    long_ago, lately = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), dt.datetime.now(dt.UTC) - dt.timedelta(days=9)
    rows = [
        {"touchpoint": f"t{number}", "at": at, "journey": "homes", "step": "register", "result": result}
        for number, (at, result) in enumerate([(long_ago, "ok")] * 3 + [(lately, "failed")])
    ]
    return _table(TOUCHPOINTS, rows)


def _table(table: Any, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, pa.schema([field_of(column) for column in table.columns]))
