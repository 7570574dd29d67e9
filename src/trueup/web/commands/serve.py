"""`trueup serve`: the web application, in one process tree."""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.vocabulary import TrueupError
from trueup.web.commands.setup import Home, begin

if TYPE_CHECKING:
    from trueup.web.commands.seats import Link
    from trueup.web.documents.models import Book

THREADS = 8
"""Requests at a time. Most of one is waiting: for the database, or for the engine, which frees the interpreter."""
KILL_AFTER = 5
"""Seconds that requests get to end when the server stops."""


def serve(
    book: Annotated[Path | None, typer.Argument(metavar="[BOOK]", help="The folder of a book to bring along.")] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every one.")] = "127.0.0.1",
    home: Home = None,
    organisation: Annotated[str, typer.Option(help="On an empty server: the first organisation.")] = "My organisation",
    owner: Annotated[str, typer.Option(help="On an empty server: its first owner.")] = "owner@organisation.example",
    open: Annotated[bool, typer.Option("--open/--no-open", help="Open the first link in a browser.")] = False,
) -> None:
    """Serve the web application.

    With BOOK, its documents, files and facts are brought to the server, if they are not there yet; each party gets a
    seat, and a link for each is printed that lets one person in, once. Without it, the server opens as it was left; an
    empty one prints a link for its first owner. Data lie in --home; with DATABASE_URL, rows lie in PostgreSQL.

    \b
    Examples:
      trueup serve examples/northwind
      trueup serve --port 9000 --home /srv/trueup
      DATABASE_URL=postgresql://trueup@db/trueup trueup serve
    """
    _need(host, port)
    begin(home, f"http://{_name_of(host, port)}:{port}")
    found = _bring(book) if book is not None else _first(organisation, owner)
    _tell(found)
    if open and found:
        _open_soon(found[0].address, host, port)
    _run(host, port)


def _need(host: str, port: int) -> None:
    """Say that the port is taken before anything else is done: two servers could share it without noticing."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as wrong:
            reason = (wrong.strerror or str(wrong)).lower()
            raise TrueupError(
                f"cannot listen on {host}:{port}: {reason}", do=f"name another port: trueup serve --port {port + 1}"
            ) from wrong


def _bring(folder: Path) -> list[Link]:
    """Import the book unless it is here, seat its parties, and make their links."""
    from trueup.web.commands import seats
    from trueup.web.documents.actions import import_book, name_in
    from trueup.web.documents.models import Book

    slug = name_in(folder)
    book = Book.objects.filter(slug=slug).first()
    if book is None:
        book = import_book(folder)
        typer.echo(f"{book.name}: brought to the server from {folder}")
        _load_sources(book)
    else:
        typer.echo(f"{book.name}: on this server since {book.created_at:%Y-%m-%d}; the folder is not read again")
    seats.fill(book)
    return seats.links(book)


def _load_sources(book: Book) -> None:
    """A book that comes without facts gets what its sources have, in the background."""
    from trueup.web.documents.books import open_book
    from trueup.web.sources.asking import ask

    opened = open_book(book.slug)
    with opened.store.snapshot() as snapshot:
        sources = [] if snapshot.seq else list(opened.book.sources)
    for source in sources:
        ask(book, source, asked_by=None, dry_run=False)
    if sources:
        typer.echo(f"Loading {len(sources)} source{'s' if len(sources) != 1 else ''} in the background: see /sources")


def _first(organisation: str, owner: str) -> list[Link]:
    """On a server without anybody: a link for its first owner."""
    from trueup.web.commands.seats import Link
    from trueup.web.parties import queries
    from trueup.web.parties.actions import enrol, offer_sign_in

    if queries.has_parties():
        return []
    actor = enrol(organisation, owner)
    return [Link("", "owner", actor.party_name, offer_sign_in(actor.user))]


def _name_of(host: str, port: int) -> str:
    """What people at this machine call it: by name, for browsers keep no passkeys for a number (WebAuthn, 5.1.3).

    A browser may look for `localhost` at ::1 first: not where somebody else listens there.
    """
    if host not in ("127.0.0.1", "0.0.0.0", "::", "::1"):  # noqa: S104 - compared, not bound
        return host
    return "127.0.0.1" if host != "::1" and _somebody_listens("::1", port) else "localhost"


def _somebody_listens(address: str, port: int) -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            return probe.connect_ex((address, port)) == 0
    except OSError:  # no IPv6 here
        return False


def _tell(links: list[Link]) -> None:
    if links:
        typer.echo("\nSign in (each link works once, for a day):")
    width = max((len(link.name) for link in links), default=0)
    for link in links:
        typer.echo(f"  {link.role:<9} {link.name:<{width}}  {link.address}")
    typer.echo(f"\nTrueup: {_address()}  (Ctrl-C stops it)")


def _address() -> str:
    from django.conf import settings

    return str(settings.URL)


def _open_soon(address: str, host: str, port: int) -> None:
    """Open the browser once the server listens."""
    import time
    import webbrowser

    def wait_and_open() -> None:
        for _ in range(150):
            with socket.socket() as probe:
                if probe.connect_ex((host, port)) == 0:
                    webbrowser.open(address)
                    return
            time.sleep(0.2)

    threading.Thread(target=wait_and_open, daemon=True).start()


def _run(host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C: requests in a process of their own, background work in this one."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from trueup.web.documents import books
    from trueup.web.work import worker

    multiprocessing.set_start_method("spawn", force=True)  # threads of the engine do not survive a fork
    server = Granian(
        "trueup.web.commands.application:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        workers_kill_timeout=KILL_AFTER,
        respawn_failed_workers=True,
        log_level=LogLevels.error,
        websockets=False,
    )
    background = worker.start()
    try:
        server.serve()
    finally:
        if not background.stop(KILL_AFTER):
            _leave_at_once()
        books.close_all()


def _leave_at_once() -> None:
    """End the process while a job still computes: what was acknowledged is on disk, as after a power cut.

    Taking the engine's connection away from under a thread that uses it would abort the process with a core dump.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
