"""A real Apache Spark standalone cluster on this machine: a master, two workers, and a Spark Connect server on it.

`python -m tests.spark.cluster` runs one until Ctrl-C and prints its sc:// address. The tests share one: whoever needs
it holds a lease (a file lock), and the keeper stops the cluster when the last lease is gone, however its holder ended.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
WORKERS, PATIENCE_S = 2, 180
# Small heaps, one collector thread and the quick compiler: several JVMs start side by side on few cores.
LEAN_JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.executor.memory": "1g",
    "spark.executor.extraJavaOptions": LEAN_JAVA,
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.connect.grpc.binding.port": "0",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
}


class ClusterError(RuntimeError):
    """The cluster did not come up; the message ends with what the process last said."""


def absence() -> str | None:
    """Why no cluster can be started here, or None."""
    if spark_home() is None:
        return "Apache Spark is absent: make spark"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "Java is absent: install a Java 17 runtime (Debian: default-jre-headless)"
    return None


def spark_home() -> Path | None:
    """Where `make spark` put the distribution."""
    return next(iter(ROOT.glob(".venv-spark/lib/python*/site-packages/pyspark")), None)


@dataclass
class Daemon:
    """One JVM of the cluster, and the file it logs to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def says(self, pattern: str) -> str:
        """Wait for a line that matches; the first group of the match."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            found = re.search(pattern, self.log.read_text(errors="replace"))
            if found:
                return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise ClusterError(f"{self.name} did not come up; its log {self.log}:\n{self._first_error()}")

    def _first_error(self) -> str:
        text = self.log.read_text(errors="replace")
        start = re.search(r"^.*(?:Exception|ERROR|Error).*$", text, re.MULTILINE)
        return text[start.start() :][:2000] if start else text[-2000:]

    def stop(self) -> None:
        """End it, and the executors it started (they are in its process group)."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=20)


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run the cluster, with its logs and scratch files in `folder`; yields its sc:// address. Raises ClusterError."""
    with ExitStack() as daemons:

        def start(name: str, arguments: Sequence[str], memory: str = "256m") -> Daemon:
            daemon = _launch(name, arguments, folder, memory)
            daemons.callback(daemon.stop)
            return daemon

        master = start("master", _deploy("master.Master", "--port", "0"))
        address = master.says(r"Starting Spark master at (spark://\S+)")
        worker = _deploy(
            "worker.Worker", "--cores", "1", "--memory", "1536m", "--work-dir", str(folder / "work"), address
        )
        workers = [start(f"worker-{number}", worker) for number in range(1, WORKERS + 1)]
        server = start("connect", _connect_server(address), memory="1g")
        for each in workers:
            each.says(r"(Successfully registered with master)")
        yield "sc://" + server.says(r"Spark Connect server started at: (\S+:\d+)")


def _deploy(daemon: str, *arguments: str) -> list[str]:
    return ["spark-class", f"org.apache.spark.deploy.{daemon}", "--host", "127.0.0.1", "--webui-port", "0", *arguments]


def _connect_server(master: str) -> list[str]:
    settings = [part for key, value in SETTINGS.items() for part in ("--conf", f"{key}={value}")]
    service = ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
    return ["spark-submit", "--master", master, *settings, *service]


def _launch(name: str, arguments: Sequence[str], folder: Path, memory: str) -> Daemon:
    home = spark_home()
    assert home is not None, absence()
    log = folder / f"{name}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(home / "bin" / arguments[0]), *arguments[1:]],
            stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=folder, start_new_session=True,
            env=_environment(home, folder, memory),
        )  # fmt: skip
    return Daemon(name, process, log)


def _environment(home: Path, folder: Path, memory: str) -> dict[str, str]:
    return os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder / "scratch"),
        "SPARK_DAEMON_MEMORY": memory,
        "SPARK_DAEMON_JAVA_OPTS": LEAN_JAVA,
        "PYSPARK_PYTHON": sys.executable,
    }


# --- one cluster for all processes of a test run -------------------------------------------------------------------


@contextmanager
def leased(folder: Path) -> Iterator[str]:
    """The address of the cluster kept in `folder`, started if nobody has it yet. Raises ClusterError."""
    folder.mkdir(exist_ok=True)
    with _locked(folder / "lease", fcntl.LOCK_SH):  # waits while a keeper that lost its last lease is stopping
        with _locked(folder / "starting", fcntl.LOCK_EX):
            address = _address(folder) or _start_keeper(folder)
        yield address


def keep(folder: Path) -> None:
    """Run the cluster until nobody holds a lease on it any more. Raises ClusterError."""
    # Closing the lease comes after stopping the cluster, so a newcomer waits until the folder is free.
    with (folder / "lease").open("ab") as lease, running(folder) as address:
        _publish(folder / "address", address)
        fcntl.flock(lease, fcntl.LOCK_EX)
        (folder / "address").unlink()


def _start_keeper(folder: Path) -> str:
    """Start a keeper that outlives us if others hold leases too, and wait until its cluster is up."""
    with (folder / "keeper.log").open("wb") as log:
        started = subprocess.run(
            [sys.executable, "-m", "tests.spark.cluster", str(folder)],
            cwd=ROOT, start_new_session=True, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False,
        )  # fmt: skip
    address = _address(folder)
    if started.returncode or address is None:
        raise ClusterError((folder / "keeper.log").read_text())
    return address


def _address(folder: Path) -> str | None:
    try:
        return (folder / "address").read_text()
    except FileNotFoundError:
        return None


def _publish(path: Path, text: str) -> None:
    """Write at once: a reader sees all of it or nothing."""
    part = path.with_suffix(".part")
    part.write_text(text)
    part.rename(path)


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    with path.open("ab") as file:
        fcntl.flock(file, how)
        yield


def main(arguments: Sequence[str]) -> None:
    """Leave a keeper behind for a folder, or run a cluster for a person until Ctrl-C."""
    if arguments:
        sys.exit(_keep_in_background(Path(arguments[0])))
    folder = ROOT / "var" / "spark"
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(KeyboardInterrupt), running(folder) as address:
        print(f"{address}  (Ctrl-C stops it; logs in {folder})", flush=True)
        signal.pause()


def _keep_in_background(folder: Path) -> int:
    """Fork a keeper and wait until its cluster is up (0) or it has given up (its exit status)."""
    keeper = os.fork()
    if not keeper:
        keep(folder)
        return 0
    while _address(folder) is None:
        ended, status = os.waitpid(keeper, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.1)
    return 0


if __name__ == "__main__":
    main(sys.argv[1:])
