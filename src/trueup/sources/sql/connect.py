"""A connection that can only read, and errors that never show a password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trueup.sources.files.paths import filled
from trueup.vocabulary import SourceError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

# The drivers that come with Trueup's extras, for URLs that name only the database.
_DRIVERS = {
    "postgresql": ("postgresql+pg8000", "postgres"),
    "postgres": ("postgresql+pg8000", "postgres"),
    "mysql": ("mysql+pymysql", "mysql"),
    "mariadb": ("mariadb+pymysql", "mysql"),
}


def address(stated: str, folder: Path) -> URL:
    """The URL meant: variables filled in, our driver where none is named, SQLite files relative to the book."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(filled(stated))
    except ArgumentError:
        do = "write it like postgresql://user:${PASSWORD}@host/database, or sqlite:///file.db"
        raise SourceError("not the URL of a database", where=stated if "@" not in stated else None, do=do) from None
    if url.drivername in _DRIVERS:
        url = url.set(drivername=_DRIVERS[url.drivername][0])
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        file = folder / url.database
        if not file.is_file():
            raise SourceError("no such file", where=str(url.database), do="the path is relative to the book's folder")
        url = url.set(database=str(file))
    return url


def shown(url: URL) -> str:
    """The URL as it may be printed."""
    return url.render_as_string(hide_password=True)


@contextmanager
def connected(url: URL) -> Iterator[Connection]:
    """A connection in a transaction that cannot write. Raises SourceError when there is none to be had."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

    try:
        engine = create_engine(url)
    except NoSuchModuleError:
        raise SourceError(f"no driver for {url.drivername}", do="install one that SQLAlchemy knows") from None
    except ModuleNotFoundError as bad:
        raise SourceError(f"the driver {bad.name} is not installed", where=shown(url), do=_install(url)) from None
    try:
        with engine.connect() as connection:
            _only_read(connection)
            yield connection
    except SQLAlchemyError as bad:
        raise SourceError(_told(bad, url), where=shown(url), do="check the address, the rights and the query") from None
    except OSError as bad:
        raise SourceError(f"cannot be reached: {bad}", where=shown(url), do="is the server running?") from None
    finally:
        engine.dispose()


def _install(url: URL) -> str:
    extra = next((extra for name, extra in _DRIVERS.values() if name == url.drivername), None)
    return f"pip install 'trueup[{extra}]'" if extra else "install it beside Trueup"


def _only_read(connection: Connection) -> None:
    from sqlalchemy import text

    backend = connection.dialect.name
    if backend == "sqlite":
        connection.execute(text("PRAGMA query_only = ON"))
    elif backend == "postgresql":
        connection.execute(text("SET TRANSACTION READ ONLY"))
    elif backend in ("mysql", "mariadb"):
        connection.rollback()
        connection.execute(text("START TRANSACTION READ ONLY"))


def _told(bad: Any, url: URL) -> str:
    """The driver's own words in one line, without the password and without the statement."""
    words = " ".join(str(getattr(bad, "orig", None) or bad).split())
    if url.password:
        words = words.replace(str(url.password), "***")
    return words[:500]
