"""One suite, many engines: `engine_url` gives a test each engine in turn, and `not_on` says where one of them cannot.

    def test_latest_known(engine_url): ...

    @pytest.mark.not_on("sail", raises=AnalysisException, why="no ordered first()")
    def test_opening_balance(engine_url): ...

An exception is strict: the test must fail there, and with that exception. docs/reference/engines.md is written from
these marks by `python -m tests.engines_table`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.spark import cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINES = {"duckdb": pytest.mark.engine, "sail": pytest.mark.engine, "spark": pytest.mark.spark}


@pytest.fixture(scope="session", params=[pytest.param(name, marks=mark) for name, mark in ENGINES.items()])
def engine_url(request: pytest.FixtureRequest) -> str:
    """What TRUEUP_ENGINE says for each engine: `duckdb`, or the sc:// address of a running Spark Connect server."""
    if request.param == "duckdb":
        return "duckdb"
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def sail_url() -> Iterator[str]:
    """A Sail server in this process: Spark Connect without a JVM."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()


@pytest.fixture(scope="session")
def spark_url(spark_folder: Path) -> Iterator[str]:
    """A Spark Connect server on a real Apache Spark cluster: TRUEUP_TEST_SPARK, or one for this whole test run."""
    given = os.environ.get("TRUEUP_TEST_SPARK")
    if given:
        yield given
        return
    _need_spark()
    with cluster.leased(spark_folder) as url:
        yield url


@pytest.fixture(scope="session")
def spark_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Logs and scratch files of the shared cluster: one folder, however many processes pytest-xdist runs."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "spark"


def _need_spark() -> None:
    """Skip where Spark cannot run; in CI, where it must, fail."""
    reason = cluster.absence()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


def pytest_configure(config: pytest.Config) -> None:
    _name_the_main_module()
    config.addinivalue_line(
        "markers", "not_on(*engines, raises, why): the engines where this question must fail, with that exception"
    )


def _name_the_main_module() -> None:
    """Under pytest-xdist the main module has no file, which pyspark-client 4.2 takes for running its own doctests."""
    main = sys.modules["__main__"]
    if not hasattr(main, "__file__"):
        main.__file__ = __file__


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("not_on"):
            _expect_failure(item, mark)


def _expect_failure(item: pytest.Item, mark: pytest.Mark) -> None:
    unknown = set(mark.args) - set(ENGINES)
    if unknown or set(mark.kwargs) != {"raises", "why"}:
        raise pytest.UsageError(f"{item.nodeid}: not_on names engines of {list(ENGINES)}, and says raises= and why=")
    if engine_of(item) in mark.args:
        item.add_marker(pytest.mark.xfail(strict=True, raises=mark.kwargs["raises"], reason=mark.kwargs["why"]))


def engine_of(item: pytest.Item) -> str | None:
    """The engine this item runs on, or None where it asks no engine."""
    call = getattr(item, "callspec", None)
    engine = call.params.get("engine_url") if call else None
    return engine if isinstance(engine, str) else None
