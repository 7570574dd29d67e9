"""How long the command line takes to answer at all: what a person waits for before anything else."""

from __future__ import annotations

import compileall
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from bench import data, table
from bench.machine import PEERS, ROOT, peer_version
from bench.measure import Contestant, measured

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADING = "Start of the command line"
INTRO = """\
Against `python -c "import duckdb"`: any tool that answers from files has to start an interpreter and load an engine."""

AS_OF = "2026-10-01"


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the section of the page. Raises BenchError."""
    compileall.compile_dir(ROOT / "src", quiet=1)  # as pip does when it installs; an editable copy may have none
    trueup = str(ROOT / ".venv" / "bin" / "trueup")
    contestants = [
        Contestant('python -c "import duckdb" (the limit)', [sys.executable, "-c", "import duckdb"]),
        Contestant("trueup --help", [trueup, "--help"]),
        Contestant("trueup assess examples/northwind", [trueup, "assess", str(_northwind(trueup)), "--as-of", AS_OF]),
    ]
    if peer_version("dbt-metricflow"):
        contestants += [
            Contestant(f"mf --help (MetricFlow {peer_version('metricflow')})", [str(PEERS / "mf"), "--help"]),
            Contestant(f"dbt --version (dbt {peer_version('dbt-core')})", [str(PEERS / "dbt"), "--version"]),
        ]
    ratios = table.ratios(measured(contestants, max(runs, 9)))
    print(f"\n{ratios}", flush=True)
    yield HEADING, f"{INTRO}\n\n{ratios}"


def _northwind(trueup: str) -> Path:
    """A copy of the example with its sources loaded."""
    book = data.FOLDER / "northwind"
    shutil.rmtree(book, ignore_errors=True)
    shutil.copytree(ROOT / "examples" / "northwind", book)
    subprocess.run([trueup, "load", str(book)], check=True, stdout=subprocess.DEVNULL)
    return book
