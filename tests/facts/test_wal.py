"""The log on its own: what is acknowledged is on disk, what is torn is nothing, what is drained goes."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from tests.facts.build import actuals, count, observation, observations
from trueup.facts import FactStore
from trueup.facts.record import CommitRecord
from trueup.facts.wal import segment as segment_module
from trueup.facts.wal.frame import Batch, Body, encode_body, encode_head, parse
from trueup.facts.wal.log import WriteAheadLog
from trueup.facts.wal.segment import HEADER_SIZE, SegmentWriter, is_abandoned
from trueup.vocabulary import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = {"t": pa.table({"a": [1, 2]})}


def _batch(key: str, body: Body) -> Callable[[int, int], Batch]:
    return lambda seq, at: Batch(key, key, "d", "b", "s", seq, at, stamped=True, parts=body.parts)


def _write(log: WriteAheadLog, key: str) -> None:
    body = encode_body(ROWS, {})
    with log.exclusive() as index:
        entry = log.write(index, _batch(key, body), body)
    log.sync(entry)


def _keys(log: WriteAheadLog) -> list[str]:
    return [entry.batch.key for entry in log.tail().entries]


def _segments(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.seg"))


def _lone_segment(folder: Path, keys: str) -> Path:
    """The segment of a process that wrote these batches and died."""
    log = WriteAheadLog(folder)
    for key in keys:
        _write(log, key)
    log.close()
    [path] = _segments(folder)
    return path


def test_a_frame_comes_back_as_it_went_in() -> None:
    body = encode_body({"b": ROWS["t"], "a": pa.table({"x": ["ü"] * 20_000})}, {"b": ["a"]})
    batch = _batch("k", body)(7, 9)
    data = b"before" + encode_head(batch, body) + body.data
    frame = parse(memoryview(data), 6)
    assert frame is not None
    assert (frame.batch, frame.end) == (batch, len(data))
    assert (batch.rows, batch.end) == (20_002, 20_009)


def test_every_cut_and_every_flipped_byte_makes_it_no_frame() -> None:
    body = encode_body(ROWS, {})
    data = encode_head(_batch("k", body)(0, 0), body) + body.data
    assert parse(memoryview(data), 0)
    for cut in range(len(data)):
        assert parse(memoryview(data[:cut]), 0) is None
    for place in range(len(data)):
        flipped = bytearray(data)
        flipped[place] ^= 0x40
        assert parse(memoryview(bytes(flipped)), 0) is None


@pytest.mark.parametrize("torn", [1, 10, 100])
def test_a_torn_tail_is_not_there_and_is_kept_aside(tmp_path: Path, torn: int) -> None:
    path = _lone_segment(tmp_path, "ab")
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - torn)
    log = WriteAheadLog(tmp_path)
    assert _keys(log) == ["a"]
    _write(log, "c")
    assert _keys(log) == ["a", "c"]
    tail = log.tail()
    record = CommitRecord(seq=tail.seq, offsets=log.drained_offsets(tail.entries, tail.record), version=0)
    log.set_head(record)
    log.drop_drained(record)
    assert not path.exists()
    assert [file.name.split("-")[0] for file in (tmp_path / "torn").iterdir()] == [path.name]
    assert _keys(log) == []


def test_a_torn_batch_leaves_its_numbers_to_the_next(tmp_path: Path) -> None:
    path = _lone_segment(tmp_path, "ab")
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1)
    log = WriteAheadLog(tmp_path)
    _write(log, "c")
    assert [entry.batch.seq for entry in log.tail().entries] == [0, 2]


def test_a_segment_lives_as_long_as_its_writer(tmp_path: Path) -> None:
    writer = SegmentWriter(tmp_path)
    assert not is_abandoned(writer.path)
    writer.close()
    assert is_abandoned(writer.path)


def test_a_living_writers_segment_is_not_dropped(tmp_path: Path) -> None:
    log, other = WriteAheadLog(tmp_path), WriteAheadLog(tmp_path)
    _write(log, "a")
    tail = other.tail()
    record = CommitRecord(seq=tail.seq, offsets=other.drained_offsets(tail.entries, tail.record), version=0)
    other.set_head(record)
    other.drop_drained(record)
    assert len(_segments(tmp_path)) == 1
    _write(log, "b")
    assert _keys(other) == ["b"]
    log.close()


def test_a_large_segment_is_followed_by_another(tmp_path: Path) -> None:
    log = WriteAheadLog(tmp_path, rotate=HEADER_SIZE + 1)
    for key in "abc":
        _write(log, key)
    assert len(_segments(tmp_path)) == 3
    assert _keys(log) == ["a", "b", "c"]


def test_what_is_acknowledged_was_synced_and_so_was_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: dict[int, int] = {}
    real = os.fdatasync

    def remember(fd: int) -> None:
        real(fd)
        status = os.fstat(fd)
        synced[status.st_ino] = status.st_size

    monkeypatch.setattr(os, "fdatasync", remember)
    log, reader = WriteAheadLog(tmp_path), WriteAheadLog(tmp_path)
    _write(log, "a")
    [path] = _segments(tmp_path)
    assert synced[path.stat().st_ino] == path.stat().st_size
    body = encode_body(ROWS, {})
    with log.exclusive() as index:
        log.write(index, _batch("b", body), body)  # written, not yet acknowledged
    assert synced[path.stat().st_ino] < path.stat().st_size
    assert _keys(reader) == ["a", "b"]
    assert synced[path.stat().st_ino] == path.stat().st_size


def test_threads_that_wait_together_share_one_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, calls = threading.Event(), []
    real = os.fdatasync

    def slow(fd: int) -> None:
        calls.append(fd)
        gate.wait(10)
        real(fd)

    writer = SegmentWriter(tmp_path)
    monkeypatch.setattr(segment_module.os, "fdatasync", slow)
    ends = [writer.write(b"x" * 10, b"") for _ in range(8)]
    threads = [threading.Thread(target=writer.sync, args=(end,)) for end in ends]
    threads[0].start()
    while not calls:
        pass
    for thread in threads[1:]:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert len(calls) <= 2
    writer.close()


def test_a_disk_that_fails_once_is_not_trusted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = SegmentWriter(tmp_path)
    end = writer.write(b"frame", b"")

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(segment_module.os, "fdatasync", fail)
        with pytest.raises(OSError, match="Input/output"):
            writer.sync(end)
    with pytest.raises(EngineError, match="refused a batch"):
        writer.sync(end)


def test_a_batch_that_does_not_fit_leaves_no_trace(store: FactStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(fd: int, data: Any) -> int:
        os.pwrite(fd, b"some of it", os.fstat(fd).st_size)
        raise OSError(28, "No space left on device")

    store.append({"observations": observations(observation())}, key="a", source="s")
    with monkeypatch.context() as patch:
        patch.setattr(segment_module, "_write_all", full)
        with pytest.raises(OSError, match="No space"):
            store.append({"observations": observations(observation(day=2))}, key="b", source="s")
    store.append({"observations": observations(observation(day=3))}, key="c", source="s")
    with store.snapshot() as snapshot:
        assert set(actuals(snapshot)) == {("k", 1), ("k", 3)}


def test_drained_segments_of_the_dead_go(book: Path) -> None:
    for key in "abc":
        with FactStore.open(book) as store:
            store.append({"observations": observations(observation(kpi=key))}, key=key, source="s")
    wal = book / ".trueup" / "wal"
    assert len(_segments(wal)) == 3
    with FactStore.open(book) as store:
        store.drain()
        assert _segments(wal) == []
        with store.snapshot() as snapshot:
            assert count(snapshot, "observations") == 3


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """Up to which size each file was synced, by inode."""
    sizes: dict[int, int] = {}
    real = os.fdatasync

    def remember(fd: int) -> None:
        size = os.fstat(fd).st_size  # before: what arrives meanwhile may not be in it
        real(fd)
        sizes[os.fstat(fd).st_ino] = size

    monkeypatch.setattr(os, "fdatasync", remember)
    return sizes


def test_an_append_returns_only_when_it_is_on_disk(store: FactStore, book: Path, synced: dict[int, int]) -> None:
    for number in range(3):
        store.append({"observations": observations(observation())}, key=str(number), source="s")
        [path] = _segments(book / ".trueup" / "wal")
        assert synced[path.stat().st_ino] == path.stat().st_size


def test_already_there_means_on_disk_too(book: Path, synced: dict[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process wrote the batch and was stopped before it could sync it."""
    rows = {"observations": observations(observation())}
    with FactStore.open(book) as stopped, FactStore.open(book) as store:
        monkeypatch.setattr(stopped._log, "sync", lambda _: None)
        stopped.append(rows, key="a", source="s")
        [path] = _segments(book / ".trueup" / "wal")
        assert path.stat().st_ino not in synced
        assert store.append(rows, key="a", source="s").already
        assert synced[path.stat().st_ino] == path.stat().st_size
