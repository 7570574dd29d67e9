"""Batches read back as they were sent, from the log and from the lake."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from trueup.facts import FactStore
from trueup.facts.digest import digest_of

DAY = dt.date(2026, 1, 1)
STAMP = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def observations(*actuals: float, **more: list) -> pa.Table:
    columns = {
        "kpi": ["k"] * len(actuals),
        "period_start": [DAY + dt.timedelta(days=i) for i in range(len(actuals))],
        "period_end": [DAY + dt.timedelta(days=i + 1) for i in range(len(actuals))],
        "actual": list(actuals),
        "reported_by": ["customer"] * len(actuals),
    }
    return pa.table({**columns, **more})


SENT = {
    "without times": {"observations": observations(1.0, -0.0, 3.5)},
    "with times": {"observations": observations(1.0, 2.0, recorded_at=[LATER, STAMP])},
    "with references": {"observations": observations(1.0, 2.0, source_ref=["a:1", None])},
    "two tables": {
        "observations": observations(1.0, recorded_at=[STAMP]),
        "raw_claims": pa.table({"claim": ["a", "b"], "paid": pa.array(["1.50", None]).cast(pa.decimal128(10, 2))}),
    },
}


@pytest.mark.parametrize("drained", [False, True])
def test_every_batch_is_read_back_with_its_digest(tmp_path: Path, drained: bool):
    with FactStore.open(tmp_path) as store:
        receipts = [store.append(tables, key=name, source=name, recorded_at=STAMP) for name, tables in SENT.items()]
        if drained:
            store.drain()
        with store.snapshot() as snapshot:
            found = snapshot.batches([receipt.batch for receipt in reversed(receipts)])
    assert [(each.key, each.digest, each.recorded_at) for each in found] == [
        (receipt.key, receipt.digest, STAMP) for receipt in receipts
    ]
    for each in found:
        assert each.whole
        assert digest_of(each.tables) == each.digest


def test_only_what_is_asked_for_is_read(tmp_path: Path):
    with FactStore.open(tmp_path) as store:
        first = store.append({"observations": observations(1.0)}, key="1", source="s")
        store.drain()
        store.append({"observations": observations(2.0)}, key="2", source="s")
        with store.snapshot() as snapshot:
            assert [each.key for each in snapshot.batches([first.batch])] == ["1"]
            assert snapshot.batches([]) == []


def test_a_batch_that_lost_rows_says_so(tmp_path: Path):
    rows = pa.table({"person": ["ana", "ben"], "paid": [1, 2]})
    with FactStore.open(tmp_path) as store:
        kept = store.land("claims", rows, key="1", source="s")
        store.erase("raw_claims", "person", ["ana"], key="2", reason="asked to be forgotten")
        with store.snapshot() as snapshot:
            [found] = snapshot.batches([kept.batch])
    assert not found.whole
    left = found.tables["raw_claims"]
    assert left.column("person").to_pylist() == ["ben"]
    assert sorted(left.column_names) == ["paid", "person", "recorded_at", "source_ref"]
