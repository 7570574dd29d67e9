"""`trueup backup` and `trueup restore`."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from trueup.vocabulary import TrueupError
from trueup.web.commands.setup import Home
from trueup.web.proofs.commands import set_up

PASSPHRASE = "TRUEUP_BACKUP_PASSPHRASE"  # noqa: S105  the name of a variable


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")],
    plain: Annotated[bool, typer.Option("--plain", help="Do not seal it: it holds the server's keys.")] = False,
    home: Home = None,
) -> None:
    """Write the whole server into one file: database, facts, files, keys and log. It may go on running meanwhile.

    The file is sealed with a passphrase, asked for or taken from
    TRUEUP_BACKUP_PASSPHRASE. Every change that was acknowledged before is in it.

    \b
    Examples:
      trueup backup /backups/2026-11-22.trueup
      trueup backup copy.tar --plain
    """
    passphrase = None if plain else _new_passphrase()
    begun = time.monotonic()
    set_up(home)
    from trueup.web.backup.archive import summary
    from trueup.web.backup.take import take

    taken = take(file, passphrase, dt.datetime.now(dt.UTC))
    held = summary(taken.manifest)
    lines = taken.manifest.checkpoint.split("\n")
    typer.echo(
        f"{file}: {held['files']:,} files, {taken.size:,} bytes, in {time.monotonic() - begun:.1f} s\n"
        f"log {lines[0]} at {lines[1]} leaves; keep this checkpoint elsewhere: it shows whether a backup is older\n"
        f"  {lines[2]}"
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.", exists=True, dir_okay=False)],
    home: Annotated[Path, typer.Option("--home", metavar="DIR", help="A folder that is empty or not there yet.")],
    witnessed: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A checkpoint of the log that somebody else kept.", exists=True),
    ] = None,
) -> None:
    """Make a server from a backup, after verifying every file in it and the whole log.

    Refuses a backup that is damaged, whose log does not hold, or that is older than the checkpoint given with
    --witnessed or than what the witnesses in TRUEUP_WITNESSES have seen. A backup made on PostgreSQL goes into the
    empty database that DATABASE_URL names. Nothing is left behind when it fails.

    \b
    Examples:
      trueup restore /backups/2026-11-22.trueup --home /srv/trueup
      TRUEUP_HOME=/srv/trueup trueup serve
    """
    from trueup.web.backup import restore as restoring

    begun = time.monotonic()
    manifest = restoring.unpack(file, home, _passphrase_for(file))
    with restoring.emptied_on_failure(home):
        set_up(home)
        restored = restoring.take_up(home.absolute(), manifest, witnessed, dt.datetime.now(dt.UTC))
    typer.echo(
        f"{home}: {len(manifest.files):,} files, log of {restored.leaves:,} leaves verified, "
        f"as of {manifest.made_at}, in {time.monotonic() - begun:.1f} s"
    )
    for warning in restored.warnings:
        typer.echo(warning, err=True)


def _new_passphrase() -> str:
    given = os.environ.get(PASSPHRASE) or (_asked(confirm=True) if sys.stdin.isatty() else "")
    if not given:
        raise TrueupError("a backup needs a passphrase", do=f"set {PASSPHRASE}, or write it in clear with --plain")
    return given


def _passphrase_for(file: Path) -> str | None:
    from trueup.web.backup.seal import is_sealed

    with file.open("rb") as source:
        if not is_sealed(source):
            return None
    return os.environ.get(PASSPHRASE) or (_asked(confirm=False) if sys.stdin.isatty() else None)


def _asked(*, confirm: bool) -> str:
    return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm))
