from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from trueup.book.write import write as as_yaml
from trueup.book.yaml import read as read_yaml
from trueup.delivery.documents import Plan
from trueup.facts import FactStore
from trueup.sources.plans import Landed, PlanFile, land_plan, read_plan
from trueup.vocabulary import FactError, Issue, SourceError

ROWS = """
    id,duration,predecessors,start,percent,actual start,actual cost
    dig,2d,,2026-01-05,100%,2026-01-05,100.25
    pour,3d,dig,,{percent}%,2026-01-07,50
"""
NOW = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC)
Write = Callable[[str, str], Path]


def read(write: Write, percent: int = 20) -> PlanFile:
    return read_plan(write("house.csv", ROWS.format(percent=percent)), party="acme")


def land(read: PlanFile, store: FactStore, versions: Sequence[Plan] = (), **more: Any) -> Landed:
    asked: dict[str, Any] = {"zone": dt.UTC, "clock": lambda: NOW, **more}
    return land_plan(store.root.parent, read, store, write=as_yaml, versions=versions, **asked)


def progress(store: FactStore) -> list[Mapping[str, Any]]:
    with store.snapshot() as snapshot:
        if not snapshot.has("progress"):
            return []
        return list(snapshot.collect(snapshot.latest("progress")).sort_by("activity").to_pylist())


def files(store: FactStore) -> list[str]:
    return sorted(path.name for path in store.root.parent.rglob("*.yaml"))


def test_the_file_says_the_plan_and_the_facts_its_progress(write: Write, store: FactStore) -> None:
    given = read(write)
    landed = land(given, store)
    assert landed.file is not None
    (found,), issues = read_yaml(landed.file.read_bytes(), "house.yaml")
    assert not issues
    assert Plan.model_validate(found.data).digest == given.plan.digest
    assert [(row["activity"], row["percent"], str(row["actual_cost"])) for row in progress(store)] == [
        ("dig", 100.0, "100.2500"),
        ("pour", 20.0, "50.0000"),
    ]
    assert (landed.progress, landed.changed) == (2, True)


def test_the_same_file_again_changes_nothing(write: Write, store: FactStore) -> None:
    first = land(read(write), store)
    again = land(read(write), store, [first.plan])
    assert (again.changed, again.file, again.batch, again.progress) == (False, None, None, 0)
    assert files(store) == ["house.yaml"]


def test_a_changed_file_is_the_next_version_and_lands_only_what_is_new(write: Write, store: FactStore) -> None:
    first = land(read(write), store)
    path = write("house.csv", ROWS.format(percent=60).replace("dig,2d", "dig,4d"))
    second = land(read_plan(path, party="acme"), store, [first.plan])
    assert files(store) == ["house-v2.yaml", "house.yaml"]
    assert (second.plan.version, second.plan.effective, second.progress) == (2, dt.date(2026, 2, 1), 1)
    assert second.plan.agreed_at == NOW
    assert [row["percent"] for row in progress(store)] == [100.0, 60.0]


def test_a_version_is_in_force_on_the_day_on_which_it_was_landed_where_the_book_is(
    write: Write, store: FactStore
) -> None:
    first = land(read(write), store)
    changed = read_plan(write("house.csv", ROWS.format(percent=60).replace("dig,2d", "dig,4d")), party="acme")
    evening = dt.datetime(2026, 2, 2, 1, 30, tzinfo=dt.UTC)
    second = land(changed, store, [first.plan], zone=ZoneInfo("America/New_York"), clock=lambda: evening)
    assert (second.plan.effective, second.plan.agreed_at) == (dt.date(2026, 2, 1), evening)


def test_going_back_to_an_earlier_file_lands_what_it_said(write: Write, store: FactStore) -> None:
    first = land(read(write, 20), store)
    land(read(write, 60), store, [first.plan])
    back = land(read(write, 20), store, [first.plan])
    assert back.progress == 1
    assert progress(store)[1]["percent"] == 20.0


def test_a_book_that_would_be_broken_stays_as_it_was(write: Write, store: FactStore) -> None:
    def check(rows: Iterable[Mapping[str, Any]]) -> list[Issue]:
        (row,) = rows
        assert (row["kind"], row["id"]) == ("plan", "house")
        return [Issue("error", "party 'acme' is not in the book", "house.yaml", 3)]

    with pytest.raises(SourceError, match="party 'acme' is not in the book"):
        land(read(write), store, check=check)
    assert (files(store), progress(store)) == ([], [])


def test_progress_that_may_not_enter_takes_the_file_back(write: Write, store: FactStore) -> None:
    given = read(write)
    given.progress[0]["percent"] = 140.0
    with pytest.raises(FactError, match="percentage"):
        land(given, store)
    assert (files(store), progress(store)) == ([], [])


def test_a_file_that_is_there_is_never_written_over(write: Write, store: FactStore) -> None:
    target = store.root.parent / "plans" / "house.yaml"
    target.parent.mkdir()
    target.write_text("mine\n")
    with pytest.raises(SourceError, match="such a file already"):
        land(read(write), store)
    assert target.read_text() == "mine\n"
    assert progress(store) == []
