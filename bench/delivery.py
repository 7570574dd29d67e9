"""Schedule simulation against a compiled pass written by hand, pmcontrols and networkx."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import data, table
from bench.machine import PEERS, ROOT, peer_version
from bench.measure import BenchError, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADING = "Schedule simulation"
INTRO = """\
10,240 futures of a fictional, seeded network in which each activity waits for one or two of the twenty before it, with
the criticality of every activity. Seconds of processor in a process that has loaded and compiled everything; the
compiled contestants take turns in one process. The first limit is the *passes alone*: lengths given, a loop over
activities forward and backward for each future, as one would write it by hand for this one network (finish to start,
no calendars) and compile with numba. The second is the *whole simulation* by hand: PERT lengths by numpy's beta, then
those passes. Trueup does all kinds of links, calendars and progress, draws by inverting so that lengths can be
correlated, and gathers cost, cruciality, significance and sensitivity as well. *With a calendar*: one five-day week
with holidays; *with two*: half of the activities in another. Memory is the peak of a process that does only this.
networkx plays fewer futures (20,000 / activities), and its seconds are multiplied up. The last table holds the peers'
whole simulations against the limit of the passes."""
SMALL, LARGE = (30, 120, 1_000), (120, 1_000, 10_000)
ITERATIONS = 10_240
NAMES = {
    "hand passes": "passes by hand (the limit)",
    "our passes": "trueup, passes",
    "our passes with a calendar": "trueup, passes with a calendar",
    "our passes with two": "trueup, passes with two calendars",
    "hand simulation": "simulation by hand (the limit)",
    "our simulation": "trueup, simulation",
}
PASSES, SIMULATIONS = tuple(NAMES)[:4], tuple(NAMES)[4:]


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the section of the page. Raises BenchError."""
    sizes = LARGE if full else SMALL
    parts, by_size = [INTRO], []
    for size in sizes:
        file = _network(size)
        figures = {**_ours(file, size, runs), **_peers(file, size, runs)}
        part = f"### {size:,} activities\n\n{_tables(figures)}"
        print(f"\n{part}", flush=True)
        parts.append(part)
        by_size.append(list(figures.values()))
    growth = table.growth("Activities", sizes, by_size)
    print(f"\n{growth}", flush=True)
    yield HEADING, "\n\n".join([*parts, "### Growth", growth])


def _network(size: int) -> Path:
    """Activities in order, one or two before each, lengths of whole days."""
    rng = np.random.default_rng(size)
    before = [np.unique(np.maximum(i - 1 - rng.integers(0, 20, 2), 0)) if i else np.empty(0, int) for i in range(size)]
    low = rng.integers(1, 10, size)
    points = np.stack([low, low + rng.integers(1, 6, size), low + rng.integers(6, 20, size)], axis=1).astype(float)
    file = data.FOLDER / "delivery" / f"{size}.npz"
    file.parent.mkdir(parents=True, exist_ok=True)
    pointer = np.concatenate([[0], np.cumsum([len(each) for each in before])])
    np.savez(file, pointer=pointer, before=np.concatenate(before).astype(np.int64), points=points)
    return file


def _tables(figures: dict[str, Figure]) -> str:
    passes = table.ratios([figures[name] for name in PASSES if name in figures])
    rest = [figure for name, figure in figures.items() if name not in PASSES]
    peers = [figure for name, figure in figures.items() if name not in NAMES]
    against = table.ratios([figures[PASSES[0]], *peers]) if peers else ""
    return f"{passes}\n\n{table.ratios(rest)}\n\n{against}"


def _ours(file: Path, size: int, runs: int) -> dict[str, Figure]:
    script = [sys.executable, str(ROOT / "bench" / "contestants" / "delivery_turns.py"), str(file), str(ITERATIONS)]
    together = _asked([*script, str(runs), ",".join(NAMES)])
    _agree(together["answers"], PASSES[:2], 1e-9)
    _agree(together["answers"], SIMULATIONS, 0.01)
    alone = {name: _asked([*script, "0", name])["peak"] for name in NAMES}
    return {name: _figure(NAMES[name], together["seconds"][name], alone[name]) for name in NAMES}


def _peers(file: Path, size: int, runs: int) -> dict[str, Figure]:
    found, script = {}, str(ROOT / "bench" / "contestants" / "delivery_peer.py")
    some = max(20_000 // size, 2)
    for name in ("pmcontrols", "networkx"):
        version = peer_version(name)
        if version:
            rounds = runs if size < max(LARGE) else 1
            answer = _asked([str(PEERS / "python"), script, name, str(file), str(ITERATIONS), str(rounds), str(some)])
            found[name] = _figure(f"{name} {version}", answer["seconds"][name], answer["peak"])
    return found


def _asked(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"{command[1]} failed: {done.stderr[-3000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _agree(answers: dict[str, list[float]], names: tuple[str, ...], apart: float) -> None:
    """The mean finish and the mean criticality of all are the same, but for chance."""
    first = answers[names[0]]
    for name in names[1:]:
        if any(abs(one - other) > apart * max(one, 1) for one, other in zip(first, answers[name], strict=True)):
            raise BenchError(f"{names[0]} says {first}, {name} says {answers[name]}")


def _figure(name: str, seconds: list[list[float]], peak: float) -> Figure:
    """By seconds of processor: they hardly change with what else the machine does."""
    cpus = [cpu for _, cpu in seconds]
    middle = statistics.median(cpus)
    return Figure(name, middle, min(cpus), max(cpus), middle, peak)
