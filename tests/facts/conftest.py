from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from trueup.facts import FactStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A folder whose name needs quoting everywhere."""
    folder = tmp_path / "bo'ok ö"
    folder.mkdir()
    return folder


@pytest.fixture
def store(book: Path) -> Iterator[FactStore]:
    with FactStore.open(book) as opened:
        yield opened
