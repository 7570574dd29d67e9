"""`trueup import-book` and `trueup export-book`: a book moves between a folder and the server."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trueup.web.commands.setup import Home, begin


def import_book(
    folder: Annotated[Path, typer.Argument(metavar="BOOK", help="The folder of the book.")],
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Its name in addresses (default: its id).")
    ] = None,
    seat: Annotated[
        list[str] | None,
        typer.Option(metavar="PARTY=ORGANISATION", help="Who sits for a party of the book; give it once a party."),
    ] = None,
    home: Home = None,
) -> None:
    """Bring a book from a folder to the server: documents, files and facts, all of it or nothing.

    A party without --seat gets an organisation of its own, and a link is printed that lets its first owner in.

    \b
    Examples:
      trueup import-book northwind
      trueup import-book northwind --as northwind-2026 --seat northwind=northwind-insurance
    """
    begin(home)
    from trueup.web.commands import seats
    from trueup.web.documents import actions

    book = actions.import_book(folder, slug=name, seats=dict(_pair(text) for text in seat or ()))
    typer.echo(f"{book.name}: brought to the server as {book.slug}")
    seats.fill(book)
    for link in seats.links(book):
        typer.echo(f"  {link.role:<9} {link.name}  {link.address}")


def _pair(text: str) -> tuple[str, int]:
    """The party of the book and the organisation on the server."""
    from trueup.vocabulary import InputError
    from trueup.web.parties.models import Party

    party, _, slug = text.partition("=")
    found = Party.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Party.objects.order_by("slug").values_list("slug", flat=True)[:12])
        raise InputError(f"--seat {text}: there is no organisation {slug!r}", do=f"there are: {known or 'none'}")
    return party, found.pk


def export_book(
    book: Annotated[str, typer.Argument(metavar="BOOK", help="The name of the book on the server.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is empty or not there yet.")],
    private_of: Annotated[
        list[str] | None,
        typer.Option(metavar="PARTY", help="Take along what is private to this party of the book; may be repeated."),
    ] = None,
    home: Home = None,
) -> None:
    """Write a book of the server into a folder: the same documents and digests, its files and its facts.

    What is private to a party (its improvement options) stays on the server, unless --private-of names it.

    \b
    Examples:
      trueup export-book northwind northwind-copy
      trueup export-book northwind northwind-copy --private-of northwind
    """
    begin(home)
    from trueup.web.documents import private
    from trueup.web.documents.exporting import export_book as export

    own = private_of or []
    for file in export(book, folder, own):
        typer.echo(file)
    kept_back = private.kept_back(book, own)
    if kept_back:
        typer.echo(f"\nNot written: {kept_back} private to other parties (--private-of PARTY takes them along)")
    typer.echo(f"\nNext: trueup check {folder}")
