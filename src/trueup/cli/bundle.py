"""`trueup bundle`: one file that proves an agreement to whoever has only that file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.assess import AtGrade
from trueup.cli.moments import AsOf, KnownAt

if TYPE_CHECKING:
    from trueup.bundle.model import BundleInput


def bundle(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="The folder of the book.")],
    agreement: Annotated[str, typer.Argument(metavar="AGREEMENT", help="The agreement's id.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Annotated[AtGrade, typer.Option(help="Count only evidence of at least this grade.")] = AtGrade.reported,
    all_parties: Annotated[
        bool, typer.Option("--all-parties", help="Keep the book's definition whole: it names parties of others, too.")
    ] = False,
) -> None:
    """Write one file with everything needed to verify an agreement, offline.

    It holds all versions of the agreement, its KPIs, what was said about the evidence, the rows it stands on, and the
    verdict. Rows of others stay out: their hashes take their place, so that the digest of each batch can still be
    computed. Text, a line for each thing: read it before you send it.

    A book in a folder has no ledger, so its bundle shows what follows from the documents and facts in it, and not who
    signed them or when. Bundles with signatures and proofs come from a server.

    \b
    Examples:
      trueup bundle northwind claims-platform --out claims.bundle
      trueup bundle northwind claims-platform --as-of 2026-10-01 --at-grade verified --out claims.bundle
      trueup verify claims.bundle
    """
    from trueup.bundle.gather import gather
    from trueup.bundle.write import write
    from trueup.scorecard.opened import open_book
    from trueup.vocabulary import Grade

    with open_book(book) as opened:
        moment = opened.moment(as_of, known_at)
        with opened.store.snapshot(moment.known_at) as snapshot:
            grade = Grade.parse(at_grade.value)
            made = gather(opened.book, snapshot, moment, agreement, grade=grade, all_parties=all_parties)
    _keep(write(made), out)
    typer.echo(_in_words(made, out))


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
