"""The cube: every KPI by month, stage and provider, over the latest known actuals; as known earlier; one KPI."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from bench import data, table
from bench.machine import PEERS, ROOT, peer_version
from bench.measure import BenchError, Contestant, measured, run_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

INTRO = """\
Every question reads daily actuals of 100 KPIs, of which 1 % were corrected later; the latest known counts. The answer
is each KPI by month, stage and provider (the roll-up that the KPI's definition asks: half are means, half sums), as
CSV. *Hand-written SQL* is a script with DuckDB over the same Parquet files. *MetricFlow* answers `mf query` from a dbt
project with a model that takes the latest known. All answers were compared, value by value, before being timed."""
SMALL, LARGE = ("100k", "1M", "10M"), ("1M", "10M", "50M")
PANDAS_UP_TO = 10_000_000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the cube."""

    heading: str
    name: str
    intro: str
    half: bool = False
    kpi: str | None = None


QUESTIONS = (
    Question("Cube and latest-known query", "now", INTRO),
    Question("The cube of one KPI", "one", "The same question about one KPI of the 100.", kpi="k042"),
    Question("The cube as known earlier", "halfway", "The same question, as known when half was recorded.", half=True),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to one book: where each contestant puts its answer, and what it is told."""

    question: Question
    book: data.BenchBook

    def out(self, who: str) -> Path:
        """The answer of a contestant."""
        folder = data.FOLDER / "answers" / f"{self.book.size.name}-{self.question.name}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{who}.csv"

    @property
    def known_at(self) -> str | None:
        """ISO 8601, with its zone."""
        return self.book.size.halfway.isoformat() if self.question.half else None

    def argument(self, who: str) -> str:
        """For the scripts: which files, what to leave out, where to."""
        files = self.out("files").with_suffix(".txt")
        files.write_text("\n".join(self.book.files))
        asked = {"known_at": self.known_at, "kpi": self.question.kpi, "book": str(self.book.folder)}
        return json.dumps(asked | {"files": str(files), "out": str(self.out(who))})


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """All questions at all sizes. Yields a section of the page for each. Raises BenchError."""
    books = [data.book(data.SIZES[name]) for name in (LARGE if full else SMALL)]
    for question in QUESTIONS:
        yield question.heading, _question(question, books, runs)


def _question(question: Question, books: Sequence[data.BenchBook], runs: int) -> str:
    parts, by_size = [question.intro], []
    for book in books:
        contestants = _contestants(Asked(question, book))
        _compare(Asked(question, book), contestants)
        figures = measured(contestants, runs)
        parts.append(f"### {book.size.rows:,} observations\n\n{table.ratios(figures)}")
        print(f"\n{question.heading}\n{parts[-1]}", flush=True)
        by_size.append(figures)
    growth = table.growth("Observations", [book.size.rows for book in books], by_size)
    print(f"\n{growth}", flush=True)
    return "\n\n".join([*parts, "### Growth", growth])


def _contestants(asked: Asked) -> list[Contestant]:
    found = [
        Contestant("hand-written SQL (the limit)", _script(sys.executable, "cube_limit", asked, "limit")),
        _cli(asked, "trueup kpis, from maintained aggregates", "cells"),
        Contestant("the same in a Python script", _script(sys.executable, "cube_python", asked, "python")),
        _cli(Asked(asked.question, data.without_aggregates(asked.book)), "trueup kpis, from rows", "rows"),
    ]
    if peer_version("pandas") and asked.book.size.rows <= PANDAS_UP_TO:
        script = _script(str(PEERS / "python"), "cube_pandas", asked, "pandas")
        found.append(Contestant(f"pandas {peer_version('pandas')}", script))
    if peer_version("metricflow"):
        found.append(_metricflow(asked))
    return found


def _script(python: str, name: str, asked: Asked, who: str) -> list[str]:
    return [python, str(ROOT / "bench" / "contestants" / f"{name}.py"), asked.argument(who)]


def _cli(asked: Asked, name: str, who: str) -> Contestant:
    command = [str(ROOT / ".venv" / "bin" / "trueup"), "kpis", str(asked.book.folder)]
    command += ["--by", "kpi,month,stage,provider", "--format", "csv"]
    command += ["--known-at", asked.known_at] if asked.known_at else []
    command += ["--kpi", asked.question.kpi] if asked.question.kpi else []
    return Contestant(name, command, out=asked.out(who))


def _metricflow(asked: Asked) -> Contestant:
    """A dbt project over the same files, built ahead; only `mf query` is measured."""
    project = data.FOLDER / "metricflow" / f"{asked.book.size.name}-{asked.question.name}"
    shutil.copytree(ROOT / "bench" / "metricflow", project, dirs_exist_ok=True)
    given = {"files": asked.book.files, "known_at": asked.known_at or "9999-01-01 00:00:00+00"}
    env = {"DBT_PROFILES_DIR": str(project), "DO_NOT_TRACK": "1", "TZ": "UTC"}
    build = [str(PEERS / "dbt"), "build", "--quiet", "--vars", json.dumps(given)]
    done = subprocess.run(build, cwd=project, env=os.environ | env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(f"dbt build failed: {done.stdout[-2000:]}")
    command = [str(PEERS / "mf"), "query", "--metrics", "total,average", "--csv", str(asked.out("metricflow"))]
    names = ("kpi", "stage", "provider")
    command += ["--group-by", ",".join(["metric_time__month", *(f"observation__{name}" for name in names)])]
    command += (
        ["--where", f"{{{{ Dimension('observation__kpi') }}}} = '{asked.question.kpi}'"] if asked.question.kpi else []
    )
    return Contestant(f"MetricFlow {peer_version('metricflow')}", command, cwd=project, env=env)


# --- the same answer from everyone --------------------------------------------------------------------------------


def _compare(asked: Asked, contestants: Sequence[Contestant]) -> None:
    """Every contestant once; raises BenchError unless all give the limit's answer."""
    for contestant in contestants:
        run_once(contestant)
    limit = _answer(asked.out("limit"))
    for who in ("cells", "python", "rows", "pandas", "metricflow"):
        out = asked.out(who)
        if out.exists() and (difference := _difference(limit, _answer(out))):
            raise BenchError(f"{who} answers {asked.question.heading!r} differently from the limit: {difference}")


Answer = dict[tuple[str, ...], float]


def _answer(path: Path) -> Answer:
    """(kpi, month, stage, provider) -> actual, whatever the columns are called."""
    columns = [row[0] for row in duckdb.sql(f"DESCRIBE FROM read_csv('{path}')").fetchall()]
    names = {
        name: next(column for column in columns if name in column) for name in ("kpi", "month", "stage", "provider")
    }
    actual = "actual" if "actual" in columns else f"CASE WHEN {names['kpi']} < 'k050' THEN average ELSE total END"
    key = f"{names['kpi']}, strftime({names['month']}::DATE, '%Y-%m'), {names['stage']}, {names['provider']}"
    return {row[:4]: row[4] for row in duckdb.sql(f"SELECT {key}, {actual} FROM read_csv('{path}')").fetchall()}


def _difference(limit: Answer, other: Answer) -> str | None:
    if limit.keys() != other.keys():
        return f"{len(limit.keys() - other.keys())} rows missing, {len(other.keys() - limit.keys())} too many"
    far = [key for key, value in limit.items() if abs(other[key] - value) > 1e-9 * abs(value)]
    return f"{len(far)} values, e.g. {far[0]}: {limit[far[0]]} against {other[far[0]]}" if far else None
