"""Containment: how soon there is a plan, and when it is proved, beside CP-SAT's own time; and published optima."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.machine import ROOT
from bench.measure import Contestant, run_once

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING = "Containment"
INTRO = """\
A fictional plan in trouble: each activity waits for one to three of the ten before it, every second one can be crashed,
helped by another party, or overlapped, and a tenth of the time has to go. The limit is CP-SAT's own time, with one
worker, on the main question alone: the cheapest set of moves that keeps the day. Trueup answers that, the earliest day
and its price, the cheapest set for every day between, and the futures of each. Seconds inside the process, without its
start; the search is given 60."""
SMALL, LARGE = (60, 120), (60, 120, 240)
SECONDS = 60
COLUMNS = """\
| | first plan | in all | CP-SAT, first plan | CP-SAT in all | first, ratio | answer |
|---|---|---|---|---|---|---|"""


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the section of the page. Raises BenchError."""
    rows = []
    for people in ("no", "yes"):
        for count in LARGE if full else SMALL:
            rows.append(_row(count, people, min(runs, 3)))
            print(rows[-1], flush=True)
    yield HEADING, "\n\n".join([INTRO, "\n".join([COLUMNS, *rows])])


def _row(count: int, people: str, runs: int) -> str:
    ours = [_asked(count, people, "frontier") for _ in range(runs)]
    limit = [_asked(count, people, "solver") for _ in range(runs)]
    first, total = _median(ours, "first"), _median(ours, "total")
    own_first, own_total = _median(limit, "first"), _median(limit, "total")
    last = ours[-1]
    proof = last["status"] if not last["gap"] else f"{last['status']}, gap {last['gap']:,.0f}"
    name = f"{count} activities, {'people short' if people == 'yes' else 'people enough'}"
    cells = [f"{first:.2f} s", f"{total:.1f} s", f"{own_first:.2f} s", f"{own_total:.2f} s", f"{first / own_first:.1f}"]
    return f"| {name} | {' | '.join(cells)} | {last['sets']} sets, {proof} |"


def _asked(count: int, people: str, who: str) -> dict[str, Any]:
    script = ROOT / "bench" / "contestants" / "containment_search.py"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        run_once(Contestant(who, [sys.executable, str(script), str(count), people, str(SECONDS), who], out=out))
        return dict(json.loads(out.read_text()))


def _median(answers: list[dict[str, Any]], name: str) -> float:
    return statistics.median(each[name] if each[name] is not None else float("nan") for each in answers)
