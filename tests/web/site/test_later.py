"""Listening without loading what listens."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.dispatch import Signal

from trueup.web.site.later import listen

HEARD: list[Any] = []
HERE = f"{__name__}.hear"


def hear(sender: object, *, type: str, **_: Any) -> str:
    """Note what was told."""
    HEARD.append(type)
    return f"heard {type}"


@pytest.fixture(autouse=True)
def _silence() -> None:
    HEARD.clear()


def test_a_listener_is_told_and_its_answer_comes_back() -> None:
    signal = Signal()
    listen(signal, HERE)
    assert [answer for _, answer in signal.send(None, type="a")] == ["heard a"]
    assert HEARD == ["a"]


def test_a_listener_hears_only_of_its_types() -> None:
    signal = Signal()
    listen(signal, HERE, ("a", "b"))
    for each in ("a", "c", "b"):
        signal.send(None, type=each)
    assert HEARD == ["a", "b"]


def test_a_listener_that_is_connected_twice_hears_once() -> None:
    signal = Signal()
    listen(signal, HERE)
    listen(signal, HERE)
    signal.send(None, type="a")
    assert HEARD == ["a"]


def test_what_a_listener_raises_is_raised() -> None:
    signal = Signal()
    listen(signal, f"{__name__}.refuse")
    with pytest.raises(LookupError, match="not here"):
        signal.send(None)


def refuse(sender: object, **_: Any) -> None:
    """Refuse."""
    raise LookupError("not here")


def test_a_server_process_starts_without_the_engine() -> None:
    """Migrations, backups and checks need no statistics, no table format and no HTTP client."""
    heavy = (
        "numpy",
        "pyarrow",
        "duckdb",
        "deltalake",
        "httpx",
        "trueup.book",
        "trueup.facts",
        "trueup.scorecard.assess",
    )
    code = f"import django, sys; django.setup(); print([each for each in {heavy} if each in sys.modules])"
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "trueup.web.settings"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert done.stdout.strip() == "[]"
