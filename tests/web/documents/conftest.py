"""A server's home of its own for each test, and the example on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from trueup.web.parties.access import Actor
from trueup.web.parties.models import Party


@pytest.fixture
def home(tmp_path: Path, settings) -> Iterator[Path]:
    from trueup.web.documents import books

    settings.HOME = tmp_path / "home"
    yield settings.HOME
    books.close_all()


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example book without facts."""
    folder = tmp_path / "example"
    shutil.copytree(ROOT / "examples" / "northwind", folder, ignore=shutil.ignore_patterns(".trueup", "__pycache__"))
    return folder


@pytest.fixture
def book(home: Path, example: Path, personas: dict[str, Actor | None]) -> str:
    """The example on the server; its parties are those of the personas."""
    from trueup.web.documents.actions import import_book

    parties = {slug: Party.objects.get(slug=slug).pk for slug in ("northwind", "acme", "sint", "assay")}
    return import_book(example, seats=parties).slug
