from __future__ import annotations

from decimal import Decimal

import pytest

from trueup.delivery.documents import Calendar
from trueup.sources.plans.lengths import Lengths

LENGTHS = Lengths.of(Calendar())


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("43d", "43d"), ("1d 4h", "12h"), ("5h", "5h"), ("0", "0d"), ("2w", "10d"), ("2w 3d", "13d"),
        ("-2w 4d", "-14d"), ("5 days?", "5d"), ("3 wks", "15d"), ("1 mon", "20d"), ("90 min", "1.5h"),
        ("2 edays", "2ed"), ("1 ewk", "7ed"), ("6 ehrs", "6eh"), ("2,5 d", "2.5d"), ("3 uur", "3h"), ("+2d", "2d"),
    ],
)  # fmt: skip
def test_lengths_as_tools_write_them(words: str, read: str) -> None:
    found = LENGTHS.read(words)
    assert found is not None
    assert str(found) == read


@pytest.mark.parametrize("words", ["", "soon", "3 lunes", "4d of work", "1ed 2h", "--2d"])
def test_what_is_no_length_is_none(words: str) -> None:
    assert LENGTHS.read(words) is None


def test_a_day_is_as_long_as_the_calendar_says() -> None:
    long_days = Lengths(Decimal(16), 7)
    assert str(long_days.read("1d 4h")) == "20h"
    assert str(long_days.read("1w")) == "7d"
    assert long_days.days(long_days.read("8h") or LENGTHS.read("0")) == Decimal("0.5")  # type: ignore[arg-type]
