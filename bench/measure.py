"""Whole processes in turns: elapsed time, processor time and peak memory of each, medians over the rounds."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LAUNCH = Path(__file__).with_name("launch.py")


class BenchError(RuntimeError):
    """A contestant failed or gave another answer: there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A command that answers the question. `out` gets what it prints; `before` runs, unmeasured, ahead of each run."""

    name: str
    command: Sequence[str]
    cwd: Path | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    out: Path | None = None
    before: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one process: seconds elapsed, seconds of processor (its children's too), bytes at its peak."""

    wall: float
    cpu: float
    peak: int


@dataclass(frozen=True, slots=True)
class Figure:
    """The medians of a contestant's runs, and the fastest and slowest of them."""

    name: str
    wall: float
    fastest: float
    slowest: float
    cpu: float
    peak: float


def measured(contestants: Sequence[Contestant], runs: int) -> list[Figure]:
    """Run all contestants in turns: one round to warm up, then `runs` that count. Raises BenchError."""
    taken: dict[str, list[Run]] = {contestant.name: [] for contestant in contestants}
    for number in range(runs + 1):
        for contestant in contestants:
            run = run_once(contestant)
            if number:
                taken[contestant.name].append(run)
    return [_figure(name, each) for name, each in taken.items()]


def run_once(contestant: Contestant) -> Run:
    """Run the command to its end and ask the system what it took. Raises BenchError when it fails."""
    if contestant.before:
        contestant.before()
    with tempfile.NamedTemporaryFile() as errors:
        launch = [
            sys.executable,
            "-S",
            str(LAUNCH),
            str(contestant.out or os.devnull),
            errors.name,
            *contestant.command,
        ]
        done = subprocess.run(
            launch, cwd=contestant.cwd, env=_environment(contestant), stdout=subprocess.PIPE, check=True
        )
        took = json.loads(done.stdout)
        if took.pop("status"):
            raise BenchError(f"{contestant.name} failed: {errors.read().decode(errors='replace')[-3000:]}")
    return Run(**took)


def _environment(contestant: Contestant) -> dict[str, str]:
    """Ours, but that compiled modules are kept between runs, as they are on everyone's machine."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | contestant.env


def _figure(name: str, runs: Sequence[Run]) -> Figure:
    walls = [run.wall for run in runs]
    return Figure(
        name,
        statistics.median(walls),
        min(walls),
        max(walls),
        statistics.median(run.cpu for run in runs),
        statistics.median(run.peak for run in runs),
    )
