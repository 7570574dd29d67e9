"""Operating models: check, trace and gaps against a bare pass over the same links written by hand, and networkx."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import data, table
from bench.machine import PEERS, ROOT, peer_version
from bench.measure import BenchError, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADING = "Operating models"
INTRO = """\
A fictional, seeded model: a tenth of its elements are jobs, two fifths interactions, a twentieth cash flows; an element
links to up to three of the next kind, and three of ten are part of another. Seconds of processor in a process that has
loaded everything, in turns. The limit is the *bare pass*: ids and links as plain lists, gaps, coverage and all complete
paths counted by loops written for just that. *Check* makes a document of the plain data and finds everything that is
wrong with it; *trace and gaps* makes the graph of it, traces every job to everything that it leads to, and lists the
six kinds of gaps. networkx only looks up what each job leads to, one job after the other. All agree on the paths, the
gaps and what jobs lead to."""
SMALL, LARGE = (1_250, 5_000, 20_000), (5_000, 20_000, 80_000)
SHARES = {
    "jobs": 0.1, "interactions": 0.4, "decisions": 0.15, "components": 0.15, "capabilities": 0.15, "cash_flows": 0.05,
}  # fmt: skip
NAMES = {
    "bare": "a bare pass by hand (the limit)",
    "check": "trueup, check",
    "answer": "trueup, trace and gaps",
    "all": "trueup, all of it",
}


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the section of the page. Raises BenchError."""
    sizes = LARGE if full else SMALL
    parts, by_size = [INTRO], []
    for size in sizes:
        figures = _figures(_model(size), runs)
        part = f"### {size:,} elements\n\n{table.ratios(figures)}"
        print(f"\n{part}", flush=True)
        parts.append(part)
        by_size.append(figures)
    growth = table.growth("Elements", sizes, by_size)
    print(f"\n{growth}", flush=True)
    yield HEADING, "\n\n".join([*parts, "### Growth", growth])


def _model(size: int) -> Path:
    rng = np.random.default_rng(size)
    ids = {key: [f"{key}-{number}" for number in range(int(size * share))] for key, share in SHARES.items()}
    own = {"cash_flows": {"direction": "in", "amount": 10, "currency": "EUR", "per": "month"}}
    body: dict[str, Any] = {"id": "bench", "customer": "home"}
    body |= {
        key: [{"id": each, "name": f"The {each}", **own.get(key, {})} for each in names] for key, names in ids.items()
    }
    body["links"] = [*_down(rng, list(ids.values())), *_within(rng, list(ids.values())[:-1])]
    file = data.FOLDER / "model" / f"{size}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(body))
    return file


def _down(rng: np.random.Generator, lists: list[list[str]]) -> Iterator[list[str]]:
    for above, below in pairwise(lists):
        for source in above:
            yield from ([source, below[to]] for to in np.unique(rng.integers(0, len(below), 3)).tolist())


def _within(rng: np.random.Generator, lists: list[list[str]]) -> Iterator[dict[str, str]]:
    for names in lists:
        for at in range(1, len(names)):
            if rng.random() < 0.3:
                yield {"from": names[at], "to": names[int(rng.integers(0, at))], "kind": "part_of"}


def _figures(file: Path, runs: int) -> list[Figure]:
    script = [sys.executable, str(ROOT / "bench" / "contestants" / "model_turns.py"), str(file)]
    together = _asked([*script, str(runs), ",".join(NAMES)])
    answers = together["answers"]
    if len({tuple(answers[name]) for name in ("bare", "answer", "all")}) > 1:
        raise BenchError(f"they differ: {answers}")
    found = [_figure(NAMES[name], together["seconds"][name], _asked([*script, "0", name])["peak"]) for name in NAMES]
    version = peer_version("networkx")
    if version:
        peer = _asked(
            [str(PEERS / "python"), str(ROOT / "bench" / "contestants" / "model_peer.py"), str(file), str(runs)]
        )
        if peer["answer"] != answers["bare"][-1]:
            raise BenchError(f"networkx says that jobs lead to {peer['answer']}, the bare pass {answers['bare'][-1]}")
        found.append(_figure(f"networkx {version}, what jobs lead to", peer["seconds"], peer["peak"]))
    return found


def _asked(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"{command[1]} failed: {done.stderr[-3000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _figure(name: str, seconds: list[float], peak: float) -> Figure:
    """By seconds of processor: they hardly change with what else the machine does."""
    middle = statistics.median(seconds)
    return Figure(name, middle, min(seconds), max(seconds), middle, peak)
