"""Databases: types, cursors, errors without passwords; the same tests on SQLite, PostgreSQL and MariaDB."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from tests.sources.conftest import Desk
from trueup.sources.sql.connect import address, shown
from trueup.sources.sql.cursor import Cursor
from trueup.vocabulary import SourceError

ROWS = [
    {"id": 1, "day": dt.date(2026, 1, 5), "amount": Decimal("10.25"), "handler": "acme", "days": 3.5},
    {"id": 2, "day": dt.date(2026, 2, 5), "amount": Decimal("1234567.89"), "handler": "größe", "days": None},
    {"id": 3, "day": dt.date(2026, 2, 6), "amount": None, "handler": None, "days": 4.0},
]


class Database:
    """A database with one table, `claims`."""

    def __init__(self, url: str, stated: str) -> None:
        self.stated = stated
        self.engine = sa.create_engine(url)
        columns: list[sa.Column[Any]] = [
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("day", sa.Date),
            sa.Column("amount", sa.Numeric(20, 2)),
            sa.Column("handler", sa.String(40)),
            sa.Column("days", sa.Double),
        ]
        self.claims = sa.Table("claims", sa.MetaData(), *columns)
        self.claims.drop(self.engine, checkfirst=True)
        self.claims.create(self.engine)

    def insert(self, *rows: dict[str, Any]) -> None:
        with self.engine.begin() as connection:
            connection.execute(self.claims.insert(), list(rows))


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("mysql", marks=pytest.mark.mysql),
    ]
)
def database(request: pytest.FixtureRequest, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    if request.param == "sqlite":
        found = Database(f"sqlite:///{desk.folder}/claims.db", "sqlite:///claims.db")
    else:
        url = str(request.getfixturevalue(f"{request.param}_url"))
        monkeypatch.setenv("FABLE_DATABASE", url)
        found = Database(address(url, desk.folder).render_as_string(hide_password=False), "${FABLE_DATABASE}")
    yield found
    found.engine.dispose()


def source(database: Database, extra: str = "table: claims, cursor: id") -> str:
    return f"""
read: {{sql: "{database.stated}", {extra}}}
land: {{table: claims, key: [id]}}
facts:
  observations:
    kpi: {{value: days}}
    period: {{date: day}}
    actual: days
    provider: handler
    reported_by: {{value: fable}}
