"""`trueup model import` and `export`: models from the tools of architects, and back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import AsOf, BookFolder, KnownAt

if TYPE_CHECKING:
    from trueup.operating_model.archimate import ExchangeReport, ModelFile

SHOWN = 20


def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file, in the ArchiMate Model Exchange format.")],
    into: Annotated[
        Path | None, typer.Option(metavar="BOOK", help="The folder of the book (default: write YAML to the screen).")
    ] = None,
    id: Annotated[str | None, typer.Option(metavar="ID", help="The model's id (default: as the file has it).")] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What people shall call it.")] = None,
    customer: Annotated[
        str | None, typer.Option(metavar="PARTY", help="Whose model it is (default: the book's only customer).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Bring in an operating model from a file in the ArchiMate 3 Model Exchange format, whole or not at all.

    Archi, and most tools of enterprise architects, write such files. Goals become jobs, business interactions become
    interactions, functions become components. What Trueup has no word for is kept and goes out again as it came in.
    The report says what became of everything. Read again, a model that has changed becomes its next version.

    \b
    Examples:
      trueup model import homes.xml --into mybook
      trueup model import homes.xml --into mybook --id homes --customer homeward
      trueup model import homes.xml --customer homeward > homes.yaml
    """
    if into is None:
        from trueup.book.write import write
        from trueup.operating_model.archimate import read_model

        read = read_model(_bytes(file), file=file.name, id=id, title=title, customer=customer)
        _tell(read.report, as_json, to_screen=not as_json)
        if not as_json:
            typer.echo(write(read.model), nl=False)
        return
    read, outcome = _land(into, file, id, title, customer)
    _tell(read.report, as_json, to_screen=False)
    typer.echo(outcome, err=as_json)


def _land(folder: Path, file: Path, id: str | None, title: str | None, customer: str | None) -> tuple[ModelFile, str]:
    import datetime as dt

    from trueup.scorecard.model_files import bring_in, read_for
    from trueup.scorecard.opened import landed_documents, open_book

    data = _bytes(file)
    with open_book(folder) as opened:
        read = read_for(opened.book, data, file=file.name, id=id, title=title, customer=customer)
        with opened.store.snapshot() as snapshot:
            landed = landed_documents(snapshot)
        brought = bring_in(opened.book, read.model, now=dt.datetime.now(dt.UTC), landed=landed)
    if brought.file is None:
        return read, "Nothing is new: the book says all of this already."
    return read, f"Written: version {brought.model.version}: {brought.file}\nNext: trueup model show {folder}"


def _bytes(file: Path) -> bytes:
    from trueup.vocabulary import SourceError

    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(error.strerror or "cannot be read", where=str(file), do="check the path") from None


def _tell(report: ExchangeReport, as_json: bool, *, to_screen: bool) -> None:
    """The report; beside YAML on the screen it goes where errors go."""
    if as_json:
        typer.echo(report.model_dump_json(indent=2))
        return
    counts = ", ".join(f"{kind.replace('_', ' ')} {count:,}" for kind, count in report.elements.items())
    lines = [
        f"{report.file}: model {report.model!r}",
        f"  read: {counts or 'no element'}; {_counted(report.links, 'link')}",
        f"  {_counted(report.parties, 'party', 'parties')} outside of the book",
    ]
    kept = [*report.kept_elements, *report.kept_relationships]
    lines += [f"  kept as it is: {each.type} {each.count:,} ({each.why})" for each in kept[:SHOWN]]
    if len(kept) > SHOWN:
        lines.append(f"  ... and {len(kept) - SHOWN:,} more: --json lists all")
    if report.elsewhere:
        lines.append(f"  left to documents of their own: {_counted(report.elsewhere, 'element')}")
    if report.kept_parts:
        lines.append(f"  kept as it is: {', '.join(report.kept_parts)}")
    typer.echo("\n".join(lines), err=to_screen)


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def export(
    book: BookFolder = Path("."),
    model: Annotated[
        str | None, typer.Argument(metavar="ID", help="The model's id; not needed where the book has only one.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", "-o", metavar="FILE.xml", help="Where to write it.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> None:
    """Write an operating model in the ArchiMate 3 Model Exchange format, which Archi and other tools open.

    It is written with a simple view, or with those views that it came in with.

    \b
    Examples:
      trueup model export mortgage -o mortgage.xml
      trueup model export mybook homes -o homes.xml
    """
    from trueup.scorecard.model_files import as_archimate
    from trueup.scorecard.opened import open_book

    if to is None:
        raise typer.BadParameter("say where to write it: -o FILE.xml", param_hint="--to")
    with open_book(book) as opened, opened.models(as_of, known_at=known_at) as models:
        found = models.model(model)
        data = as_archimate(opened.book, found)
    _write(to, data)
    elements = _counted(sum(1 for _ in found.elements()), "element")
    typer.echo(f"{found.name}, {elements}: {os.fspath(to.absolute())}")


def _write(to: Path, data: bytes) -> None:
    """In one step: a file that is there stays whole until the new one is."""
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        draft.write_bytes(data)
        draft.replace(to)
    finally:
        draft.unlink(missing_ok=True)
