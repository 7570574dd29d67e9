"""The five horizons: each story gives the answer that was worked out by hand, in Python and at the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.stories import rest
from tests.stories.horizons import server
from tests.stories.horizons.run import answer, look_up, stories, write
from tests.stories.run import Ask, agrees
from trueup.cli import run
from trueup.scorecard.opened import open_book


def wrong(found: dict[str, Any], asked: Ask) -> dict[str, tuple[Any, Any]]:
    """Where the ladder says something else than the story expects."""
    told = {path: (look_up(found, path), expected) for path, expected in asked.expect.items()}
    return {path: pair for path, pair in told.items() if not agrees(*pair)}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Ask], Path]:
    """A book a story, written once."""
    written: dict[str, Path] = {}

    def folder(asked: Ask) -> Path:
        if asked.story["title"] not in written:
            written[asked.story["title"]] = tmp_path_factory.mktemp("story")
            write(asked.story, written[asked.story["title"]])
        return written[asked.story["title"]]

    return folder


@pytest.mark.parametrize("asked", stories(), ids=lambda asked: asked.title)
def test_story(asked: Ask, folders: Callable[[Ask], Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder, day = folders(asked), str(asked.ask["as_of"])
    in_python = answer(folder, asked.ask)
    assert not wrong(in_python, asked), asked.why
    known = ["--known-at", asked.ask["known_at"]] if "known_at" in asked.ask else []
    assert run(["horizons", "show", str(folder), "--as-of", day, *known, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == in_python


def test_what_is_told_of_a_day_is_what_was_told_on_it(folders: Callable[[Ask], Path]) -> None:
    """History is the ladder as of each of its days: nothing that came later changes what it says of before."""
    for asked in {each.story["title"]: each for each in stories()}.values():
        with open_book(folders(asked)) as book:
            with book.ladders("2027-06-01") as ladders:
                history = ladders.history().history
            for place, day in [*enumerate(history)][::3]:
                with book.ladders(day.date) as then:
                    assert then.ladder().history == history[: place + 1], (asked.story["title"], day.date)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["order", "sides"])
def test_story_on_a_server(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Each side answers over REST when it did; the ladder is asked for on the day of each question."""
    asks = [each for each in stories() if each.title.startswith(name) and server.was_known(each)]
    told = server.on_days(asks, tmp_path, rest.Clock(monkeypatch))
    assert len(told) == len(asks)
    for asked, found in zip(sorted(asks, key=server.day_of), told, strict=True):
        assert not wrong(found, asked), (asked.title, asked.why)
