"""What every command of the server does first: where the server lives, and Django."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Where the server keeps its database, books and keys (default: TRUEUP_HOME, else var/server).",
    ),
]


def begin(home: Path | None = None, url: str | None = None) -> None:
    """Set Django up for a server whose home is `home`, and bring its database up to date.

    Raises TrueupError when the database cannot be reached.
    """
    if home is not None:
        os.environ["TRUEUP_HOME"] = str(home.absolute())
    if url is not None:
        os.environ.setdefault("TRUEUP_URL", url)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trueup.web.settings")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads wait for each other longer than our products take
    import django

    django.setup()
    _migrate()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import OperationalError

    from trueup.vocabulary import EngineError

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as wrong:
        what = str(wrong).strip().splitlines()[0]
        raise EngineError(f"the database cannot be used: {what}", do="see DATABASE_URL") from wrong
