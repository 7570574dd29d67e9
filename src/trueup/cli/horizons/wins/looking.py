"""`list`, `read` and `erase`: what lies there, what it says, and away with it."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.horizons.wins.keys import KeyFile, unlocked
from trueup.cli.moments import BookFolder

if TYPE_CHECKING:
    from trueup.cli.horizons.wins.folder import Holding
    from trueup.horizons.wins import Opened, PrivateKey, Sealed

Which = Annotated[
    list[str] | None, typer.Argument(metavar="[WIN]...", help="Only these, by how their ids begin (default: all).")
]


class Form(StrEnum):
    """How wins are printed."""

    text = "text"
    json = "json"


def list_wins(book: BookFolder = Path(".")) -> None:
    """List which sealed wins lie in the book, to which key each was sealed, and who looked last. No text: no key.

    The log shows what these commands did. It cannot show that its end was cut off, that somebody opened a copy
    elsewhere, or that somebody else sat at the machine.

    \b
    Examples:
      trueup horizons wins list northwind
    """
    from trueup.cli.horizons.wins.folder import holdings

    found = list(holdings(book))
    for each in found:
        _listed(each)
    if not found:
        typer.echo("There are no wins here.")


def _listed(here: Holding) -> None:
    from trueup.cli.horizons.wins.folder import parsed
    from trueup.horizons.wins import reads
    from trueup.vocabulary import TrueupError

    typer.echo(f"{here.party}: {len(here.files())}")
    for file in here.files():
        try:
            sealed = parsed(file)
        except TrueupError as wrong:
            typer.echo(f"  {file.name}  {wrong.what}")
            continue
        typer.echo(f"  {sealed.place.win}  {sealed.place.stakeholders}  key {sealed.key}")
    log = here.place / reads.FILE
    try:
        said = reads.lines(log.read_bytes() if log.exists() else b"")
    except TrueupError as wrong:
        typer.echo(f"  log: {wrong.what}")
        return
    for line in said[-5:]:
        typer.echo(f"  log: {line.at:%Y-%m-%d %H:%M} UTC  {line.what:<8} {line.win[:8]}  {line.by}")


def read(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="The folder of the book, or the file of a sealed win.")],
    key: KeyFile,
    win: Which = None,
    format: Annotated[Form, typer.Option(help="How they are printed.")] = Form.text,
) -> None:
    """Open wins with your party's key and print them. Each look is written into the log first.

    A file that the server gave you (NAME.sealed) is opened in the same way; the look is logged beside it.

    \b
    Examples:
      trueup horizons wins read northwind --key ~/acme.wins.key
      trueup horizons wins read northwind 3f9a12c4 --key ~/acme.wins.key --format json
      trueup horizons wins read ~/Downloads/3f9a12c4.sealed --key ~/acme.wins.key
    """
    from trueup.cli.horizons.wins.folder import parsed

    held = unlocked(key)
    files = _files(book, win, held.party)
    if not files:
        typer.echo(f"There are no wins of {held.party} here.", err=True)
    found = [_opened(file, parsed(file), held) for file in files]
    if format is Form.json:
        typer.echo(json.dumps([_plain(*each) for each in found], indent=2, ensure_ascii=False))
        return
    for sealed, opened in found:
        typer.echo(_in_words(sealed, opened))


def _files(book: Path, wins: list[str] | None, party: str) -> list[Path]:
    from trueup.cli.horizons.wins.folder import chosen, holding

    if book.is_file():
        return [book]
    return chosen(book, wins) if wins else holding(book, party).files()


def _opened(file: Path, sealed: Sealed, key: PrivateKey) -> tuple[Sealed, Opened]:
    """Logged first: a look that is not in the log does not happen. Raises LedgerError."""
    from trueup.cli.horizons.wins.folder import note
    from trueup.horizons.wins import open_sealed
    from trueup.vocabulary import LedgerError

    if key.public.id == sealed.key:
        note(file.parent, sealed.place.win, "read")
    try:
        return sealed, open_sealed(sealed, key)
    except LedgerError as wrong:
        raise LedgerError(wrong.what, where=str(file), do=wrong.do) from None


def _plain(sealed: Sealed, opened: Opened) -> dict[str, object]:
    from dataclasses import asdict

    return {**asdict(sealed.place), "key": sealed.key, "commitment": opened.commitment, "text": opened.win.plain}


def _in_words(sealed: Sealed, opened: Opened) -> str:
    win, pad = opened.win, "\n            "
    share = "" if win.fulfilled is None else f", has {win.fulfilled:.0%} of it"
    step = f"{win.step}{f' (by {win.by})' if win.by else ''}" if win.step else "none yet"
    lines = [
        f"{sealed.place.win}  {win.person}",
        f"  wants     {win.win.replace(chr(10), pad)}",
        f"  decides   {win.influence}, {win.strength}; sees it as {win.response.replace('_', ' ')}",
        f"  stands    {win.current}, needed {win.desired}{share}",
        f"  next      {step.replace(chr(10), pad)}",
    ]
    return "\n".join(lines) + "\n"


def erase(
    book: BookFolder,
    win: Annotated[list[str], typer.Argument(metavar="WIN...", help="Which, by how their ids begin.")],
) -> None:
    """Erase wins: needs no key. Copies of the folder elsewhere still hold them; rekey, then take the old key away.

    \b
    Examples:
      trueup horizons wins erase northwind 3f9a12c4
    """
    from trueup.cli.horizons.wins.folder import chosen, note
    from trueup.horizons.wins.sealed import ENDING

    for file in chosen(book, win):
        note(file.parent, file.name.removesuffix(ENDING), "erased")
        file.unlink()
        typer.echo(f"Erased: {file}")
