"""Files of plans that a test writes, and a store to land them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from trueup.facts import FactStore


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a text file and return its path."""

    def put(name: str, content: str) -> Path:
        path = tmp_path / name
        path.write_text(dedent(content).lstrip("\n"), encoding="utf-8")
        return path

    return put


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FactStore]:
    folder = tmp_path / "book"
    folder.mkdir()
    with FactStore.open(folder, book="fable") as opened:
        yield opened
