"""Rows of facts as plain JSON and back: exactly the fields that a batch's digest is over, nulls left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from trueup.ledger.encoding import instant, moment
from trueup.vocabulary import LARGEST_WHOLE, LedgerError

Row = dict[str, Any]
_DECIMAL = re.compile(r"decimal(?:128|256)\((\d+), (\d+)\)")


def column_types(table: pa.Table) -> dict[str, str]:
    """The columns of a table and their Arrow types by name. LedgerError for a type that JSON cannot carry exactly."""
    for field in table.schema:
        type_of(str(field.type), field.name)
    return {field.name: str(field.type) for field in table.schema}


def type_of(name: str, column: str) -> pa.DataType:
    """The Arrow type that a name stands for. LedgerError for one that a bundle does not carry."""
    if name in _CODECS:
        return _CODECS[name][0]
    found = _DECIMAL.fullmatch(name)
    if found is None or not 0 < int(found[1]) <= 76:
        raise LedgerError(f"a bundle cannot carry columns of type {name}", where=column)
    make = pa.decimal128 if int(found[1]) <= 38 else pa.decimal256
    return make(int(found[1]), int(found[2]))


def to_plain(table: pa.Table) -> list[Row]:
    """Each row as a mapping of its fields that are not null."""
    columns = {field.name: _written(table.column(field.name), str(field.type)) for field in table.schema}
    return [
        {name: values[index] for name, values in columns.items() if values[index] is not None}
        for index in range(table.num_rows)
    ]


def _written(column: pa.ChunkedArray, kind: str) -> list[Any]:
    write = _CODECS[kind][1] if kind in _CODECS else _plain_decimal
    return [None if value is None else write(value) for value in column.to_pylist()]


def from_plain(rows: Sequence[Row], types: Mapping[str, str]) -> pa.Table:
    """The rows as a table with these columns. LedgerError for a field that does not fit, or that is no column."""
    unknown = {name for row in rows for name in row} - set(types)
    if unknown:
        raise LedgerError(f"rows have columns that their table does not: {', '.join(sorted(unknown))}")
    arrays = {name: _read((row.get(name) for row in rows), kind, name) for name, kind in types.items()}
    return pa.table(arrays) if arrays else pa.table({"none": pa.nulls(len(rows))}).select([])


def _read(values: Iterable[Any], kind: str, column: str) -> pa.Array:
    wanted = type_of(kind, column)
    read = _CODECS[kind][2] if kind in _CODECS else _decimal
    try:
        return pa.array([None if value is None else read(value) for value in values], wanted)
    except (TypeError, ValueError, ArithmeticError, pa.ArrowException, LedgerError) as wrong:
        raise LedgerError(f"a value does not fit {kind}: {str(wrong).splitlines()[0]}", where=column) from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _plain_whole(value: int) -> int | str:
    """JSON keeps whole numbers exactly up to 2^53 - 1."""
    return value if abs(value) <= LARGEST_WHOLE else str(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError(f"{value!r} is not a whole number")
    return int(value)


def _float(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return float(value)


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _plain_decimal(value: Decimal) -> str:
    return format(value, "f")


def _decimal(value: Any) -> Decimal:
    return Decimal(_text(value))


_Codec = tuple[pa.DataType, Callable[[Any], Any], Callable[[Any], Any]]
_CODECS: Mapping[str, _Codec] = {
    "string": (pa.string(), str, _text),
    "bool": (pa.bool_(), bool, _truth),
    **{f"int{size}": (kind, _plain_whole, _whole) for size, kind in
       ((8, pa.int8()), (16, pa.int16()), (32, pa.int32()), (64, pa.int64()))},
    "double": (pa.float64(), float, _float),
    "date32[day]": (pa.date32(), dt.date.isoformat, lambda value: dt.date.fromisoformat(_text(value))),
    "timestamp[us, tz=UTC]": (pa.timestamp("us", tz="UTC"), instant, lambda value: moment(_text(value))),
    "timestamp[us]": (
        pa.timestamp("us"),
        lambda value: value.isoformat(timespec="microseconds"),
        lambda value: dt.datetime.fromisoformat(_text(value)),
    ),
    "binary": (pa.binary(), bytes.hex, lambda value: bytes.fromhex(_text(value))),
}  # fmt: skip
