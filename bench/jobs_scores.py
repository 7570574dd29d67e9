"""Opportunity scores of 100 outcomes for everybody and 5 regions, with intervals, against a bare pass and the peer."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from bench import data, table
from bench.jobs_data import OUTCOMES, REGIONS, Panel, panel
from bench.machine import PEERS, ROOT, peer_version
from bench.measure import BenchError, Contestant, Figure, measured, run_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADING = "Opportunity scores with intervals"
INTRO = """\
100 outcomes for everybody and for each of 5 regions: 600 scores with intervals and the chances of each place. Each
respondent rated 40 outcomes (planned-missing forms), so a million people are 40 million rows; one in a hundred answered
again, and the last answer counts. *One bare pass* is a script in which DuckDB counts pairs of ratings by region and
outcome over the same Parquet files, and leaves corrections and people aside: the least that any answer needs. *The same
by hand* counts the last answers, and people by region; neither makes an interval. `trueup jobs score` was asked once
before, so that what is corrected is kept beside the facts; *first question* is without it. The peer is pandas with
scipy.stats.bootstrap (2,000 resamples, paired) over every respondent; it makes every {step}th table, and the seconds of
its bootstrap are multiplied up. Ratios are of seconds of processor, which hardly change with what else the machine
does."""
SMALL, LARGE = (1_000, 100_000), (1_000, 100_000, 1_000_000)
PEER_UP_TO = 100_000
STEP = 50
TABLES = OUTCOMES * (1 + REGIONS)
LIMIT, HAND, OURS, COLD, PEER = (
    "one bare pass (the limit)", "the same by hand, without intervals", "trueup jobs score",
    "trueup jobs score, first question", "pandas and scipy.stats.bootstrap",
)  # fmt: skip


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the section of the page. Raises BenchError."""
    sizes = LARGE if full else SMALL
    parts, by_size = [INTRO.format(step=STEP)], []
    for size in sizes:
        figures = _measured(panel(size), runs)
        parts.append(f"### {size:,} respondents\n\n{table.ratios(figures)}")
        print(f"\n{parts[-1]}", flush=True)
        by_size.append(figures)
    growth = table.growth("Respondents", sizes, by_size)
    print(f"\n{growth}", flush=True)
    yield HEADING, "\n\n".join([*parts, "### Growth", growth])


def _measured(asked: Panel, runs: int) -> list[Figure]:
    ours = Contestant(OURS, _command(asked), out=_out(asked, OURS))
    cold = Contestant(COLD, _command(asked), out=_out(asked, COLD), before=lambda: _forget(asked))
    contestants = [_script(asked, LIMIT, latest=False), _script(asked, HAND, latest=True), ours]
    for each in (*contestants, cold):
        run_once(each)
    _compare(asked)
    rounds = runs if asked.people < max(LARGE) else min(runs, 3)
    figures = [_by_processor(each) for each in measured(contestants, rounds)]
    figures += [_by_processor(each) for each in measured([cold], min(rounds, 2))]
    return [*figures, *_peer(asked)]


def _by_processor(figure: Figure) -> Figure:
    share = figure.cpu / figure.wall
    return replace(figure, wall=figure.cpu, fastest=figure.fastest * share, slowest=figure.slowest * share)


def _command(asked: Panel) -> list[str]:
    command = [str(ROOT / ".venv" / "bin" / "trueup"), "jobs", "score", str(asked.folder)]
    return [*command, "--by", "region", "--format", "csv"]


def _forget(asked: Panel) -> None:
    for path in (asked.folder / ".trueup" / "derived" / "corrected").glob("*.parquet"):
        path.unlink()


def _out(asked: Panel, who: str) -> Path:
    folder = data.FOLDER / "answers" / f"panel-{asked.people}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{who.replace(' ', '-')}.csv"


def _script(asked: Panel, name: str, *, latest: bool) -> Contestant:
    argument = _argument(asked, name, latest=latest)
    return Contestant(name, [sys.executable, str(ROOT / "bench" / "contestants" / "jobs_limit.py"), argument])


def _argument(asked: Panel, who: str, **more: object) -> str:
    files = _out(asked, "files").with_suffix(".txt")
    files.write_text("\n".join(asked.files))
    return json.dumps({"files": str(files), "out": str(_out(asked, who)), **more})


def _compare(asked: Panel) -> None:
    """Raises BenchError unless the scores are those of the counts by hand."""
    counts: dict[tuple[str, str], list[int]] = {}
    for row in _rows(_out(asked, HAND)):
        for group in ("", f"region={row['region']}"):
            tops = counts.setdefault((row["outcome"], group), [0, 0, 0, 0])
            for place, name in enumerate(("importance", "satisfaction")):
                if row[name]:
                    tops[2 * place] += int(row["people"]) * (int(row[name]) >= 4)
                    tops[2 * place + 1] += int(row["people"])
    ours = [row for row in _rows(_out(asked, OURS)) if row["opportunity"]]
    if asked.people > 1_000 and len(ours) != TABLES:
        raise BenchError(f"{len(ours)} scores instead of {TABLES}")
    for row in ours:
        top_first, first, top_second, second = counts[row["outcome"], row["group"]]
        value = 10 * (top_first / first + max(top_first / first - top_second / second, 0))
        if abs(value - float(row["opportunity"])) > 1e-9:
            raise BenchError(f"{row['outcome']} {row['group']}: {row['opportunity']} instead of {value}")


def _peer(asked: Panel) -> list[Figure]:
    """The peer on some of the tables, its bootstrap multiplied up, and its intervals held against ours."""
    if asked.people > PEER_UP_TO or peer_version("scipy") is None:
        return []
    command = [str(PEERS / "python"), str(ROOT / "bench" / "contestants" / "jobs_peer.py")]
    began = os.times()
    done = subprocess.run([*command, _argument(asked, PEER, every=STEP)], capture_output=True, text=True, check=False)
    ended = os.times()
    if done.returncode:
        raise BenchError(f"{PEER} failed: {done.stderr[-2000:]}")
    told = json.loads(done.stdout)
    _agree(asked)
    spent = ended.children_user + ended.children_system - began.children_user - began.children_system
    bootstrap = min(told["bootstrap"], spent)
    seconds = spent - bootstrap + bootstrap * TABLES / told["tables"]
    return [Figure(f"{PEER} {peer_version('scipy')}", seconds, seconds, seconds, seconds, 0)]


def _agree(asked: Panel) -> None:
    ours = {(row["outcome"], row["group"]): row for row in _rows(_out(asked, OURS)) if row["opportunity"]}
    apart = 12 / (0.4 * asked.people / REGIONS) ** 0.5
    for row in _rows(_out(asked, PEER)):
        mine = ours.get((row["outcome"], f"region={row['region']}" if row["region"] else ""))
        if mine is None:  # too few people to be shown
            continue
        if abs(float(mine["opportunity"]) - float(row["opportunity"])) > 1e-9:
            raise BenchError(f"{row['outcome']}: {mine['opportunity']}, {PEER} says {row['opportunity']}")
        for ends in (("opportunity_low", "low"), ("opportunity_high", "high")):
            if abs(float(mine[ends[0]]) - float(row[ends[1]])) > apart / 2:
                raise BenchError(f"{row['outcome']}: {ends[0]} {mine[ends[0]]}, {PEER} says {row[ends[1]]}")


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))
