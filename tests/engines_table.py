"""docs/reference/engines.md, from the tests that every engine answers.

`python -m tests.engines_table` writes the page; with `--check` it fails when the page is not what the tests say.
"""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS = {"duckdb": "DuckDB", "sail": "Sail", "spark": "Apache Spark"}
PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "engines.md"
HEAD = """\
# Engines

The same questions run on every engine, and each must give the same answer. This page is written from the tests
(`python -m tests.engines_table`): a question stands here because a test asks it.

| Engine | `TRUEUP_ENGINE` | Tested |
|---|---|---|
| DuckDB, in the process | unset | in every test run |
| Sail | `sc://host:port` of its Spark Connect server | in every test run, on a server started by the tests |
| Apache Spark | `sc://host:port` of its Spark Connect server | on a cluster with two workers, after `make spark` |

An engine must reach the files of the lake under the same names as the process that asks.
"""
KEY = """
**yes**: tested, and equal to the other engines. **no**: the engine cannot, for the reason given; a test expects exactly
that failure, so the table changes when the engine learns it.
"""


@dataclass
class Question:
    """A test function that engines answer: where it lives, what it asks, and who cannot answer it."""

    area: str
    title: str
    engines: set[str] = field(default_factory=set)
    cannot: dict[str, str] = field(default_factory=dict)

    def row(self) -> str:
        """Its line of the table."""
        cells = " | ".join(self._cell(engine) for engine in COLUMNS)
        remarks = "; ".join(f"{engine}: {reason}" for engine, reason in self.cannot.items())
        return f"| {self.title} | {cells} | {remarks} |"

    def _cell(self, engine: str) -> str:
        return "no" if engine in self.cannot else "yes" if engine in self.engines else "not asked"


Asked = tuple[str, pytest.Item]


class Collected:
    """A pytest plugin that keeps the collected items that ask an engine, beside the engine."""

    def __init__(self) -> None:
        self.items: list[Asked] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        from tests.engines import engine_of  # not before pytest has loaded it as a plugin

        self.items = [(engine, item) for item in session.items if (engine := engine_of(item))]


def collected_items() -> list[Asked]:
    """Every test that asks an engine. Raises RuntimeError when the tests cannot be collected."""
    plugin, output = Collected(), io.StringIO()
    tests = str(Path(__file__).parent)
    with contextlib.redirect_stdout(output):
        status = pytest.main(["--collect-only", "-q", "-m", "engine or spark", tests], plugins=[plugin])
    if status != pytest.ExitCode.OK:
        raise RuntimeError(f"pytest could not collect the tests:\n{output.getvalue()}")
    return plugin.items


def questions(items: Iterable[Asked]) -> list[Question]:
    """The items of each test function together, sorted by area and title."""
    found: dict[str, Question] = {}
    for engine, item in items:
        assert isinstance(item, pytest.Function)
        question = found.setdefault(f"{item.path}::{item.originalname}", _question(item))
        question.engines.add(engine)
        question.cannot.update((engine, reason) for reason in _reasons(item, engine))
    return sorted(found.values(), key=lambda question: (question.area, question.title))


def _question(item: pytest.Function) -> Question:
    """Named by the test; its docstring says more."""
    name = item.originalname.removeprefix("test_").replace("_", " ").capitalize()
    doc = " ".join((item.function.__doc__ or "").split()).rstrip(".")
    return Question(item.path.parent.name, f"{name}: {doc[0].lower()}{doc[1:]}" if doc else name)


def _reasons(item: pytest.Item, engine: str) -> Iterator[str]:
    for mark in item.iter_markers("not_on"):
        if engine in mark.args:
            raised = mark.kwargs["raises"]
            names = [each.__name__ for each in (raised if isinstance(raised, tuple) else (raised,))]
            yield f"{mark.kwargs['why']} (`{' or '.join(names)}`)"


def page(asked: list[Question]) -> str:
    """The whole page."""
    lines = [HEAD]
    for area in sorted({question.area for question in asked}):
        lines += [f"## {area}\n", f"| Question | {' | '.join(COLUMNS.values())} | Remark |", "|---|---|---|---|---|"]
        lines += [question.row() for question in asked if question.area == area] + [""]
    return "\n".join(lines) + KEY


def main(arguments: list[str]) -> None:
    """Write the page, or check it."""
    text = page(questions(collected_items()))
    if arguments != ["--check"]:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        sys.exit(f"{PAGE} is not what the tests say: python -m tests.engines_table")


if __name__ == "__main__":
    main(sys.argv[1:])
