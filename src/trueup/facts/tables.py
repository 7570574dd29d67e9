"""The fact tables: what a row of each is, which columns it has, and what makes two rows the same fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from trueup.vocabulary import FactError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

MOMENT = pa.timestamp("us", tz="UTC")
MONEY = pa.decimal128(20, 4)
RAW = "raw_"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, Arrow type, whether it may be null, and whether its text must be JSON."""

    name: str
    type: pa.DataType
    nullable: bool = True
    json: bool = False


@dataclass(frozen=True, slots=True)
class FactTable:
    """A fact table. `key` names the columns whose equal values (null equals null) are one and the same fact."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def schema(self) -> pa.Schema:
        """Schema of a stored row: the table's columns in order, then the store's."""
        return pa.schema([field_of(column) for column in (*self.columns, *STORE_COLUMNS)])


def field_of(column: Column) -> pa.Field:
    """The Arrow field of a column."""
    return pa.field(column.name, column.type, nullable=column.nullable)


def _texts(names: str, *, required: bool = False) -> tuple[Column, ...]:
    return tuple(Column(name, pa.string(), nullable=not required) for name in names.split())


def _days(names: str, *, required: bool = True) -> tuple[Column, ...]:
    return tuple(Column(name, pa.date32(), nullable=not required) for name in names.split())


# `recorded_at` and `source_ref` may come with the rows; the rest only the store writes.
STORE_COLUMNS = (
    *_texts("book batch", required=True),
    Column("recorded_at", MOMENT, nullable=False),
    *_texts("source", required=True),
    *_texts("source_ref"),
    Column("seq", pa.int64(), nullable=False),
)
GIVEN = ("recorded_at", "source_ref")

OBSERVATIONS = FactTable(
    "observations",
    (
        *_texts("kpi", required=True),
        *_days("period_start period_end"),
        *_texts("stage phase project provider segment"),
        Column("actual", pa.float64()),
        Column("n", pa.int64()),
        Column("stderr", pa.float64()),
        *_texts("reported_by", required=True),
        *_texts("claim missing_reason"),
    ),
    key=("kpi", "period_start", "period_end", "stage", "phase", "project", "provider", "segment", "reported_by"),
)
TARGETS = FactTable(
    "targets",
    (
        *_texts("kpi", required=True),
        *_days("period_start period_end"),
        *_texts("project provider"),
        Column("target_low", pa.float64()),
        Column("target_high", pa.float64()),
        *_texts("direction"),
    ),
    key=("kpi", "period_start", "period_end", "project", "provider"),
)
TOUCHPOINTS = FactTable(
    "touchpoints",
    (
        *_texts("touchpoint", required=True),
        Column("at", MOMENT, nullable=False),
        *_texts("customer actor counterparty journey step channel kind result"),
        Column("properties", pa.string(), json=True),
    ),
    key=("touchpoint",),
)
RESPONSES = FactTable(
    "responses",
    (
        *_texts("survey wave respondent", required=True),
        *_texts("customer"),
        Column("segment_keys", pa.string(), json=True),
        *_texts("outcome", required=True),
        Column("importance", pa.int8()),
        Column("satisfaction", pa.int8()),
        Column("weight", pa.float64()),
        Column("answered_at", MOMENT, nullable=False),
    ),
    key=("survey", "wave", "respondent", "outcome"),
)
PROGRESS = FactTable(
    "progress",
    (
        *_texts("plan activity", required=True),
        *_days("status_date"),
        *_days("actual_start actual_finish", required=False),
        Column("percent", pa.float64()),
        Column("actual_cost", MONEY),
        Column("remaining_days", pa.float64()),
        *_texts("reported_by", required=True),
    ),
    key=("plan", "activity", "status_date", "reported_by"),
)
TRANSACTIONS = FactTable(
    "transactions",
    (
        *_texts("customer", required=True),
        Column("at", MOMENT, nullable=False),
        Column("amount", MONEY, nullable=False),
        *_texts("kind"),
    ),
    key=("customer", "at", "kind", "source", "source_ref"),
)
PAYMENTS = FactTable(
    "payments",
    (
        *_texts("agreement", required=True),
        *_days("period_start period_end"),
        *_texts("payer payee"),
        *_texts("kind", required=True),
        *_texts("plan what"),
        Column("amount", MONEY, nullable=False),
        *_texts("currency", required=True),
        *_days("dated", required=False),
        *_texts("ref", required=True),
    ),
    # Its day, its amount and who pays may be corrected; its number, and whose number it is, say which one it is.
    key=("agreement", "kind", "plan", "payee", "what", "ref"),
)
ANSWERS = FactTable(
    "answers",
    (
        *_texts("stakeholders horizon criterion", required=True),
        *_texts("item person"),
        Column("value", pa.float64(), nullable=False),
        Column("n", pa.int64()),
        Column("stderr", pa.float64()),
        *_days("answered_on"),
        *_texts("reported_by", required=True),
        *_texts("who note ref"),
    ),
    key=("stakeholders", "criterion", "item", "person", "reported_by", "answered_on"),
)
EFFORTS = FactTable(
    "efforts",
    (
        *_texts("stakeholders horizon party", required=True),
        *_days("spent_on"),
        Column("hours", pa.float64()),
        Column("amount", MONEY),
        *_texts("currency what"),
        *_texts("ref", required=True),
    ),
    key=("stakeholders", "horizon", "party", "spent_on", "ref"),
)
DOCUMENTS = FactTable(
    "documents",
    (
        *_texts("kind id", required=True),
        Column("version", pa.int32(), nullable=False),
        Column("body", pa.string(), nullable=False, json=True),
        *_texts("digest", required=True),
    ),
    key=("kind", "id", "version"),
)

TABLES = {
    table.name: table
    for table in (
        OBSERVATIONS,
        TARGETS,
        TOUCHPOINTS,
        RESPONSES,
        PROGRESS,
        TRANSACTIONS,
        PAYMENTS,
        ANSWERS,
        EFFORTS,
        DOCUMENTS,
    )
}


def is_raw(name: str) -> bool:
    """Whether the table holds what a source landed, as the source has it."""
    return name.startswith(RAW)


def fact_table(name: str) -> FactTable:
    """The typed table called `name`. Raises FactError, with a suggestion, when there is none."""
    if name not in TABLES:
        raise no_such_table(name, TABLES)
    return TABLES[name]


def no_such_table(name: str, known: Iterable[str]) -> FactError:
    """The error that a question to an unknown table deserves."""
    names = sorted(known)
    hint = did_you_mean(name, names)
    return FactError(f"no fact table is called {name!r}", do=hint or f"tables: {', '.join(names)}")


def raw_table(name: str, schema: pa.Schema, row_key: Iterable[str]) -> FactTable:
    """The table a source landed, from its landed columns. Without a row key, `source_ref` is the key."""
    own = tuple(Column(field.name, field.type) for field in schema if field.name not in STORE_NAMES)
    return FactTable(name, own, tuple(row_key) or ("source", "source_ref"))


STORE_NAMES = frozenset(column.name for column in STORE_COLUMNS)
