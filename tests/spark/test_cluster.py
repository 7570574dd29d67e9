"""The cluster the tests stand on is what it says: real Spark, two executors, and gone when nobody needs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.spark import cluster

HOLD = """
import sys, time
from pathlib import Path
from tests.spark.cluster import leased
with leased(Path(sys.argv[1])) as url:
    print(url, flush=True)
    time.sleep(600)
"""


@pytest.mark.spark
def test_spark_says_it_is_spark(spark_url: str) -> None:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.remote(spark_url).create()
    try:
        assert session.version.startswith("4.")
        assert session.range(1000).groupBy().sum("id").collect()[0][0] == 499_500
    finally:
        session.stop()


@pytest.mark.spark
@pytest.mark.skipif("TRUEUP_TEST_SPARK" in os.environ, reason="the cluster is somebody else's")
def test_each_worker_runs_an_executor(spark_url: str, spark_folder: Path) -> None:
    executors = {folder.name for folder in (spark_folder / "work").glob("app-*/*")}
    assert executors == {"0", "1"}
    for number in (1, 2):
        assert "Asked to launch executor" in (spark_folder / f"worker-{number}.log").read_text()


@pytest.mark.spark
@pytest.mark.skipif(cluster.absence() is not None, reason=str(cluster.absence()))
def test_the_cluster_ends_with_its_last_holder_even_a_killed_one(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "own")], cwd=cluster.ROOT, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().startswith("sc://127.0.0.1:")
        assert _jvms(tmp_path) >= 4
        holder.send_signal(signal.SIGKILL)
    _until(lambda: _jvms(tmp_path) == 0)


def test_absence_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ROOT", Path("/nowhere"))
    assert cluster.absence() == "Apache Spark is absent: make spark"


def _jvms(folder: Path) -> int:
    """Java processes that work in the folder."""
    return sum(_works_in(process, folder) for process in Path("/proc").glob("[0-9]*"))


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (
            b"java" in (process / "cmdline").read_bytes().split(b"\0")[0]
            and folder in (process / "cwd").readlink().parents
        )
    except OSError:  # it ended meanwhile, or is not ours to look at
        return False


def _until(done: object, patience_s: float = 60) -> None:
    assert callable(done)
    end = time.monotonic() + patience_s
    while not done():
        assert time.monotonic() < end, "still running"
        time.sleep(0.2)
