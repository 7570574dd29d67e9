"""Books to measure on: fictional, seeded, written through the store's own door, so that files are what a user has.

Daily actuals of 100 KPIs in `slices` slices (5 stages x projects, each project with one of 5 providers) over `days`
days; 1 % of them are corrected in the next batch. KPIs k000 to k049 are means, the rest sums.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from deltalake import DeltaTable

from bench.machine import ROOT
from trueup.facts import FactStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

FIRST_DAY = np.datetime64("2023-01-01")
KPIS, STAGES, PROVIDERS = 100, ("inbound", "operations", "outbound", "sales", "service"), 5
CORRECTED, BATCH_ROWS = 0.01, 500_000
FOLDER = ROOT / "var" / "bench"
BOOK = """\
kind: book
id: bench
name: A fictional book to measure on
currency: EUR
time_zone: UTC
stages: [inbound, operations, outbound, sales, service]
parties:
  - {id: customer, name: Customer, role: customer}
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How many slices and days of each KPI."""

    name: str
    slices: int
    days: int

    @property
    def rows(self) -> int:
        """Observations, corrections aside."""
        return KPIS * self.slices * self.days

    @property
    def projects(self) -> int:
        """Projects; with the stages they make the slices."""
        return self.slices // len(STAGES)

    @property
    def halfway(self) -> dt.datetime:
        """A moment when about half of it was known."""
        return _recorded(self.days // 2)


SIZES = {
    "100k": Size("100k", slices=10, days=100),
    "1M": Size("1M", slices=10, days=1000),
    "10M": Size("10M", slices=100, days=1000),
    "50M": Size("50M", slices=500, days=1000),
}


@dataclass(frozen=True, slots=True)
class BenchBook:
    """A book folder with its facts, and the Parquet files that hold them."""

    folder: Path
    size: Size

    @property
    def files(self) -> list[str]:
        """The active files of the observations."""
        return sorted(DeltaTable(self.folder / ".trueup" / "lake" / "observations").file_uris())


def book(size: Size) -> BenchBook:
    """The book of that size; made once, then kept under var/bench."""
    made = BenchBook(FOLDER / size.name, size)
    ready = made.folder / ".trueup" / "complete"
    if not ready.exists():
        shutil.rmtree(made.folder, ignore_errors=True)
        made.folder.mkdir(parents=True)
        _write_facts(made)
        ready.touch()
    _write_documents(made)
    return made


def without_aggregates(made: BenchBook) -> BenchBook:
    """The same book before any aggregate was kept: the same files, linked, less what is derived from them."""
    bare = BenchBook(FOLDER / f"{made.size.name}-rows", made.size)
    shutil.rmtree(bare.folder, ignore_errors=True)
    shutil.copytree(made.folder, bare.folder, copy_function=os.link, ignore=shutil.ignore_patterns("derived"))
    return bare


def _write_documents(made: BenchBook) -> None:
    providers = [f"  - {{id: {name}, name: Provider {name}, role: provider}}\n" for name in _names("v", PROVIDERS)]
    (made.folder / "book.yaml").write_text(BOOK + "".join(providers))
    kpis = (_kpi(number, name) for number, name in enumerate(_names("k", KPIS)))
    (made.folder / "kpis.yaml").write_text("---\n".join(kpis))


def _kpi(number: int, name: str) -> str:
    aggregate, direction = ("mean", "decrease") if number < KPIS // 2 else ("sum", "increase")
    return (
        f"kind: kpi\nid: {name}\nname: Fictional KPI {number}\nunit: point\ndirection: {direction}\n"
        f"grain: month\naggregate: {aggregate}\nentered: true\n"
        "measurement: {by: customer, rule: as the system of record has it}\n"
    )


def _write_facts(made: BenchBook) -> None:
    with FactStore.open(made.folder, book="bench") as store:
        for number, (rows, recorded_at) in enumerate(_batches(made.size)):
            store.append({"observations": rows}, key=f"batch-{number}", source="bench", recorded_at=recorded_at)
            store.tidy()  # as a load ends


def _batches(size: Size) -> Iterator[tuple[pa.Table, dt.datetime]]:
    """Some days at a time, each batch with the corrections of the one before."""
    days = max(1, BATCH_ROWS // (KPIS * size.slices))
    before: pa.Table | None = None
    for first in range(0, size.days, days):
        last = min(first + days, size.days)
        rng = np.random.default_rng([size.slices, first])
        new = _days(size, first, last, rng)
        yield (new if before is None else pa.concat_tables([new, _corrections(before, rng)])), _recorded(last)
        before = new


def _recorded(days: int) -> dt.datetime:
    """Six in the morning after that many days."""
    first: dt.date = FIRST_DAY.astype(object)
    return dt.datetime.combine(first, dt.time(6), tzinfo=dt.UTC) + dt.timedelta(days=days)


def _days(size: Size, first: int, last: int, rng: np.random.Generator) -> pa.Table:
    day, kpi, stage, project = (
        axis.ravel()
        for axis in np.meshgrid(
            np.arange(first, last), np.arange(KPIS), np.arange(len(STAGES)), np.arange(size.projects), indexing="ij"
        )
    )
    level = 100 * (1 + day / 10_000 * ((kpi + stage + project) % 7 - 3))
    provider = project % PROVIDERS
    start = FIRST_DAY + day.astype("timedelta64[D]")
    return pa.table(
        {
            "kpi": _texts(_names("k", KPIS), kpi),
            "period_start": pa.array(start.astype("datetime64[D]")),
            "period_end": pa.array((start + np.timedelta64(1, "D")).astype("datetime64[D]")),
            "stage": _texts(STAGES, stage),
            "project": _texts(_names("p", size.projects), project),
            "provider": _texts(_names("v", PROVIDERS), provider),
            "actual": np.round(level + rng.normal(0, 10, len(day)), 3),
            "reported_by": _texts(_names("v", PROVIDERS), provider),
        }
    )


def _corrections(rows: pa.Table, rng: np.random.Generator) -> pa.Table:
    picked = rows.take(rng.choice(rows.num_rows, int(rows.num_rows * CORRECTED), replace=False))
    column = picked.schema.get_field_index("actual")
    return picked.set_column(column, "actual", pa.compute.add(picked["actual"], 1.0))


def _names(letter: str, count: int) -> list[str]:
    return [f"{letter}{number:03d}" for number in range(count)]


def _texts(names: list[str] | tuple[str, ...], which: NDArray[np.int64]) -> pa.Array:
    return pa.array(names).take(pa.array(which))
