"""What an engine must do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of one table: Parquet files, then rows that are still in the log.

    `schema` is that of the result; `evolving` says that files may lack columns of it. `dataset` opens the files
    for an engine in this process where it cannot reach them by name (an object store).
    """

    schema: pa.Schema
    files: tuple[str, ...] = ()
    tail: pa.Table | None = None
    evolving: bool = False
    dataset: pa.dataset.Dataset | None = None


class Session(Protocol):
    """One snapshot's connection to an engine. Relations are named in SQL by what `relation` returns."""

    dialect: str

    def relation(self, source: Source) -> str:
        """SQL text that stands for the rows, to be put behind FROM."""
        ...

    def frame(self, sql: str) -> nw.LazyFrame[Any]:
        """A query as a lazy frame; nothing runs yet."""
        ...

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Run a lazy frame and fetch its rows."""
        ...

    def close(self) -> None:
        """Let go of everything that the session holds."""
        ...


class Engine(Protocol):
    """Opens sessions. One engine serves many threads; a session belongs to one thread."""

    name: str

    def session(self) -> Session:
        """A new session."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
