"""The main job at size: the scorecard of a book of 10 to 1,000 agreements, 5 objectives each, on 10 M observations."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bench import data, table
from bench.machine import ROOT
from bench.measure import BenchError, Contestant, measured, run_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADING = "Scorecard"
INTRO = """\
`trueup assess` of a whole book, to JSON: reading and checking its documents, actuals, control charts, forecasts with
their calibration, P(hit), value, verdicts with reasons, strengths and weaknesses. The limit is one script: a DuckDB
pass over the same files for the series of all objectives, then numpy over whole arrays; it reads no documents and
chooses no forecast. Each agreement has 5 objectives and is a YAML file. Before timing, the latest actual and the
attainment of every objective were compared."""
COUNTS = (10, 100, 1000)
OBJECTIVES = 5
AS_OF, EFFECTIVE, GO_LIVE, DUE, START_MONTH, DUE_MONTH = (
    "2025-09-01", "2023-10-01", "2024-01-01", "2026-07-01", 12, 42,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Objective:
    """What one objective promises: enough for the document and for the limit."""

    row: int
    kpi: str
    stage: str
    project: str

    @property
    def is_mean(self) -> bool:
        """A mean to decrease, or else a monthly sum to increase."""
        return self.kpi < "k050"

    @property
    def promise(self) -> dict[str, float]:
        """Baseline, target, direction as a sign, and the worth of one unit a month."""
        baseline, target, sign = (100.0, 85.0, -1.0) if self.is_mean else (3000.0, 3300.0, 1.0)
        return {"baseline": baseline, "target": target, "sign": sign, "per_unit": 100.0}


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the section of the page. Raises BenchError."""
    book = data.book(data.SIZES["10M" if full else "1M"])
    parts, by_size = [INTRO], []
    for count in COUNTS:
        objectives = _objectives(count, book.size)
        _write_agreements(book.folder, objectives, book.size)
        contestants = _contestants(book, objectives)
        _compare(contestants)
        figures = measured(contestants, runs)
        rows = f"{book.size.rows:,} observations"
        parts.append(f"### {count:,} agreements, {len(objectives):,} objectives, {rows}\n\n{table.ratios(figures)}")
        print(f"\n{parts[-1]}", flush=True)
        by_size.append(figures)
    shutil.rmtree(book.folder / "agreements")
    growth = table.growth("Agreements", COUNTS, by_size)
    print(f"\n{growth}", flush=True)
    yield HEADING, "\n\n".join([*parts, "### Growth", growth])


def _objectives(count: int, size: data.Size) -> list[Objective]:
    """Five different KPIs for each agreement, each in one stage of the agreement's project."""
    rng = np.random.default_rng(count)
    kpis = [rng.choice(data.KPIS, OBJECTIVES, replace=False) for _ in range(count)]
    stages = rng.integers(len(data.STAGES), size=(count, OBJECTIVES))
    return [
        Objective(a * OBJECTIVES + j, f"k{kpis[a][j]:03d}", data.STAGES[stages[a][j]], f"p{a % size.projects:03d}")
        for a in range(count)
        for j in range(OBJECTIVES)
    ]


def write_agreements(folder: Path, count: int, size: data.Size) -> None:
    """So many agreements, written into a book that has none."""
    _write_agreements(folder, _objectives(count, size), size)


def _write_agreements(folder: Path, objectives: list[Objective], size: data.Size) -> None:
    shutil.rmtree(folder / "agreements", ignore_errors=True)
    (folder / "agreements").mkdir()
    for first in range(0, len(objectives), OBJECTIVES):
        number = first // OBJECTIVES
        text = _agreement(number, objectives[first : first + OBJECTIVES], size)
        (folder / "agreements" / f"a{number:04d}.yaml").write_text(text)


def _agreement(number: int, objectives: list[Objective], size: data.Size) -> str:
    project = number % size.projects
    head = f"""\
kind: agreement
id: a{number:04d}
title: Fictional agreement {number}
project: p{project:03d}
customer: customer
providers: [v{project % data.PROVIDERS:03d}]
effective: {EFFECTIVE}
go_live: {{planned: {GO_LIVE}, actual: {GO_LIVE}}}
objectives:
"""
    tail = f"costs:\n  - {{what: fees, party: v{project % data.PROVIDERS:03d}, amount: 12000, per: year}}\n"
    return head + "".join(map(_objective, objectives)) + tail


def _objective(objective: Objective) -> str:
    promise = objective.promise
    return f"""\
  - id: o{objective.row % OBJECTIVES}
    kpi: {objective.kpi}
    slice: {{stage: {objective.stage}, project: {objective.project}}}
    baseline: {{actual: {promise["baseline"]}, period: 2023-01-01/2023-10-01}}
    target: {promise["target"]}
    due: {DUE}
    owner: customer
    evidence: reported
    value: {{per_unit: {promise["per_unit"]}, per: month, until: 2027-01-01}}
"""


def _contestants(book: data.BenchBook, objectives: list[Objective]) -> list[Contestant]:
    folder = data.FOLDER / "answers" / "scorecard"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "files.txt").write_text("\n".join(book.files))
    given = [{"row": o.row, "kpi": o.kpi, "stage": o.stage, "project": o.project} | o.promise for o in objectives]
    (folder / "objectives.json").write_text(json.dumps(given))
    ask = {
        "files": str(folder / "files.txt"), "objectives": str(folder / "objectives.json"), "first": str(data.FIRST_DAY),
        "start": START_MONTH, "due": DUE_MONTH, "as_of": AS_OF, "out": str(folder / "limit.json"),
    }  # fmt: skip
    script = [sys.executable, str(ROOT / "bench" / "contestants" / "scorecard_limit.py"), json.dumps(ask)]
    ours = [str(ROOT / ".venv" / "bin" / "trueup"), "assess", str(book.folder), "--as-of", AS_OF, "--format", "json"]
    return [
        Contestant("one DuckDB pass and numpy (the limit)", script),
        Contestant("trueup assess", ours, out=folder / "trueup.json"),
    ]


def _compare(contestants: list[Contestant]) -> None:
    """Each once; raises BenchError unless both have the same latest actual and attainment of every objective."""
    for contestant in contestants:
        run_once(contestant)
    folder = data.FOLDER / "answers" / "scorecard"
    limit, ours = (json.loads((folder / f"{name}.json").read_text()) for name in ("limit", "trueup"))
    found = [objective for agreement in ours["agreements"] for objective in agreement["objectives"]]
    for name, mine in (
        ("last", [objective["latest"]["actual"] for objective in found]),
        ("attainment", [objective["attainment"] for objective in found]),
    ):
        if len(mine) != len(limit[name]) or not np.allclose(np.array(mine, dtype=float), limit[name], rtol=1e-9):
            raise BenchError(f"trueup assess and the limit differ in {name}")
