"""`trueup bundle`: one file that proves an agreement to whoever has only that file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.assess import AtGrade
from trueup.cli.moments import AsOf, KnownAt

if TYPE_CHECKING:
    from trueup.bundle.model import BundleInput


def bundle(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: Annotated[str, typer.Argument(metavar="BOOK", help="The folder of the book, or its name on the server.")],
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help="The agreement's id.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Annotated[AtGrade, typer.Option(help="Count only evidence of at least this grade.")] = AtGrade.reported,
    all_parties: Annotated[
        bool, typer.Option("--all-parties", help="Keep the book's definition whole: it names parties of others, too.")
    ] = False,
    server: Annotated[
        str | None, typer.Option(metavar="URL", help="Take it from this server, with signatures and proofs.")
    ] = None,
    token: Annotated[
        str | None, typer.Option(metavar="TOKEN", help="Your token there (default: the variable TRUEUP_TOKEN).")
    ] = None,
) -> None:
    """Write one file with everything needed to verify an agreement, offline.

    It holds all versions of the agreement, its KPIs, what was said about the evidence, the rows it stands on, and the
    verdict. Rows of others stay out: their hashes take their place, so that the digest of each batch can still be
    computed. Text, a line for each thing: read it before you send it.

    A book in a folder has no ledger, so its bundle shows what follows from the documents and facts in it, and not who
    signed them or when. With --server the bundle has the signatures, and proofs that all of it is in the server's log.
    Any token of a member that may read will do; as TRUEUP_TOKEN it stands in no list of processes.

    \b
    Examples:
      trueup bundle northwind claims-platform --out claims.bundle
      trueup bundle northwind claims-platform --as-of 2026-10-01 --at-grade verified --out claims.bundle
      trueup bundle northwind claims-platform --server https://trueup.example --out claims.bundle
      trueup verify claims.bundle
    """
    from trueup.bundle.write import write

    if server is None:
        made = _gathered(Path(book), agreement, as_of, known_at, at_grade, all_parties=all_parties)
        _keep(write(made), out)
        typer.echo(_in_words(made, out))
        return
    if known_at is not None or all_parties:
        raise typer.BadParameter("--known-at and --all-parties are for a book in a folder, not for --server")
    data = _served(server, token or os.environ.get("TRUEUP_TOKEN"), book, agreement, as_of=as_of, at_grade=at_grade)
    said = _proofs_in_words(data, out)  # what cannot be read is not kept
    _keep(data, out)
    typer.echo(said)


def _gathered(
    book: Path, agreement: str, as_of: AsOf, known_at: KnownAt, at_grade: AtGrade, *, all_parties: bool
) -> BundleInput:
    from trueup.bundle.gather import gather
    from trueup.scorecard.opened import open_book
    from trueup.vocabulary import Grade

    with open_book(book) as opened:
        moment = opened.moment(as_of, known_at)
        with opened.store.snapshot(moment.known_at) as snapshot:
            grade = Grade.parse(at_grade.value)
            return gather(opened.book, snapshot, moment, agreement, grade=grade, all_parties=all_parties)


def _served(server: str, token: str | None, book: str, agreement: str, *, as_of: AsOf, at_grade: AtGrade) -> bytes:
    from trueup.client import AccessDenied, connect

    if not token:
        raise AccessDenied(
            "the server has to know who asks", where=server, do="set TRUEUP_TOKEN; make one in Settings > Tokens"
        )
    with connect(server, token) as client:
        return client.bundle(book, agreement, as_of=as_of, at_grade=at_grade.value)


def _keep(data: bytes, file: Path) -> None:
    """Whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    fresh.write_bytes(data)
    fresh.replace(file)


def _in_words(made: BundleInput, out: Path) -> str:
    basis = made.basis
    rows = sum(len(shown) for batch in basis.batches for shown in batch.rows.values())
    return (
        f"{made.result.title}: {made.result.verdict.replace('_', ' ')}, as of {basis.moment.as_of}\n"
        f"{len(basis.documents)} documents and {rows:,} rows; unsigned and unwitnessed: the folder has no ledger\n"
        f"\nNext: trueup verify {out}"
    )


def _proofs_in_words(data: bytes, out: Path) -> str:
    from trueup.bundle.read import read

    contents = read(data)
    asked, many = contents.manifest, {name: len(lines) for name, lines in contents.sections.items()}
    return (
        f"{asked.agreement} of the book {asked.book}, as of {asked.as_of}\n"
        f"{many['documents']} documents, {many['rows']:,} rows, {many['signatures']} signatures, "
        f"{many['leaves']:,} entries of the log\n"
        f"\nNext: trueup verify {out} --key KEY, with the key of the log as you were given it elsewhere"
    )
