"""How long the command line takes to answer at all: what a person waits for before anything else."""

from __future__ import annotations

import sys

from bench import table
from bench.machine import PEERS, ROOT, peer_version
from bench.measure import Contestant, measured

HEADING = "Start of the command line"
INTRO = """\
Against `python -c "import duckdb"`: any tool that answers from files has to start an interpreter and load an engine."""


def run(*, full: bool, runs: int) -> str:
    """Returns the section of the page. Raises BenchError."""
    trueup = str(ROOT / ".venv" / "bin" / "trueup")
    contestants = [
        Contestant('python -c "import duckdb" (the limit)', [sys.executable, "-c", "import duckdb"]),
        Contestant("trueup --help", [trueup, "--help"]),
        Contestant("trueup assess examples/northwind", [trueup, "assess", str(ROOT / "examples" / "northwind")]),
    ]
    if peer_version("dbt-metricflow"):
        contestants += [
            Contestant(f"mf --help (MetricFlow {peer_version('metricflow')})", [str(PEERS / "mf"), "--help"]),
            Contestant(f"dbt --version (dbt {peer_version('dbt-core')})", [str(PEERS / "dbt"), "--version"]),
        ]
    ratios = table.ratios(measured(contestants, max(runs, 9)))
    print(f"\n{ratios}", flush=True)
    return f"{INTRO}\n\n{ratios}"
