from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from tests.facts.build import actuals, count, observation, observations
from tests.facts.test_door import GOOD, _one
from trueup.facts import FactStore
from trueup.facts.digest import digest_of
from trueup.facts.tables import STORE_NAMES
from trueup.vocabulary import FactError

if TYPE_CHECKING:
    from pathlib import Path

    from trueup.facts import Snapshot


def _fill(store: FactStore, batches: int = 12) -> None:
    for number in range(batches):
        rows = observations(observation(kpi=f"k{number % 3}", day=number % 5 + 1, actual=float(number)))
        store.append({"observations": rows}, key=str(number), source="s")
        store.land(
            "r", pa.table({"id": [number], f"c{number % 2}": [number]}), row_key=["id"], key=f"r{number}", source="s"
        )
        store.drain()


def _files(book: Path, table: str) -> list[str]:
    return [unquote(uri) for uri in DeltaTable(str(book / ".trueup" / "lake" / table)).file_uris()]


def _rows(snapshot: Snapshot, table: str) -> list[dict[str, object]]:
    return sorted(snapshot.collect(snapshot.frame(table)).to_pylist(), key=lambda row: row["seq"])


def test_compaction_changes_files_and_nothing_else(store: FactStore, book: Path) -> None:
    _fill(store)
    with store.snapshot() as before:
        rows = {table: _rows(before, table) for table in before.tables()}
        known = actuals(before)
        store.compact()
        assert {table: _rows(before, table) for table in before.tables()} == rows
    assert {table: len(_files(book, table)) for table in ("observations", "raw_r", "batches")} == {
        "observations": 1,
        "raw_r": 1,
        "batches": 1,
    }
    with store.snapshot() as after:
        assert {table: _rows(after, table) for table in after.tables()} == rows
        assert actuals(after) == known


def test_payments_and_their_corrections_survive_compaction(store: FactStore, book: Path) -> None:
    for number in range(12):
        row = {**GOOD["payments"], "ref": str(number % 4), "amount": number}
        store.append({"payments": _one("payments", **row)}, key=str(number), source="s")
        store.drain()
    store.compact()
    assert len(_files(book, "payments")) == 1
    with store.snapshot() as after:
        latest = after.collect(after.latest("payments")).to_pylist()
        assert {row["ref"]: int(row["amount"]) for row in latest} == {"0": 8, "1": 9, "2": 10, "3": 11}


def test_keys_and_digests_survive_compaction(store: FactStore) -> None:
    rows = observations(*(observation(day=day, source_ref=str(day)) for day in range(1, 20)))
    receipt = store.append({"observations": rows}, key="a", source="s")
    _fill(store)
    store.compact()
    assert store.append({"observations": rows}, key="a", source="s").already
    with store.snapshot() as snapshot:
        stored = snapshot.collect(snapshot.frame("observations"))
    mine = stored.filter(pa.compute.equal(stored["batch"], receipt.batch))
    assert digest_of({"observations": mine.drop_columns(list(STORE_NAMES - {"source_ref"}))}) == receipt.digest


def test_a_merged_file_is_sorted_by_kpi_and_period(store: FactStore, book: Path) -> None:
    _fill(store)
    store.compact()
    [path] = _files(book, "observations")
    merged = pa.parquet.read_table(path)
    places = list(zip(merged["kpi"].to_pylist(), merged["period_start"].to_pylist(), strict=True))
    assert places == sorted(places)


def test_few_files_are_left_alone(store: FactStore, book: Path) -> None:
    _fill(store, batches=5)
    before = _files(book, "observations")
    store.compact()
    assert _files(book, "observations") == before


def test_writing_goes_on_after_a_compaction_that_was_not_published(store: FactStore) -> None:
    """A process that dies between merging and publishing leaves readers at the old version, and harms no later one."""
    _fill(store)
    drainer = store._drainer()
    from trueup.facts.compact import compact

    compact(store._lake, drainer.drain())
    with store.snapshot() as snapshot:
        assert count(snapshot, "observations") == 12
    store.append({"observations": observations(observation(day=30))}, key="later", source="s")
    store.drain()
    with store.snapshot() as snapshot:
        assert count(snapshot, "observations") == 13
    assert store.append({"observations": observations(observation(day=30))}, key="later", source="s").already


def test_vacuum_keeps_a_week(store: FactStore, book: Path) -> None:
    _fill(store)
    store.compact()
    folder = book / ".trueup" / "lake" / "observations"
    assert store.vacuum() == []
    assert len(list(folder.glob("*.parquet"))) == 13
    with pytest.raises(FactError, match="a week"):
        store.vacuum(hours=24)


def test_vacuum_takes_what_compaction_replaced_long_ago(store: FactStore, book: Path) -> None:
    _fill(store)
    store.compact()
    folder = book / ".trueup" / "lake" / "observations"
    _age(folder, days=8)
    store.vacuum()
    assert [str(path) for path in folder.glob("*.parquet")] == _files(book, "observations")
    with store.snapshot() as snapshot:
        assert count(snapshot, "observations") == 12


def _age(folder: Path, days: int) -> None:
    """Make everything in a table look older."""
    shift = days * 24 * 3600
    for path in folder.glob("*.parquet"):
        os.utime(path, (time.time() - shift, time.time() - shift))
    for path in (folder / "_delta_log").glob("*.json"):
        actions = [json.loads(line) for line in path.read_text().splitlines()]
        for action in actions:
            if "remove" in action:
                action["remove"]["deletionTimestamp"] -= shift * 1000
        path.write_text("\n".join(json.dumps(action) for action in actions))


def test_the_background_drainer_drains(store: FactStore) -> None:
    drainer = store.start_drainer(0.02)
    store.append({"observations": observations(observation())}, key="a", source="s")
    for _ in range(500):
        if store._log.head():
            break
        time.sleep(0.02)
    drainer.stop()
    head = store._log.head()
    assert head is not None
    assert (head.seq, drainer.failure) == (1, None)


@pytest.mark.filterwarnings("ignore")
def test_a_failing_drain_is_kept_and_tried_again(store: FactStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "compact", lambda: 1 / 0)
    drainer = store.start_drainer(0.01)
    for _ in range(500):
        if drainer.failure:
            break
        time.sleep(0.01)
    assert isinstance(drainer.failure, ZeroDivisionError)


@pytest.mark.parametrize("change", ["delete", "overwrite"])
def test_the_format_itself_refuses_to_lose_rows(store: FactStore, book: Path, change: str) -> None:
    from deltalake import write_deltalake

    _fill(store, batches=1)
    table = DeltaTable(str(book / ".trueup" / "lake" / "observations"))
    rows = pa.parquet.read_table(_files(book, "observations")[0])
    lose = {"delete": table.delete, "overwrite": lambda: write_deltalake(table, rows, mode="overwrite")}
    with pytest.raises(Exception, match=r"(?i)append"):
        lose[change]()