"""


Table = Callable[[Any, str], Any]


def test_rows_come_with_their_types(database: Database, desk: Desk) -> None:
    database.insert(*ROWS)
    desk.source(source(database))
    report = desk.load()
    assert report.refused == 0
    landed = desk.rows("raw_claims").to_pylist()
    assert [(row["id"], row["handler"], row["days"]) for row in landed] == [
        (1, "acme", 3.5),
        (2, "größe", None),
        (3, None, 4.0),
    ]
    assert landed[0]["day"] in (dt.date(2026, 1, 5), "2026-01-05")
    amount = landed[1]["amount"]  # SQLite has no exact numbers: there it comes as a double
    assert amount == (1234567.89 if isinstance(amount, float) else Decimal("1234567.89"))
    assert [actual for *_, actual in desk.actuals()] == [3.5, None, 4.0]


def test_the_next_load_asks_only_for_what_is_beyond_the_cursor(database: Database, desk: Desk, table: Table) -> None:
    database.insert(*ROWS[:2])
    desk.source(source(database))
    assert table(desk.load(), "raw_claims").read == 2
    database.insert(ROWS[2])
    told = table(desk.load(), "raw_claims")
    assert (told.read, told.unchanged, told.landed) == (2, 1, 1)
    last = desk.load()
    assert (last.landed, last.batch) == (0, None)


def test_a_failed_load_does_not_move_the_cursor(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.insert(*ROWS[:2])
    desk.source(source(database))
    desk.load()
    database.insert(ROWS[2])

    def broken(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "append", broken)
        with pytest.raises(OSError, match="disk is full"):
            desk.load()
    assert desk.load().landed == 2
    assert desk.rows("raw_claims").num_rows == 3


def test_another_mapping_begins_again(database: Database, desk: Desk, table: Table) -> None:
    database.insert(*ROWS)
    desk.source(source(database))
    desk.load()
    desk.source(source(database) + "title: another mapping\n")
    assert table(desk.load(), "raw_claims").read == 3


def test_a_query(database: Database, desk: Desk) -> None:
    database.insert(*ROWS)
    query = 'query: "select id, day, days, handler from claims where id <> 2;"'
    desk.source(source(database, query))
    assert desk.load().files[0].rows == 2


def test_a_query_cannot_write(database: Database, desk: Desk) -> None:
    database.insert(*ROWS)
    desk.source(source(database, 'query: "delete from claims returning *"'))
    with pytest.raises(SourceError, match="source files"):
        desk.load()
    with database.engine.connect() as connection:
        assert connection.execute(sa.text("select count(*) from claims")).scalar() == 3


def test_what_is_not_there_is_named(database: Database, desk: Desk) -> None:
    desk.source(source(database, "table: clams"))
    with pytest.raises(SourceError, match="clams"):
        desk.load()
    desk.source(source(database, "table: claims, cursor: idd"))
    with pytest.raises(SourceError, match="idd"):
        desk.load()


def test_large_results_come_in_partitions(database: Database, desk: Desk) -> None:
    database.insert(*({"id": n, "day": dt.date(2026, 1, 5), "days": 1.0 * n, "amount": n} for n in range(1, 45_001)))
    desk.source(source(database, "table: claims, cursor: id").split("facts:")[0])
    told: list[int] = []
    report = desk.load(progress=lambda what, done, total: told.append(done))
    assert report.landed == 45_000
    assert told == [20_000, 40_000, 45_000]


@pytest.mark.postgres
def test_an_error_never_shows_the_password(postgres_url: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FABLE_DATABASE", postgres_url.replace("s3cret", "wr0ng"))
    desk.source('read: {sql: "${FABLE_DATABASE}", table: claims}\nland: {table: claims}\n')
    with pytest.raises(SourceError) as caught:
        desk.load()
    assert "wr0ng" not in str(caught.value)
    assert "***" in str(caught.value)


@pytest.mark.postgres
def test_types_that_only_postgresql_has(postgres_url: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FABLE_DATABASE", postgres_url)
    desk.source("""
    read:
      sql: "${FABLE_DATABASE}"
      query: >
        select 1 as id, now() as at, '{"a": 1}'::jsonb as j, array[1,2] as l, gen_random_uuid() as u, 'x'::bytea as b
    land: {table: odd, key: [id]}
    """)
    desk.load()
    (row,) = desk.rows("raw_odd").to_pylist()
    assert row["at"].tzinfo is not None
    assert (row["j"], row["l"], len(row["u"]), row["b"]) == ('{"a": 1}', "[1, 2]", 36, b"x")


@pytest.mark.parametrize(
    "value", [3, 2.5, Decimal("1.20"), "b", dt.date(2026, 1, 1), dt.datetime(2026, 1, 1, 5, tzinfo=dt.UTC)]
)
def test_a_cursor_is_written_down_exactly(value: Any) -> None:
    assert Cursor.of(value).value == value


def test_addresses(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(address("postgresql://u:secret@h/d", desk.folder)) == "postgresql+pg8000://u:***@h/d"
    assert address("mysql://u@h/d", desk.folder).drivername == "mysql+pymysql"
    with pytest.raises(SourceError, match="not the URL of a database"):
        address("a database", desk.folder)
    with pytest.raises(SourceError, match=r"nothing\.db: no such file"):
        address("sqlite:///nothing.db", desk.folder)
    monkeypatch.delenv("FABLE_NOWHERE", raising=False)
    with pytest.raises(SourceError, match="FABLE_NOWHERE is not set"):
        address("${FABLE_NOWHERE}", desk.folder)


def test_a_server_that_does_not_answer(desk: Desk) -> None:
    desk.source('read: {sql: "postgresql://u:secret@127.0.0.1:1/d", table: t}\nland: {table: t}\n')
    with pytest.raises(SourceError, match=r"postgresql\+pg8000://u:\*\*\*@127") as caught:
        desk.load()
    assert "secret" not in str(caught.value)


def test_a_driver_that_is_not_there(desk: Desk) -> None:
    desk.source('read: {sql: "oracle://u@h/d", table: t}\nland: {table: t}\n')
    with pytest.raises(SourceError, match=r"the driver \w+ is not installed"):
        desk.load()
