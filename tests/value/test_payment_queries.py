"""Payments, asked for on every engine: equal to plain Python over the same rows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from trueup.facts import FactStore
from trueup.facts.tables import MOMENT, PAYMENTS, field_of
from trueup.value.payment_queries import read_payments
from trueup.value.payments import Payment
from trueup.vocabulary import Period

pytestmark = pytest.mark.engine

FIRST = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
SCHEMA = pa.schema([*(field_of(column) for column in PAYMENTS.columns), pa.field("recorded_at", MOMENT)])


def _rows() -> list[dict[str, Any]]:
    rng = random.Random(6)
    return [
        {
            "agreement": rng.choice(["claims", "portal"]),
            "period_start": dt.date(2026, 1 + 3 * rng.randrange(3), 1),
            "period_end": dt.date(2026, 12, 1),
            "payer": rng.choice([None, "fable"]),
            "payee": rng.choice([None, "acme", "sint"]),
            "kind": rng.choice(["planned", "invoiced", "paid", "credited"]),
            "plan": rng.choice([None, "plan1"]),
            "what": rng.choice([None, "fee"]),
            "amount": Decimal(rng.randrange(10**6)) / 10 ** rng.randrange(5),
            "currency": rng.choice(["EUR", "GBP"]),
            "dated": rng.choice([None, dt.date(2026, 2, 2)]),
            "ref": str(rng.randrange(3)),
            "recorded_at": FIRST + dt.timedelta(hours=hour),
        }
        for hour in range(150)
    ]


ROWS = _rows()


def _expected(agreements: set[str] | None, known_at: dt.datetime | None) -> set[Payment]:
    found: dict[Any, Payment] = {}
    for row in ROWS:
        if (agreements is None or row["agreement"] in agreements) and (
            known_at is None or row["recorded_at"] <= known_at
        ):
            own = {name: row[name] for name in Payment.__slots__ if name != "period"}
            payment = Payment(period=Period(row["period_start"], row["period_end"]), **own)
            found[tuple(row[name] for name in PAYMENTS.key)] = payment
    return set(found.values())


@pytest.fixture(scope="module")
def facts(engine_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactStore]:
    store = FactStore.open(tmp_path_factory.mktemp("payments"), engine=engine_url)
    store.append({"payments": pa.Table.from_pylist(ROWS[:100], SCHEMA)}, key="first", source="test")
    store.drain()
    store.append({"payments": pa.Table.from_pylist(ROWS[100:], SCHEMA)}, key="second", source="test")
    yield store
    store.close()


@pytest.mark.parametrize("hours", [None, 0, 40, 149])
def test_payments_as_known_at_any_moment(facts: FactStore, hours: int | None) -> None:
    known_at = None if hours is None else FIRST + dt.timedelta(hours=hours)
    with facts.snapshot(known_at) as snapshot:
        for agreements in (None, {"claims"}, {"claims", "portal"}, {"unheard-of"}, set[str]()):
            found = read_payments(snapshot, agreements)
            assert len(found) == len(set(found))
            assert set(found) == _expected(agreements, known_at)
            assert [each.agreement for each in found] == sorted(each.agreement for each in found)


def test_a_book_without_payments_has_none(tmp_path: Path) -> None:
    with FactStore.open(tmp_path) as store, store.snapshot() as snapshot:
        assert read_payments(snapshot) == []
