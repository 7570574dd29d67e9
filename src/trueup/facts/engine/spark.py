"""Spark Connect: an Apache Spark cluster, Databricks or Sail behind the same thin client."""

from __future__ import annotations

import itertools
import socket
import threading
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pyarrow as pa

from trueup.facts.engine import sql
from trueup.vocabulary import EngineError

if TYPE_CHECKING:
    import narwhals.stable.v2 as nw

    from trueup.facts.engine.protocol import Source


_PORT = 15002  # where Spark Connect listens unless told otherwise


class SparkEngine:
    """A session of Spark Connect at `sc://host:port`. The server must reach the lake's files by the same names."""

    name = "spark"

    def __init__(self, url: str) -> None:
        self._url = url
        self._spark = _connect(url)
        self._lock = threading.Lock()

    def session(self) -> SparkSession:
        """A group of temporary views of its own in the one Spark session."""
        return SparkSession(self._spark, self._lock)

    def close(self) -> None:
        """Leave the server."""
        self._spark.stop()


def _connect(url: str) -> Any:
    try:
        from pyspark.sql.connect.session import SparkSession as Connect
    except ImportError as error:
        raise EngineError(
            f"the Spark Connect client is not installed ({error})", where=url, do="pip install 'trueup[spark]'"
        ) from error
    _knock(url)
    try:
        spark = Connect.builder.remote(url).create()
        spark.conf.set("spark.sql.session.timeZone", "UTC")
        spark.sql("SELECT 1").collect()
    except Exception as error:  # the client raises what gRPC, the server or its own checks raise
        raise EngineError(
            f"no Spark Connect server answers: {str(error).splitlines()[0]}", where=url, do="check TRUEUP_ENGINE"
        ) from error
    return spark


def _knock(url: str) -> None:
    """Fail in seconds where nobody listens; the client would try again for ten minutes."""
    place = urlsplit(url)
    try:
        socket.create_connection((place.hostname or "", place.port or _PORT), timeout=10).close()
    except OSError as error:
        raise EngineError(f"no Spark Connect server answers: {error}", where=url, do="check TRUEUP_ENGINE") from error


class SparkSession:
    """One snapshot's temporary views."""

    dialect = sql.SPARK

    def __init__(self, spark: Any, lock: threading.Lock) -> None:
        self._spark, self._lock = spark, lock
        prefix = f"trueup_{uuid.uuid4().hex[:12]}"
        self._names = (f"{prefix}_{number}" for number in itertools.count())
        self._views: list[str] = []

    def relation(self, source: Source) -> str:
        """A temporary view over files and log rows."""
        frames = [self._from_files(source)] if source.files else []
        if source.tail is not None or not frames:
            frames.append(self._from_tail(source))
        aligned = [_aligned(frame, source.schema) for frame in frames]
        return self._view(aligned[0] if len(aligned) == 1 else aligned[0].unionByName(aligned[1]))

    def _from_files(self, source: Source) -> Any:
        reader = self._spark.read.option("mergeSchema", str(source.evolving).lower())
        return reader.parquet(*source.files)

    def _from_tail(self, source: Source) -> Any:
        rows = source.schema.empty_table() if source.tail is None else source.tail
        nullable = pa.schema([field.with_nullable(True) for field in rows.schema])
        return self._spark.createDataFrame(rows.cast(nullable), schema=_spark_schema(nullable))

    def _view(self, frame: Any) -> str:
        name = next(self._names)
        frame.createOrReplaceTempView(name)
        self._views.append(name)
        return name

    def frame(self, query: str) -> nw.LazyFrame[Any]:
        """A query as a lazy frame."""
        import narwhals.stable.v2 as nw

        frame: nw.LazyFrame[Any] = nw.from_native(self._spark.sql(query))
        return frame

    def collect(self, frame: nw.LazyFrame[Any]) -> pa.Table:
        """Run a lazy frame on the server and fetch its rows."""
        table: pa.Table = frame.to_native().toArrow()
        return table

    def close(self) -> None:
        """Drop the views."""
        for name in self._views:
            self._spark.catalog.dropTempView(name)
        self._views.clear()


def _aligned(frame: Any, schema: pa.Schema) -> Any:
    """All columns of the schema in order; those that the frame lacks as typed nulls."""
    from pyspark.sql.connect.functions import col, lit

    types = {field.name: field.dataType for field in _spark_schema(schema)}
    present = set(frame.columns)
    columns = [
        col(sql.quoted(n, sql.SPARK)) if n in present else lit(None).cast(types[n]).alias(n) for n in schema.names
    ]
    return frame.select(*columns)


def _spark_schema(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)
