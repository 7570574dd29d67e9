"""One command for all benchmarks: `python -m bench.run [--full] [names]`: cube, scorecard, delivery ..."""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from typing import TYPE_CHECKING

from bench import page
from bench.measure import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterator

BENCHMARKS = (
    "startup", "forecast", "cube", "scorecard", "web", "ledger", "delivery", "containment", "jobs", "segments", "model",
    "horizons",
)  # fmt: skip


def main(arguments: list[str]) -> None:
    """Run what is asked for, print the tables, and write the page when the large sizes ran (or --write is given)."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description=__doc__)
    parser.add_argument("names", nargs="*", default=BENCHMARKS, metavar="benchmark", help=", ".join(BENCHMARKS))
    parser.add_argument("--full", action="store_true", help="the large sizes, and write docs/reference/performance.md")
    parser.add_argument("--write", action="store_true", help="write the page after the small sizes too")
    parser.add_argument("--runs", type=int, default=5, help="rounds that count (default: 5)")
    given = parser.parse_args(arguments)
    for name in given.names:
        for heading, body in _sections(name, full=given.full, runs=given.runs):
            if given.full or given.write:  # section by section: the large sizes take an hour
                page.write({heading: page.with_machine(body)})
                print(f"\nwrote {heading!r} to {page.PAGE}", flush=True)


def _sections(name: str, *, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Headings and bodies of one benchmark, as they are measured."""
    benchmark = importlib.import_module(f"bench.{name}")
    started = time.monotonic()
    print(f"\n== {name}", flush=True)
    yield from benchmark.run(full=full, runs=runs)
    print(f"({time.monotonic() - started:.0f} s)", flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BenchError as error:
        sys.exit(f"bench: {error}")
