"""The parts of the docs that are written from the code.

`python -m tests.pages` writes what stands between the marks of each page anew; `tests/test_docs.py` fails while a page
is not what the code says.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import trueup
from trueup.book.reference import reference
from trueup.cli import run
from trueup.cli.app import loaded
from trueup.cli.table import TABLE, Entry
from trueup.jobs.lint import CODES, Code, lint, lint_job
from trueup.jobs.lint.codes import JOB_CODES
from trueup.scorecard.schema import parts, schema
from trueup.vocabulary import TrueupError, errors

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
BEGIN, END = "<!-- generated: begin -->", "<!-- generated: end -->"
_FORMATS = {"money": "money", "date": "date", "date-time": "time with zone"}
_TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}


def commands() -> str:
    """Every command with its help, under the headings of `trueup --help`."""
    chapters = ["## `trueup`\n", _help([])]
    for heading in dict.fromkeys(entry.heading for entry in TABLE):
        chapters.append(f"## {heading}\n")
        for entry in TABLE:
            if entry.heading == heading:
                chapters += [f"### `trueup {entry.name}`\n", _help([entry.name])]
                chapters += [part for verb in verbs(entry) for part in _chapter(entry, verb)]
    return "\n".join(chapters)


def verbs(entry: Entry) -> list[str]:
    """The commands of a group, in its order; none for a command by itself."""
    return list(getattr(loaded(entry), "commands", {}))


def _chapter(entry: Entry, verb: str) -> tuple[str, str]:
    return f"#### `trueup {entry.name} {verb}`\n", _help([entry.name, verb])


def _help(command: list[str]) -> str:
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        with contextlib.redirect_stdout(io.StringIO()) as output:
            run([*command, "--help"])
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)
    lines = (line.rstrip() for line in output.getvalue().strip().splitlines())
    return "```text\n" + "\n".join(lines) + "\n```\n"


def scorecard() -> str:
    """A table of names for the scorecard and for each part in it."""
    return "\n".join(_part(name, part) for name, part in parts(schema()).items())


def _part(name: str, part: dict[str, Any]) -> str:
    rows = [
        f"| `{key}` | {_is(stated)} | {_cell(stated['description'])} |" for key, stated in part["properties"].items()
    ]
    return "\n".join([f"### {name}\n", f"{part['description']}\n", "| Name | Is | Means |", "|---|---|---|", *rows, ""])


def _is(stated: dict[str, Any]) -> str:
    """What kind of value a name has, in words."""
    if "$ref" in stated:
        name = stated["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "enum" in stated or "const" in stated:
        return ", ".join(f"`{word}`" for word in stated.get("enum", [stated.get("const")]))
    if "anyOf" in stated:
        return " or ".join(_is(option) for option in stated["anyOf"])
    if stated["type"] == "array":
        items = stated.get("prefixItems")
        return "[" + ", ".join(map(_is, items)) + "]" if items else f"list of {_is(stated['items'])}"
    return _object(stated) if stated["type"] == "object" else _plain(stated)


def _object(stated: dict[str, Any]) -> str:
    inside = stated.get("additionalProperties")
    return f"keys and values ({_is(inside)})" if inside else f"some of {', '.join(map(_code, stated['properties']))}"


def _plain(stated: dict[str, Any]) -> str:
    return _FORMATS.get(stated.get("format", ""), _TYPES.get(stated["type"], "null"))


def names() -> str:
    """What `import trueup` offers, each with the first line of its documentation."""
    rows = [f"| `{name}` | {_first_line(getattr(trueup, name))} |" for name in sorted(_offered(), key=str.lower)]
    return "\n".join(["| Name | Is |", "|---|---|", *rows, ""])


def _offered() -> list[str]:
    return [name for name in trueup.__all__ if name != "__version__"]


def _first_line(thing: Any) -> str:
    said = " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())
    return _cell(re.match(r".*?[.:](?= |$)", f"{said} ")[0].rstrip(":")) if said else ""  # type: ignore[index]


def error_tree() -> str:
    """The tree of errors, as it is drawn at the top of its file."""
    drawn = (errors.__doc__ or "").split("\n\n", 1)[1].strip()
    return f"```text\n{drawn}\n```\n"


def every_error(kind: type[TrueupError] = TrueupError) -> Iterator[type[TrueupError]]:
    """The errors of the language, from the root; those of the server and its client are another table's."""
    yield kind
    for inner in kind.__subclasses__():
        package, _, part = inner.__module__.partition(".")
        if package == "trueup" and not part.startswith(("web", "client")):
            yield from every_error(inner)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(word: str) -> str:
    return f"`{word}`"


def lint_codes() -> str:
    """Every code of the lint of job maps, with an example that has it and the words it marks there."""
    rows = [f"| `{code.name}` | {code.severity} | {_cell(code.finds)} | {_marked(code)} |" for code in CODES]
    return "\n".join(["| Code | Is | Finds | Example |", "|---|---|---|---|", *rows, ""])


def _marked(code: Code) -> str:
    look = lint_job if code.name in JOB_CODES else lint
    found = next((each for each in look(code.example, names=["QuoteDesk"]) if each.code == code.name), None)
    if found is None:
        return code.example
    before, after = code.example[: found.start], code.example[found.end :]
    return f"{before}**{found.words}**{after}"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "documents.md": reference,
    "errors.md": error_tree,
    "lint.md": lint_codes,
    "python.md": names,
    "scorecard.md": scorecard,
}


def rewritten(page: str, made: str) -> str:
    """A page with the part between its marks made anew. ValueError where a mark is missing."""
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise ValueError(f"a generated page has {BEGIN} and {END} once each")
    head, _, rest = page.partition(BEGIN)
    return f"{head}{BEGIN}\n\n{made}\n{END}{rest.partition(END)[2]}"


def main() -> None:
    """Write every page anew."""
    for name, make in PAGES.items():
        file = REFERENCE / name
        file.write_text(rewritten(file.read_text(encoding="utf-8"), make()), encoding="utf-8")


if __name__ == "__main__":
    main()
