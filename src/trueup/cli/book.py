"""Commands about a book: init, check, schema."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from trueup.vocabulary import Issue

BookFolder = Annotated[Path, typer.Argument(metavar="BOOK", help="The folder of the book.")]


class Form(StrEnum):
    """How the answer is written."""

    table = "table"
    json = "json"


class Least(StrEnum):
    """The least serious level that is shown."""

    error = "error"
    soon = "soon"
    hint = "hint"


def check(
    book: BookFolder = Path("."),
    format: Annotated[Form, typer.Option(help="How the issues are written.")] = Form.table,
    level: Annotated[Least, typer.Option(help="Show issues of this level and above.")] = Least.hint,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 for `soon` as well: nobody could sign.")] = False,
) -> None:
    """Find everything that is wrong in a book, with file and line.

    Documents that sources have landed are checked with those of the folder. Three levels: `error` stops the book,
    `soon` must be mended before anyone signs, `hint` is advice. Exits 1 if there is an error.

    \b
    Examples:
      trueup check northwind
      trueup check northwind --level soon
      trueup check northwind --format json
    """
    import trueup.book

    issues = trueup.book.check(book, landed(book))
    shown = [issue for issue in issues if list(Least).index(Least(issue.level)) <= list(Least).index(level)]
    typer.echo(_json(shown) if format is Form.json else _lines(shown, issues, book))
    stopping = ("error", "soon") if strict else ("error",)
    raise typer.Exit(int(any(issue.level in stopping for issue in issues)))


def landed(book: Path) -> list[dict[str, object]]:
    """What sources have landed; the engine is loaded only for a book that has facts."""
    if not (book / ".trueup").is_dir() and not (book.is_dir() and os.environ.get("TRUEUP_LAKE")):
        return []
    from trueup.scorecard.opened import documents_landed_in

    return documents_landed_in(book)


def _json(issues: list[Issue]) -> str:
    return json.dumps([asdict(issue) for issue in issues], indent=2, ensure_ascii=False)


def _lines(shown: list[Issue], issues: list[Issue], book: Path) -> str:
    counts = {level: sum(issue.level == level for issue in issues) for level in Least}
    words = [f"{count} {level}{'s' if count != 1 and level != 'soon' else ''}" for level, count in counts.items()]
    end = ", ".join(words) if issues else f"{book}: nothing is wrong"
    return "\n".join([*(str(issue) for issue in shown), end])


def schema(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="KIND", help="book, kpi, agreement ...: one kind only; or scorecard, or delivery."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a file for each kind into this folder.")
    ] = None,
) -> None:
    """Print the JSON Schema (2020-12) of documents, or of the scorecard.

    Editors complete and check with it. For VS Code with the YAML extension, put this first into a file:

    \b
    # yaml-language-server: $schema=.schema/document.schema.json

    `scorecard` is the schema of what `trueup assess --format json` prints, `delivery` that of one of its deliveries,
    `delivery-schedule`, `-simulate`, `-earned`, `-quality`, `-verdict` and `-contain` what those commands print.

    \b
    Examples:
      trueup schema
      trueup schema agreement
      trueup schema scorecard
      trueup schema delivery-verdict
      trueup schema --out .schema
    """
    if out is None:
        typer.echo(json.dumps(_schema(kind), indent=2, ensure_ascii=False))
        return
    out.mkdir(parents=True, exist_ok=True)
    for name in [kind] if kind else [None, *_kinds(), "scorecard", "delivery"]:
        file = out / f"{name or 'document'}.schema.json"
        file.write_text(json.dumps(_schema(name), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        typer.echo(file)


def _schema(kind: str | None) -> dict[str, Any]:
    if kind == "scorecard":
        from trueup.scorecard.schema import schema as scorecard_schema

        return scorecard_schema()
    if kind is not None and kind.partition("-")[0] == "delivery":
        from trueup.scorecard.parts import shape
        from trueup.scorecard.schema import schema as answer_schema

        return answer_schema(shape(kind.partition("-")[2] or "all"))
    from trueup.book.schema import schema as document_schema

    return document_schema(kind)


def _kinds() -> list[str]:
    from trueup.book.kinds import kinds

    return list(kinds())


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is empty or not there yet.")],
) -> None:
    """Write a starter book into an empty folder.

    It is small, fictional and commented: a KPI that is entered, a KPI by formula with its CSV source, and an agreement
    with everything that a signature needs.

    \b
    Examples:
      trueup init mybook
      trueup check mybook
    """
    from trueup.book.starter import write_starter

    for file in write_starter(folder):
        typer.echo(file)
    typer.echo(f"\nNext: trueup check {folder}")
