"""Reports of progress, asked for on every engine: equal to plain Python over the same rows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from trueup.delivery.queries import read_progress
from trueup.delivery.status import ProgressRow
from trueup.facts import FactStore
from trueup.facts.tables import MOMENT, PROGRESS, field_of

FIRST = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
SCHEMA = pa.schema([*(field_of(column) for column in PROGRESS.columns), pa.field("recorded_at", MOMENT)])


def _reports() -> list[dict[str, Any]]:
    rng = random.Random(21)
    return [
        {
            "plan": rng.choice(["rollout", "other"]),
            "activity": rng.choice(["build", "migrate"]),
            "status_date": dt.date(2026, 3, 1) + dt.timedelta(days=7 * rng.randrange(4)),
            "actual_start": rng.choice([None, dt.date(2026, 2, 2)]),
            "actual_finish": rng.choice([None, dt.date(2026, 2, 27)]),
            "percent": rng.choice([None, 0.0, 33.3, 100.0]),
            "actual_cost": rng.choice([None, Decimal("0.0000"), Decimal("1234.5600")]),
            "remaining_days": rng.choice([None, 0.0, 2.5]),
            "reported_by": rng.choice(["acme", "customer"]),
            "recorded_at": FIRST + dt.timedelta(hours=hour),
        }
        for hour in range(120)
    ]


REPORTS = _reports()


def _expected(plans: set[str], as_of: dt.date, known_at: dt.datetime | None) -> dict[Any, ProgressRow]:
    found: dict[Any, ProgressRow] = {}
    for row in REPORTS:
        if row["plan"] in plans and row["status_date"] < as_of and (known_at is None or row["recorded_at"] <= known_at):
            found[row["plan"], row["activity"], row["status_date"], row["reported_by"]] = ProgressRow(**row)
    return found


@pytest.fixture(scope="module")
def facts(engine_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactStore]:
    store = FactStore.open(tmp_path_factory.mktemp("progress"), engine=engine_url)
    store.append({"progress": pa.Table.from_pylist(REPORTS, SCHEMA)}, key="first", source="test")
    yield store
    store.close()


@pytest.mark.parametrize("hours", [None, 0, 40, 119])
def test_progress_as_known_at_any_moment(facts: FactStore, hours: int | None) -> None:
    """The latest known report of each activity, status date and reporter."""
    known_at = None if hours is None else FIRST + dt.timedelta(hours=hours)
    for plans in ({"rollout"}, {"rollout", "other"}, {"unheard-of"}, set[str]()):
        for as_of in (dt.date(2026, 3, 1), dt.date(2026, 3, 15), dt.date(2026, 12, 31)):
            with facts.snapshot(known_at) as snapshot:
                found = read_progress(snapshot, plans, as_of)
            expected = _expected(plans, as_of, known_at)
            assert found == [expected[key] for key in sorted(expected)]


def test_a_book_without_reports_has_none(tmp_path: Any) -> None:
    with FactStore.open(tmp_path) as store, store.snapshot() as snapshot:
        assert read_progress(snapshot, ["rollout"], dt.date(2026, 3, 1)) == []
