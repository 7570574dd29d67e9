from __future__ import annotations

import datetime as dt
import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from tests.facts.build import actuals, at, count, observation, observations, targets
from trueup.facts import FactStore
from trueup.vocabulary import EngineError, FactError, IdempotencyConflict

if TYPE_CHECKING:
    from pathlib import Path

ONE = observations(observation())


def test_nothing_is_created_before_the_first_batch(book: Path) -> None:
    with FactStore.open(book) as store, store.snapshot() as snapshot:
        assert snapshot.tables() == ()
        assert count(snapshot, "observations") == 0
        store.drain()
    assert list(book.iterdir()) == []


@pytest.mark.parametrize("drained", [False, True])
def test_a_batch_sent_twice_lands_once(store: FactStore, drained: bool) -> None:
    rows = observations(observation(day=1), observation(day=2))
    first = store.append({"observations": rows}, key="a", source="s")
    if drained:
        store.drain()
    again = store.append({"observations": rows.take([1, 0])}, key="a", source="s")
    assert (first.already, again.already) == (False, True)
    assert (again.digest, again.seq, again.rows) == (first.digest, first.seq, 2)
    with store.snapshot() as snapshot:
        assert count(snapshot, "observations") == 2


@pytest.mark.parametrize("drained", [False, True])
def test_a_key_with_other_rows_is_a_conflict(store: FactStore, drained: bool) -> None:
    store.append({"observations": ONE}, key="a", source="s")
    if drained:
        store.drain()
    with pytest.raises(IdempotencyConflict, match="'a' was used before"):
        store.append({"observations": observations(observation(actual=2.0))}, key="a", source="s")


def test_another_process_sees_the_key_after_its_segment_is_gone(book: Path) -> None:
    with FactStore.open(book) as late:
        late.append({"observations": ONE}, key="mine", source="s")
        with FactStore.open(book) as early:
            early.append({"observations": ONE}, key="a", source="s")
            early.drain()
        late.drain()
        assert late.append({"observations": ONE}, key="a", source="s").already


def test_a_refused_row_keeps_the_whole_batch_out(store: FactStore) -> None:
    bad = observations(observation(), observation(actual=float("nan")))
    with pytest.raises(FactError):
        store.append({"targets": targets("k"), "observations": bad}, key="a", source="s")
    with store.snapshot() as snapshot:
        assert snapshot.tables() == ()
    assert not store.append({"targets": targets("k")}, key="a", source="s").already


def test_an_empty_batch_is_remembered(store: FactStore) -> None:
    assert not store.append({"observations": ONE.slice(0, 0)}, key="a", source="s").already
    store.drain()
    assert store.append({}, key="a", source="s").already


def test_tables_of_a_batch_appear_together(store: FactStore) -> None:
    with store.snapshot() as before:
        store.append({"observations": ONE, "targets": targets("k")}, key="a", source="s")
        with store.snapshot() as after:
            assert (count(before, "observations"), count(before, "targets")) == (0, 0)
            assert (count(after, "observations"), count(after, "targets")) == (1, 1)


def test_a_snapshot_stays_as_it_was(store: FactStore) -> None:
    store.append({"observations": ONE}, key="a", source="s")
    with store.snapshot() as snapshot:
        store.append({"observations": observations(observation(day=2))}, key="b", source="s")
        store.drain()
        assert count(snapshot, "observations") == 1


@pytest.mark.parametrize("drains", [(), (1,), (2,), (1, 2)])
def test_what_did_we_know_then(store: FactStore, drains: tuple[int, ...]) -> None:
    """A correction, recorded on 10 January, of what was recorded on 5 January."""
    for number, (day, actual) in enumerate([(5, 1.0), (10, 2.0)], start=1):
        rows = observations(observation(actual=actual))
        store.append({"observations": rows}, key=f"b{number}", source="s", recorded_at=at(day))
        if number in drains:
            store.drain()
    seen = {}
    for day in (4, 5, 9, 10):
        with store.snapshot(known_at=at(day)) as snapshot:
            seen[day] = actuals(snapshot).get(("k", 1))
    assert seen == {4: None, 5: 1.0, 9: 1.0, 10: 2.0}


def test_a_correction_that_arrives_first_still_wins(store: FactStore) -> None:
    for key, day, actual in [("late", 10, 2.0), ("early", 5, 1.0)]:
        store.append(
            {"observations": observations(observation(actual=actual))}, key=key, source="s", recorded_at=at(day)
        )
    with store.snapshot() as snapshot:
        assert actuals(snapshot) == {("k", 1): 2.0}


def test_each_row_may_say_when_it_became_known(store: FactStore) -> None:
    rows = observations(observation(actual=1.0, recorded_at=at(5)), observation(actual=2.0, recorded_at=at(10)))
    store.append({"observations": rows}, key="a", source="s")
    with store.snapshot(known_at=at(7)) as then, store.snapshot() as now:
        assert (actuals(then), actuals(now)) == ({("k", 1): 1.0}, {("k", 1): 2.0})


