"""`trueup ledger`: look after the log of a server."""

from __future__ import annotations

import datetime as dt
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from trueup.web.commands.setup import Home


class What(StrEnum):
    """What to do."""

    fsck = "fsck"
    checkpoint = "checkpoint"
    key = "key"


def ledger(
    what: Annotated[What, typer.Argument(metavar="WHAT", help="fsck, checkpoint or key.")] = What.fsck,
    home: Home = None,
) -> None:
    """Look after the log of a server.

    fsck derives the log again from its leaves, verifies every signature, and compares documents, signatures and facts
    with the digests in it; it prints each difference, the first one first. checkpoint signs the log as it is and
    prints the note. key prints the public key by which anybody verifies it. Exit status 1: there are differences.

    \b
    Examples:
      trueup ledger fsck
      trueup ledger checkpoint --home /srv/trueup > kept.checkpoint
    """
    set_up(home)
    {What.fsck: _fsck, What.checkpoint: _checkpoint, What.key: _key}[what]()


def set_up(home: Path | None) -> None:
    """Django for the server in `home`. Its database stays as it is: an older server may be running on it."""
    if home is not None:
        os.environ["TRUEUP_HOME"] = str(home.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trueup.web.settings")
    import django

    django.setup()


def _fsck() -> None:
    from trueup.web.ledger import fsck, log
    from trueup.web.ledger.serverkey import verifier
    from trueup.web.proofs import payloads

    found = [*fsck.differences(verifier()), *payloads.differences()]
    for each in found:
        typer.echo(str(each))
    if found:
        raise typer.Exit(1)
    typer.echo(f"log {verifier().name}: {log.head().size:,} leaves, no difference")


def _checkpoint() -> None:
    from trueup.web.ledger.checkpoints import current, published

    typer.echo(str(published(current(dt.datetime.now(dt.UTC)))), nl=False)


def _key() -> None:
    from trueup.web.ledger.serverkey import verifier

    typer.echo(str(verifier()))
