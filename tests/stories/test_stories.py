"""Every story gives the answer that was worked out by hand, through every door."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.stories import rest
from tests.stories.run import Ask, agrees, answer, look_up, stories, write
from trueup.cli import run

Door = Callable[[Path, dict[str, Any]], dict[str, Any]]


@pytest.fixture(params=["python", "cli"])
def door(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Door:
    """How the question is asked."""
    return answer if request.param == "python" else lambda folder, ask: _at_the_command_line(folder, ask, capsys)


def _at_the_command_line(folder: Path, ask: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    options = {"--as-of": ask["as_of"], "--known-at": ask.get("known_at"), "--at-grade": ask.get("grade")}
    given = [part for name, value in options.items() if value is not None for part in (name, str(value))]
    assert run(["assess", str(folder), "--format", "json", *given]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("asked", stories(), ids=lambda asked: asked.title)
def test_story(asked: Ask, door: Door, tmp_path: Path) -> None:
    write(asked.story, tmp_path)
    assert not wrong(door(tmp_path, asked.ask), asked), asked.why


def wrong(card: dict[str, Any], asked: Ask) -> dict[str, tuple[Any, Any]]:
    """Where the card says something else than the story expects."""
    return {
        path: (look_up(card, path), expected)
        for path, expected in asked.expect.items()
        if not agrees(look_up(card, path), expected)
    }


@pytest.mark.django_db
@pytest.mark.parametrize("asked", stories(), ids=lambda asked: asked.title)
def test_story_on_a_server(asked: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The documents are imported, each fact is sent when it was known, and the scorecard is asked for."""
    with rest.served(asked.story, tmp_path, rest.Clock(monkeypatch)) as client:
        card = rest.answer(client, rest.slug_of(tmp_path), asked)
    assert not wrong(card, asked), asked.why