def test_of_two_rows_known_at_once_the_later_row_wins(store: FactStore) -> None:
    rows = observations(observation(actual=1.0), observation(actual=2.0))
    store.append({"observations": rows}, key="a", source="s")
    store.append({"observations": observations(observation(actual=3.0))}, key="b", source="s", recorded_at=at(1))
    with store.snapshot() as snapshot:
        assert actuals(snapshot) == {("k", 1): 2.0}


def test_a_withdrawn_value_supersedes_the_value(store: FactStore) -> None:
    store.append({"observations": ONE}, key="a", source="s")
    withdrawn = observations(observation(actual=None, missing_reason="withdrawn by the source"))
    store.append({"observations": withdrawn}, key="b", source="s")
    with store.snapshot() as snapshot:
        assert actuals(snapshot) == {("k", 1): None}


def test_slices_that_differ_only_in_null_are_different_facts(store: FactStore) -> None:
    rows = observations(observation(provider="p"), observation(), observation(stage="service"))
    store.append({"observations": rows}, key="a", source="s")
    with store.snapshot() as snapshot:
        assert snapshot.collect(snapshot.latest("observations")).num_rows == 3


def test_the_stores_time_never_runs_backwards(book: Path) -> None:
    times = iter([at(9), at(3), at(4)])
    with FactStore.open(book, clock=lambda: next(times)) as store:
        for key, actual in [("a", 1.0), ("b", 2.0)]:
            store.append({"observations": observations(observation(actual=actual))}, key=key, source="s")
            store.drain()
        store.append({"observations": observations(observation(actual=3.0))}, key="c", source="s")
        with store.snapshot() as snapshot:
            assert actuals(snapshot) == {("k", 1): 3.0}
            times_stored = snapshot.collect(snapshot.frame("observations")).column("recorded_at").to_pylist()
    assert times_stored == [at(9)] * 3


def test_stored_columns_say_where_a_row_comes_from(store: FactStore) -> None:
    receipt = store.append({"observations": observations(observation(source_ref="f.csv:7"))}, key="a", source="src")
    store.drain()
    with store.snapshot() as snapshot:
        [row] = snapshot.collect(snapshot.frame("observations")).to_pylist()
        assert snapshot.collect(snapshot.frame("observations")).schema.names == snapshot.schema("observations").names
    origin = {name: row[name] for name in ("book", "batch", "source", "source_ref", "seq")}
    assert origin == {
        "book": "bo'ok ö",
        "batch": receipt.batch,
        "source": "src",
        "source_ref": "f.csv:7",
        "seq": receipt.seq,
    }


def test_moments_need_a_time_zone(store: FactStore) -> None:
    naive = dt.datetime(2026, 1, 1)
    with pytest.raises(FactError, match="time zone"):
        store.snapshot(known_at=naive)
    with pytest.raises(FactError, match="time zone"):
        store.append({"observations": ONE}, key="a", source="s", recorded_at=naive)


