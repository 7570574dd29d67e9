"""Raw tables: as the publisher has them, with the types their texts have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from tests.sources.conftest import Desk
from trueup.vocabulary import SourceError

CLAIMS = """
read: {csv: data/claims.csv, null: ["-"]}
land: {table: claims, key: [claim id]}
"""
HEAD = "Claim ID,Closed On,Days,Paid,Code,Open,At\n"


def test_types_are_those_of_the_texts(desk: Desk) -> None:
    desk.write("data/claims.csv", HEAD + "1,2026-01-05,3,10.50,007,true,2026-01-05T10:00:00Z\n2,-,,-3,010,false,\n")
    desk.source(CLAIMS)
    desk.load()
    landed = desk.rows("raw_claims")
    kinds = {name: landed.schema.field(name).type for name in ("claim_id", "closed_on", "days", "paid", "code", "open")}
    assert kinds == {
        "claim_id": pa.int64(),
        "closed_on": pa.date32(),
        "days": pa.int64(),
        "paid": pa.float64(),
        "code": pa.string(),
        "open": pa.bool_(),
    }
    first, second = landed.to_pylist()
    assert (first["code"], first["at"]) == ("007", dt.datetime(2026, 1, 5, 10, tzinfo=dt.UTC))
    assert (second["closed_on"], second["days"], second["paid"]) == (None, None, -3.0)


def test_the_types_of_the_table_hold(desk: Desk, table: Callable[[Any, str], Any]) -> None:
    desk.source(CLAIMS)
    desk.write("data/claims.csv", HEAD + "1,2026-01-05,3,10.50,007,true,\n")
    desk.load()
    desk.write(
        "data/claims.csv", HEAD + "1,2026-01-05,3,10.50,007,true,\n2,soon,4,1,8,true,\n3,2026-01-06,5,2,9,true,\n"
    )
    report = desk.load()
    assert "column closed_on: is not a date" in str(report.refusals[0])
    told = table(report, "raw_claims")
    assert (told.landed, told.unchanged, told.refused) == (1, 1, 1)


def test_stated_types_and_chosen_columns(desk: Desk) -> None:
    desk.write("data/claims.csv", HEAD + "1,2026-01-05,3,10.50,007,true,\n")
    desk.source(
        CLAIMS.replace(
            "key: [claim id]", "key: [claim id], columns: [claim id, code, days], types: {code: integer, days: text}"
        )
    )
    desk.load()
    (row,) = desk.rows("raw_claims").select(["claim_id", "code", "days"]).to_pylist()
    assert row == {"claim_id": 1, "code": 7, "days": "3"}


def test_a_key_that_is_missing_or_unknown(desk: Desk) -> None:
    desk.write("data/claims.csv", HEAD + ",2026-01-05,3,10.50,007,true,\n2,2026-01-05,3,10.50,007,true,\n")
    desk.source(CLAIMS)
    assert "is missing, and part of the key" in str(desk.load().refusals[0])
    desk.source(CLAIMS.replace("claim id", "claim_it"))
    with pytest.raises(SourceError, match="land: no column 'claim_it'"):
        desk.load()


def test_without_a_key_the_line_is_the_key(desk: Desk) -> None:
    desk.source(CLAIMS.replace(", key: [claim id]", ""))
    desk.write("data/claims.csv", HEAD + "1,2026-01-05,3,10.50,007,true,\n")
    desk.load()
    desk.write("data/claims.csv", HEAD + "1,2026-01-05,4,10.50,007,true,\n1,2026-01-05,3,10.50,007,true,\n")
    assert desk.load().landed == 2
    assert desk.rows("raw_claims")["days"].to_pylist() == [4, 3]


def test_new_columns_may_join(desk: Desk) -> None:
    desk.source(CLAIMS)
    desk.write("data/claims.csv", "Claim ID,Days\n1,3\n")
    desk.load()
    desk.write("data/claims.csv", "Claim ID,Days,Handler\n1,3,\n2,4,acme\n")
    assert desk.load().landed == 1
    assert desk.rows("raw_claims")["handler"].to_pylist() == [None, "acme"]


def test_a_formula_reads_what_was_landed(desk: Desk) -> None:
    desk.write("data/claims.csv", "Claim ID,Opened,Closed\n1,2026-01-01,2026-01-05\n2,2026-01-01,2026-01-11\n")
    desk.source(CLAIMS)
    desk.load()
    rows = desk.rows("raw_claims").to_pylist()
    assert sum((row["closed"] - row["opened"]).days for row in rows) == 14


def test_parquet_lands_with_its_own_types(desk: Desk) -> None:
    import io

    import pyarrow.parquet as pq

    out = io.BytesIO()
    moment = dt.datetime(2026, 1, 5, 10, tzinfo=dt.UTC)
    pq.write_table(pa.table({"claim id": [2**60, 2], "at": [moment, None], "note": ["a", "-"]}), out)
    desk.write("data/claims.parquet", out.getvalue())
    desk.source(CLAIMS.replace("csv: data/claims.csv", "parquet: data/claims.parquet"))
    desk.load()
    first, second = desk.rows("raw_claims").to_pylist()
    assert (first["claim_id"], first["at"], first["note"]) == (2**60, moment, "a")
    assert second["note"] is None


def test_rows_are_known_when_the_publisher_knew_them(desk: Desk) -> None:
    desk.write("data/claims.csv", "Claim ID,Days,At\n1,3,2026-01-05T10:00:00Z\n1,4,2026-02-05T10:00:00Z\n")
    desk.source(CLAIMS.replace("key: [claim id]}", "key: [claim id], recorded_at: {time: at}}"))
    assert desk.load().landed == 2
    assert desk.load().landed == 0, "both versions of the row are known already"
    with desk.store.snapshot(dt.datetime(2026, 1, 31, tzinfo=dt.UTC)) as then:
        assert then.collect(then.latest("raw_claims"))["days"].to_pylist() == [3]
    with desk.store.snapshot() as now:
        assert now.collect(now.latest("raw_claims"))["days"].to_pylist() == [4]


def test_a_row_without_its_time_is_refused(desk: Desk) -> None:
    desk.write("data/claims.csv", "Claim ID,Days,At\n1,3,\n")
    desk.source(CLAIMS.replace("key: [claim id]}", "key: [claim id], recorded_at: {time: at}}"))
    report = desk.load()
    assert (report.landed, report.refused) == (0, 1)
    assert "recorded_at" in str(report.refusals[0])
