"""The planted book on a server, everybody in their seats, calibrated once a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.value.calibration.planted import facts_of, planted, story
from tests.web.seated import sign_in
from trueup.web.calibration.computing import compute
from trueup.web.calibration.models import Calibrated
from trueup.web.documents.books import store_of
from trueup.web.documents.models import Book, Seat
from trueup.web.parties.models import Party

__all__ = ["sign_in"]
_kept: list[Calibrated] = []


@pytest.fixture
def silent(tmp_path: Path, db: None, settings) -> Iterator[Book]:
    """The planted book with its facts, and nothing computed."""
    from trueup.web.documents import books
    from trueup.web.documents.actions import import_book

    settings.HOME = tmp_path / "home"
    folder = tmp_path / "written"
    folder.mkdir()
    (folder / "book.yaml").write_text(yaml.safe_dump_all(story()["documents"], sort_keys=False), encoding="utf-8")
    book = import_book(folder, slug="planted")
    for seat in Seat.objects.filter(book=book):
        seat.party, _ = Party.objects.get_or_create(slug=seat.local_id, defaults={"name": seat.name})
        seat.save()
    (tmp_path / "facts").mkdir()
    rows = facts_of(planted(tmp_path / "facts"))
    store_of(book.slug).append({"observations": rows}, key="story", source="story")
    yield book
    books.close_all()


@pytest.fixture
def calibrated(silent: Book) -> Book:
    """With everything computed."""
    if not _kept:
        compute(silent.slug)
        _kept.extend(Calibrated.objects.filter(book=silent))
        return silent
    for row in _kept:
        row.pk, row.book = None, silent
    Calibrated.objects.bulk_create(_kept)
    return silent
