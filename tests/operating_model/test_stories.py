"""Stories with answers worked out by hand: through Python, and as a person asks at the command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

from tests.stories.run import Ask, agrees, look_up, write
from trueup.cli import run
from trueup.facts import FactStore
from trueup.facts.tables import TOUCHPOINTS
from trueup.scorecard.models import Models
from trueup.scorecard.opened import open_book

FOLDER = Path(__file__).parent / "stories"
_DOOR: dict[str, Callable[[Models, dict[str, Any]], Any]] = {
    "show": lambda models, ask: models.slices(None, ask["by"]) if "by" in ask else models.map(),
    "trace": lambda models, ask: models.trace(None, ask["of"]) if "of" in ask else models.traces(),
    "gaps": lambda models, ask: models.gaps(),
    "what-if": lambda models, ask: models.hangs(None, ask["of"]),
    "seven-s": lambda models, ask: models.seven_s(),
}


def asks() -> list[Ask]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        story = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, each in enumerate(story["asks"], start=1):
            found.append(Ask(f"{path.stem}-{number}", story, each["ask"], each["expect"], each["why"]))
    return found


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Ask], Path]:
    """The book of a story, written once."""
    written: dict[str, Path] = {}

    def book(asked: Ask) -> Path:
        name = asked.story["title"]
        if name not in written:
            written[name] = tmp_path_factory.mktemp("story")
            write(asked.story, written[name])
            _touched(written[name], asked.story["facts"]["touchpoints"])
        return written[name]

    return book


def _touched(folder: Path, given: list[dict[str, Any]]) -> None:
    moments = [dt.datetime.fromisoformat(each["at"]) for each in given]
    rows = {name: [each.get(name) for each in given] for name in ("touchpoint", "journey", "step", "result")}
    columns = {column.name: column.type for column in TOUCHPOINTS.columns}
    arrays = {name: pa.array(values, pa.string()) for name, values in rows.items()}
    arrays["at"] = pa.array(moments, columns["at"])
    with FactStore.open(folder) as store:
        store.append({"touchpoints": pa.table(arrays)}, key="touched", source="story")


@pytest.mark.parametrize("asked", asks(), ids=lambda asked: asked.title)
def test_python_gives_the_answer_worked_out_by_hand(asked: Ask, books: Callable[[Ask], Path]) -> None:
    with open_book(books(asked)) as book, book.models(str(asked.ask["as_of"])) as models:
        found = _DOOR[asked.ask["verb"]](models, asked.ask)
    many = isinstance(found, tuple)
    plain = [each.model_dump(mode="json") for each in found] if many else found.model_dump(mode="json")
    assert not _wrong(plain, asked), asked.why


@pytest.mark.parametrize("asked", asks(), ids=lambda asked: asked.title)
def test_the_command_line_gives_it_too(
    asked: Ask, books: Callable[[Ask], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    own = {name: value for name, value in asked.ask.items() if name not in ("verb", "of")}
    options = [part for name, value in own.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    of = [asked.ask["of"]] if "of" in asked.ask else []
    arguments = ["model", asked.ask["verb"], str(books(asked)), *of, *options]
    assert run([*arguments, "--format", "json"]) == 0
    assert not _wrong(json.loads(capsys.readouterr().out), asked), asked.why
    assert run(arguments) == 0
    assert run([*arguments, "--format", "csv"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") > 4


def _wrong(found: Any, asked: Ask) -> dict[str, tuple[Any, Any]]:
    pairs = {path: (look_up(found, path), expected) for path, expected in asked.expect.items()}
    return {path: pair for path, pair in pairs.items() if not agrees(*pair)}
