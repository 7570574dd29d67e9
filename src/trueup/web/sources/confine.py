"""A source on the server reads its book's folder and databases elsewhere: never the server's own files.

Whoever edits a book writes its sources; on a server that holds several books they are not to be trusted with paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from trueup.facts.store import ROOT
from trueup.sources.files.paths import expand, filled
from trueup.sources.reading import Read
from trueup.vocabulary import SourceError

if TYPE_CHECKING:
    from trueup.sources.documents import Source

DRIVERS = (
    *("postgresql", "postgres", "postgresql+pg8000", "postgresql+psycopg"),
    *("mysql", "mysql+pymysql", "mariadb", "mariadb+pymysql", "sqlite"),
)
OPTIONS = frozenset({"charset", "application_name", "sslmode", "connect_timeout"})
"""Options of a database URL that cannot make a driver read or send files of this server."""


class Outside(SourceError):
    """A source that reaches for what is not its book's."""

    permanent = True


def confine(source: Source, folder: Path) -> None:
    """Raise Outside where a source would read a file outside of the book's folder, hidden, or behind a link.

    Call it within `variables`, so that the same is checked as is read. Raises SourceError as reading would.
    """
    for read in _reads(source):
        for pattern in read.paths:
            for path in expand(pattern, folder):
                _inside(path, folder, pattern)
        if read.sql is not None:
            _database(read.sql, folder)


def reads_database(source: Source) -> bool:
    """Whether a source reads a database: then it may succeed another time."""
    return any(read.sql is not None for read in _reads(source))


def _reads(source: Source) -> Iterator[Read]:
    for reads in source.reads.values():
        yield from reads


def _inside(path: Path, folder: Path, stated: str) -> None:
    real, home = path.resolve(), folder.resolve()
    if not real.is_relative_to(home) or ROOT in real.relative_to(home).parts:
        raise Outside(
            "a source on a server reads only files of its book's folder",
            where=stated,
            do="upload the file, and name it",
        )


def _database(stated: str, folder: Path) -> None:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(filled(stated))
    except ArgumentError:
        return  # said better where it is read
    if url.drivername not in DRIVERS:
        raise Outside(f"the driver {url.drivername!r} is not one of this server's", do=f"one of {', '.join(DRIVERS)}")
    strange = sorted(set(url.query) - OPTIONS)
    if strange:
        raise Outside(f"the option {strange[0]!r} of a database URL is not allowed on a server", do="leave it out")
    if url.get_backend_name() == "sqlite" and url.database:
        _inside(folder / url.database, folder, url.database)
