"""The ladders of a book's relationships, with intervals and staleness, against a bare pass over the same answers."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from bench import data, table
from bench.horizons_data import AS_OF, CRITERIA, PEOPLE, ROUNDS, Relationships, relationships
from bench.machine import ROOT
from bench.measure import BenchError, Contestant, Figure, measured

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADING = "Ladders of five horizons"
INTRO = f"""\
Each relationship has {CRITERIA} criteria, answered by {PEOPLE} people in each of {ROUNDS} quarters and once by the
provider. *One bare pass* is a script in which DuckDB takes the mean of all answers over the same Parquet files; *the
same by hand* takes the last of each of the customer's people, without intervals, staleness or evidence. `trueup
horizons list` says how every relationship stands; `trueup horizons show` shows one of them with two years of history:
every day on which anything changed. Ours read the documents of the book too. Ratios are of seconds of processor, which
hardly change with what else the machine does."""
SMALL, LARGE = (10, 100), (10, 100, 1_000)
LIMIT, HAND, LIST, SHOW = (
    "one bare pass (the limit)", "the same by hand, without intervals", "trueup horizons list",
    "trueup horizons show, one of them, with history",
)  # fmt: skip


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the section of the page. Raises BenchError."""
    sizes = LARGE if full else SMALL
    parts, by_size = [INTRO], []
    for size in sizes:
        made = relationships(size)
        figures = _measured(made, runs)
        parts.append(f"### {size:,} relationships, {made.rows:,} answers\n\n{table.ratios(figures)}")
        print(f"\n{parts[-1]}", flush=True)
        by_size.append(figures)
    growth = table.growth("Relationships", sizes, by_size)
    print(f"\n{growth}", flush=True)
    yield HEADING, "\n\n".join([*parts, "### Growth", growth])


def _measured(made: Relationships, runs: int) -> list[Figure]:
    book, day = str(made.folder), ["--as-of", AS_OF.isoformat(), "--format", "csv"]
    trueup = [str(ROOT / ".venv" / "bin" / "trueup"), "horizons"]
    figures = measured(
        [
            _script(made, LIMIT, latest=False),
            _script(made, HAND, latest=True),
            Contestant(LIST, [*trueup, "list", book, *day], out=_out(made, LIST)),
            Contestant(SHOW, [*trueup, "show", book, "--stakeholders", "r0", *day], out=_out(made, SHOW)),
        ],
        runs,
    )
    _compare(made)
    return [_by_processor(each) for each in figures]


def _by_processor(figure: Figure) -> Figure:
    share = figure.cpu / figure.wall
    return replace(figure, wall=figure.cpu, fastest=figure.fastest * share, slowest=figure.slowest * share)


def _script(made: Relationships, name: str, *, latest: bool) -> Contestant:
    files = _out(made, "files").with_suffix(".txt")
    files.write_text("\n".join(made.files))
    told = {"files": str(files), "out": str(_out(made, name)), "day": AS_OF.isoformat(), "latest": latest}
    return Contestant(
        name, [sys.executable, str(ROOT / "bench" / "contestants" / "horizons_limit.py"), json.dumps(told)]
    )


def _out(made: Relationships, who: str) -> Path:
    folder = data.FOLDER / "answers" / f"horizons-{made.many}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{who.replace(' ', '-').replace(',', '')}.csv"


def _compare(made: Relationships) -> None:
    """Raises BenchError unless every lowest level is that of the answers by hand."""
    by_hand = {row["stakeholders"]: float(row["score"]) for row in _rows(_out(made, HAND))}
    ours = {row["stakeholders"]: float(row["score"]) for row in _rows(_out(made, LIST))}
    if len(ours) != made.many or ours.keys() != by_hand.keys():
        raise BenchError(f"{len(ours)} relationships instead of {made.many}")
    for name, score in by_hand.items():
        if abs(ours[name] - score) > 1e-9:
            raise BenchError(f"{name}: {ours[name]} instead of {score}")


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))
