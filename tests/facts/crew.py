"""Processes that append, import, drain and compact until they are killed. Run as a program: a nursery.

The nursery imports everything once, then forks a worker for each line `role number` on its standard input and answers
with the worker's process id. A worker adds each key to the file of acknowledgements after its append returned, and
goes on from where its predecessor stopped: so what was under way at a kill is sent again.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import deltalake  # noqa: F401 - imported before the fork, used after it
import duckdb  # noqa: F401
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet

from tests.facts.build import observation, observations, targets
from trueup.facts import FactStore

TABLES = ("observations", "targets", "raw_claims")


def rows_of(key: str) -> dict[str, int]:
    """How many rows the batch with this key has in each table."""
    role, _, number = key.split("-")
    size = int(number) % 4 + 1
    return {"observations": size} if role == "append" else dict.fromkeys(TABLES, size)


def batch_of(key: str) -> dict[str, pa.Table]:
    """The rows of that batch. Every fifth number of a worker corrects the one before it."""
    role, who, number = key.split("-")
    counts, place = rows_of(key), int(number) - (int(number) % 5 == 4)
    kpi = f"{role}-{who}-{place}"
    made = {
        "observations": observations(
            *(observation(kpi, day + 1, float(number)) for day in range(counts["observations"]))
        )
    }
    if role == "import":
        made["targets"] = targets(*(f"{key}-{i}" for i in range(counts["targets"])))
        made["raw_claims"] = pa.table({"id": [f"{key}-{i}" for i in range(counts["raw_claims"])]})
    return made


def acknowledged(folder: Path) -> list[str]:
    """The keys acknowledged so far, in order."""
    path = folder / "acknowledged"
    return path.read_text().split("\n")[:-1] if path.exists() else []


def _send(store: FactStore, role: str, who: str, acks: int, first: int) -> None:
    number = first
    while True:
        key = f"{role}-{who}-{number}"
        store.append(
            batch_of(key), key=key, source="crew", row_keys={"raw_claims": ["id"]} if role == "import" else None
        )
        os.write(acks, f"{key}\n".encode())
        number += 1
        time.sleep(0.01)


def _tidy(store: FactStore) -> None:
    chance = random.Random(os.getpid())
    while True:
        if chance.random() < 0.2:
            store.compact(few=3)
        else:
            store.drain()
        time.sleep(0.05 * chance.random())


def _read(store: FactStore, folder: Path) -> None:
    """Whatever happens to the others: every acknowledged batch is there, whole, once; and none by half."""
    with (folder / "looks").open("ab", buffering=0) as looks:
        while True:
            promised = acknowledged(folder)
            problems = inspect(store, promised)
            looks.write(b".")
            if problems:
                raise AssertionError("; ".join(problems[:5]))


def looks_at(folder: Path) -> int:
    """How often the reader has looked: a byte each, so that one who is killed while writing leaves no half figure."""
    marks = folder / "looks"
    return marks.stat().st_size if marks.exists() else 0


def inspect(store: FactStore, promised: list[str]) -> list[str]:
    """What is wrong with a snapshot, given the keys that were acknowledged before it was taken."""
    from trueup.facts.registry import batch_name

    with store.snapshot() as snapshot:
        found: dict[str, dict[str, int]] = {}
        for table in snapshot.tables():
            frame = snapshot.frame(table).select("batch", "seq")
            batches = snapshot.collect(frame)
            if len(set(batches["seq"].to_pylist())) != batches.num_rows:
                return [f"a row of {table} is there twice"]
            for entry in batches.group_by("batch").aggregate([([], "count_all")]).to_pylist():
                found.setdefault(entry["batch"], {})[table] = entry["count_all"]
    names = {batch_name(key): key for key in promised}
    lost = [f"{key} is lost" for name, key in names.items() if name not in found]
    return lost + [
        f"{names[name]} is not whole: {rows}"
        for name, rows in found.items()
        if name in names and rows != rows_of(names[name])
    ]


def _work(folder: Path, role: str, who: str) -> None:
    acks = os.open(folder / "acknowledged", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    mine = f"{role}-{who}-"
    with FactStore.open(folder) as store:
        if role == "tidy":
            _tidy(store)
        elif role == "read":
            _read(store, folder)
        else:
            _send(store, role, who, acks, sum(key.startswith(mine) for key in acknowledged(folder)))


def _fork(folder: Path, role: str, who: str) -> int:
    child = os.fork()
    if child:
        return child
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _work(folder, role, who)
    except BaseException as error:
        (folder / f"failed-{role}-{who}-{os.getpid()}").write_text(repr(error))
        raise
    finally:
        os._exit(1)


def main() -> None:
    folder = Path(sys.argv[1])
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        role, who = line.split()
        print(_fork(folder, role, who), flush=True)


if __name__ == "__main__":
    main()
