"""After a power failure: commits that no record names and the disk did not keep whole are undone, and made again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.facts.build import actuals, count, observation, observations, targets
from trueup.facts import FactStore
from trueup.facts.lake.delta import BATCHES, Lake

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class PowerCut(Exception):
    """The machine stops here."""


def _cut(*_: Any, **__: Any) -> Any:
    raise PowerCut


def _half_drained(book: Path, monkeypatch: pytest.MonkeyPatch, *, at: str) -> None:
    """One batch in the lake; a second one whose drain stopped at a step."""
    with FactStore.open(book) as store:
        store.append({"observations": observations(observation())}, key="a", source="s")
        store.drain()
        tables = {"observations": observations(observation(day=2)), "targets": targets("k")}
        store.append(tables, key="b", source="s")
        with monkeypatch.context() as patch:
            if at == "publish":
                patch.setattr(Lake, "publish", _cut)
            elif at == "head":
                patch.setattr(type(store._log), "set_head", _cut)
            with pytest.raises(PowerCut):
                store.drain()


def _newest(book: Path, table: str, pattern: str) -> Path:
    paths = (book / ".trueup" / "lake" / table).glob(pattern)
    return max(paths, key=lambda path: path.stat().st_mtime_ns)


def _empty_log_entry(book: Path, table: str) -> None:
    _newest(book, table, "_delta_log/*.json").write_bytes(b"")


def _half_log_entry(book: Path, table: str) -> None:
    path = _newest(book, table, "_delta_log/*.json")
    path.write_bytes(path.read_bytes()[:-30])


def _short_file(book: Path, table: str) -> None:
    path = _newest(book, table, "*.parquet")
    path.write_bytes(path.read_bytes()[:-10])


def _zeroed_file(book: Path, table: str) -> None:
    path = _newest(book, table, "*.parquet")
    path.write_bytes(b"\0" * path.stat().st_size)


def _zeroed_page(book: Path, table: str) -> None:
    path = _newest(book, table, "*.parquet")
    data = path.read_bytes()
    path.write_bytes(data[:4] + b"\0" * 300 + data[304:])


def _no_file(book: Path, table: str) -> None:
    _newest(book, table, "*.parquet").unlink()


def _nothing(book: Path, table: str) -> None:
    """A drainer that died without any damage."""


DAMAGE = [_nothing, _empty_log_entry, _half_log_entry, _short_file, _zeroed_file, _zeroed_page, _no_file]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("table", ["observations", "targets", BATCHES])
def test_torn_commits_are_undone_and_nothing_is_lost(
    book: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path, str], None], table: str
) -> None:
    _half_drained(book, monkeypatch, at="head" if table == BATCHES else "publish")
    damage(book, table)
    with FactStore.open(book) as store:
        for _ in range(2):
            with store.snapshot() as snapshot:
                assert set(actuals(snapshot)) == {("k", 1), ("k", 2)}
                assert (count(snapshot, "observations"), count(snapshot, "targets")) == (2, 1)
            store.drain()
        again = {"observations": observations(observation(day=2)), "targets": targets("k")}
        assert store.append(again, key="b", source="s").already


def test_committed_files_are_never_touched(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _half_drained(book, monkeypatch, at="publish")
    committed = {
        path: path.read_bytes() for path in (book / ".trueup" / "lake" / BATCHES).rglob("*.*") if path.is_file()
    }
    _empty_log_entry(book, "observations")
    with FactStore.open(book) as store:
        store.drain()
    assert all(path.read_bytes() == data for path, data in committed.items())


def test_a_copied_folder_does_not_lose_its_own_batches_in_silence(tmp_path: Path) -> None:
    import shutil

    from trueup.vocabulary import EngineError

    lake = str(tmp_path / "lake")
    with FactStore.open(tmp_path / "one", lake=lake) as one:
        one.append({"observations": observations(observation())}, key="a", source="s")
        one.drain()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    with FactStore.open(tmp_path / "one", lake=lake) as one, FactStore.open(tmp_path / "two", lake=lake) as two:
        two.append({"observations": observations(observation(day=2))}, key="two", source="s")
        one.append({"observations": observations(observation(day=3))}, key="one", source="s")
        one.drain()
        with pytest.raises(EngineError, match="moved on without this log, which holds 1 batches of its own: two"):
            two.drain()