@pytest.mark.parametrize("moment", ["before the log is read", "between two readings"])
def test_a_drain_during_a_snapshot_hides_nothing(book: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """The record is read, then all is drained and the segments go, then the log is read."""
    with FactStore.open(book) as writer:
        writer.append({"observations": ONE}, key="a", source="s")
    with FactStore.open(book) as reader, FactStore.open(book) as drainer:
        index = reader._log._index
        refresh, calls = index.refresh, []

        def interrupted(drained: dict[str, int]) -> None:
            calls.append(drained)
            if len(calls) == (1 if moment == "before the log is read" else 2):
                drainer.drain()
                assert list((book / ".trueup" / "wal").glob("*.seg")) == []
            refresh(drained)

        monkeypatch.setattr(index, "refresh", interrupted)
        with reader.snapshot() as snapshot:
            assert count(snapshot, "observations") == 1
        assert len(calls) == 4


def test_a_large_log_is_brought_into_the_lake(store: FactStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.tidy()  # nothing there yet
    store.append({"observations": observations(observation())}, key="a", source="s")
    store.tidy()
    assert store._log.head() is None
    monkeypatch.setattr("trueup.facts.store.LARGE", store._log.undrained())
    store.tidy()
    assert store._log.undrained() == 0
    with store.snapshot() as snapshot:
        assert (count(snapshot, "observations"), snapshot.cells() is None) == (1, False)
    head = store._log.head()
    store.append({"observations": observations(observation(day=2))}, key="b", source="s")
    monkeypatch.setattr("trueup.facts.store.LARGE", store._log.undrained() + 1)
    store.tidy()
    assert store._log.head() == head


@pytest.mark.parametrize(
    ("lake", "said"),
    [
        ("memory:///x", "memory:// is no store that facts can lie in"),
        ("nonsense://x", "nonsense:// is no store"),
        ("s3://", "names no bucket"),
        ("s3:///folder", "names no bucket"),
        ("file://folder", "a file URL names a whole path"),
    ],
)
def test_a_lake_that_can_be_nowhere_is_refused(tmp_path: Path, lake: str, said: str) -> None:
    with pytest.raises(EngineError, match=said) as refused:
        FactStore.open(tmp_path, lake=lake)
    assert refused.value.where == lake
    assert not list(tmp_path.iterdir())


def test_a_lake_may_lie_in_ones_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with FactStore.open(tmp_path / "book", lake="~/lake") as store:
        store.append({"observations": observations(observation())}, key="a", source="s")
        store.drain()
    assert (tmp_path / "home" / "lake" / "observations").is_dir()


def test_a_lake_elsewhere_gets_whatever_there_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lake = str(tmp_path / "lake")
    with FactStore.open(tmp_path / "mine", lake=lake) as mine, FactStore.open(tmp_path / "other", lake=lake) as other:
        for store in (mine, other):
            store.append({"observations": ONE}, key="a", source="s")
        for store in (mine, other):  # two logs cannot share a lake
            store.tidy()
        assert mine._log.undrained() == 0 < other._log.undrained()
    assert "the facts stay in the log for now" in caplog.text
    assert "belongs to another log" in caplog.text


def test_threads_lose_nothing(store: FactStore) -> None:
    def append(number: int) -> int:
        rows = observations(observation(kpi=f"k{number}"))
        seq = store.append({"observations": rows}, key=str(number), source="s").seq
        if number % 10 == 0:
            store.drain()
        with store.snapshot() as snapshot:
            assert (f"k{number}", 1) in actuals(snapshot)
        return seq

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(append, range(64)))
    assert numbers == list(range(64))


def _append_many(folder: Path, who: int) -> None:
    with FactStore.open(folder) as store:
        for number in range(20):
            rows = observations(observation(kpi=f"{who}-{number}"))
            store.append(
                {"observations": rows, "targets": targets(f"{who}-{number}")}, key=f"{who}-{number}", source="s"
            )
            store.append({"observations": ONE}, key=f"shared-{number}", source="s")
            if number % 7 == who:
                store.drain()


def test_processes_lose_nothing_to_each_other(book: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_append_many, args=(book, who)) for who in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    with FactStore.open(book) as store, store.snapshot() as snapshot:
        assert (count(snapshot, "observations"), count(snapshot, "targets")) == (80, 60)
        numbers = snapshot.collect(snapshot.frame("observations")).column("seq").to_pylist()
        assert len(set(numbers)) == 80


def test_a_forked_child_writes_a_log_of_its_own(store: FactStore) -> None:
    store.append({"observations": ONE}, key="parent", source="s")
    child = os.fork()
    if child == 0:
        try:
            store.append({"observations": observations(observation(day=2))}, key="child", source="s")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    store.append({"observations": observations(observation(day=3))}, key="parent-2", source="s")
    with store.snapshot() as snapshot:
        assert set(actuals(snapshot)) == {("k", 1), ("k", 2), ("k", 3)}


def test_two_logs_cannot_share_a_lake(tmp_path: Path) -> None:
    lake = str(tmp_path / "lake")
    with FactStore.open(tmp_path / "here", lake=lake) as here, FactStore.open(tmp_path / "there", lake=lake) as there:
        here.append({"observations": ONE}, key="a", source="s")
        here.drain()
        with there.snapshot() as snapshot:
            assert count(snapshot, "observations") == 1
        with pytest.raises(EngineError, match="belongs to another log"):
            there.append({"observations": ONE}, key="b", source="s")
        there.adopt()
        assert there.append({"observations": ONE}, key="a", source="s").already
        there.append({"observations": ONE}, key="b", source="s")
        there.drain()
        here.append({"observations": ONE}, key="c", source="s")
        with pytest.raises(EngineError, match="belongs to another log"):
            here.drain()
        with there.snapshot() as snapshot:
            assert count(snapshot, "observations") == 2


def test_raw_columns_may_join_but_not_change(store: FactStore) -> None:
    store.land("claims", pa.table({"id": [1, 2], "paid": [1.5, None]}), row_key=["id"], key="a", source="s")
    store.drain()
    store.land("claims", pa.table({"id": [2], "paid": [2.5], "by": ["x"]}), row_key=["id"], key="b", source="s")
    with pytest.raises(FactError, match=r"column by: arrives as int64, the table has string"):
        store.land("claims", pa.table({"id": [3], "by": [7]}), row_key=["id"], key="c", source="s")
    with pytest.raises(FactError, match="identified by"):
        store.land("claims", pa.table({"id": [3], "by": ["y"]}), row_key=["by"], key="d", source="s")
    for _ in range(2):
        with store.snapshot() as snapshot:
            rows = snapshot.collect(snapshot.latest("raw_claims")).select(["id", "paid", "by"]).to_pylist()
            assert sorted(rows, key=lambda row: row["id"]) == [
                {"id": 1, "paid": 1.5, "by": None},
                {"id": 2, "paid": 2.5, "by": "x"},
            ]
        store.drain()


def test_an_unknown_table_gets_a_suggestion(store: FactStore) -> None:
    with store.snapshot() as snapshot, pytest.raises(FactError, match="did you mean 'observations'"):
        snapshot.frame("observation")
    with pytest.raises(FactError, match="did you mean 'targets'"):
        store.append({"target": targets("k")}, key="a", source="s")
