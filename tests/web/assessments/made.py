"""Results of any shape that their types allow."""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import BaseModel

from trueup.vocabulary import Grade, Period, Slice

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    bool: st.booleans(),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    dt.date: DAYS,
    dt.datetime: st.datetimes(timezones=st.just(dt.UTC)),
    # Money in minor units, up to what a JSON number keeps (RFC 8785, appendix D).
    Decimal: st.decimals(-(10**12), 10**12, places=2, allow_nan=False, allow_infinity=False),
    Grade: st.sampled_from(Grade),
    Slice: st.builds(Slice, *(st.none() | TEXT for _ in range(5))),
    Period: st.builds(lambda day, days: Period(day, day + dt.timedelta(days)), DAYS, st.integers(1, 400)),
    types.NoneType: st.none(),
}


def of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type of the scorecard."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin is Annotated:
        return of(parts[0])
    make = {Literal: st.sampled_from, Union: _either, types.UnionType: _either, dict: _maps, tuple: _tuples}.get(origin)
    return make(parts) if make else _built(kind)


def _either(parts: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.one_of(*map(of, parts))


def _maps(parts: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.dictionaries(of(parts[0]), of(parts[1]), max_size=3)


def _tuples(parts: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        return st.lists(of(parts[0]), max_size=2).map(tuple)
    return st.tuples(*map(of, parts))


def _built(kind: Any) -> st.SearchStrategy[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return st.builds(kind, **{name: of(field.annotation) for name, field in kind.model_fields.items()})
    assert is_dataclass(kind), kind
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: of(hints[field.name]) for field in fields(kind)})
