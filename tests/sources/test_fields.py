"""The language of a mapping, read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from trueup.sources.fields import (
    Choice,
    Column,
    Constant,
    Day,
    LookUp,
    Scaled,
    Switch,
    Template,
    Time,
    read_field,
)


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ("actual_result", Column("actual_result")),
        ("2026-01-31", Constant("2026-01-31")),
        (0.5, Constant(0.5)),
        (None, Constant(None)),
        ({"value": "x"}, Constant("x")),
        ("{a}/{ b |slug}", Template(((Column("a"), ()), "/", (Column("b"), ("slug",))))),
        ({"from": "c", "Over Target": "up"}, Switch(Column("c"), (("Over Target", "up"),), ("refuse",))),
        ({"from": "c", "a": 1, "else": "keep"}, Switch(Column("c"), (("a", 1),), ("keep",))),
        ({"from": "c", "cases": {"else": 1}, "else": None}, Switch(Column("c"), (("else", 1),), ("value", None))),
        ({"date": "d", "format": "%d/%m/%Y"}, Day(Column("d"), ("%d/%m/%Y",))),
        ({"date": ["a", "b"]}, Day(Choice("first", (Column("a"), Column("b"))), ())),
        ({"time": "t", "zone": "Europe/Berlin"}, Time(Column("t"), (), "Europe/Berlin")),
        ({"number": "n", "in": "million"}, Scaled(Column("n"), Decimal(10**6))),
        ({"number": "n", "in": 0.01}, Scaled(Column("n"), Decimal("0.01"))),
        ({"first": ["a", 0]}, Choice("first", (Column("a"), Constant(0)))),
        ({"look_up": "x", "in": "other", "by": "id"}, LookUp(Column("x"), "other", (("id", "id"),), "first", None)),
    ],
)
def test_a_field_is_read(raw: Any, field: Any) -> None:
    assert read_field(raw) == field


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("", "names no column"),
        ("{a", "brace without its partner"),
        ("{a|slugg}", "did you mean 'slug'"),
        (["a", "b"], "{first: [...]}"),
        ({"form": "c"}, "did you mean 'from'"),
        ({"from": "c"}, "at least one"),
        ({"from": "c", "a": [1]}, "plain value"),
        ({"date": "d", "format": "dd/mm"}, "not a date format"),
        ({"date": "d", "format": "%Q"}, "not a date format"),
        ({"date": "d", "grian": "month"}, "unknown key 'grian'"),
        ({"time": "t", "zone": "Europe/Berln"}, "did you mean 'Europe/Berlin'"),
        ({"number": "n", "in": "lakh"}, "one of thousand, million"),
        ({"first": "a"}, "takes a list"),
        ({"look_up": "x", "in": "other"}, "needs `by`"),
        ({"look_up": "x", "in": "other", "by": "id", "pick": "any"}, "one of first, last, min, max"),
    ],
)
def test_a_wrong_field_says_what_to_write(raw: Any, words: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        read_field(raw)
    assert words in str(caught.value)
