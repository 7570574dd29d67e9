"""How long an answer holds."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from trueup.horizons.cadence import Cadence

CADENCE: TypeAdapter[int] = TypeAdapter(Cadence)


@pytest.mark.parametrize(("text", "days"), [("90d", 90), ("13w", 91), (" 1 D ", 1), (7, 7)])
def test_days_and_weeks(text: object, days: int) -> None:
    assert CADENCE.validate_python(text) == days


@pytest.mark.parametrize("text", ["quarterly", "0d", "-3d", "3m", "1.5d", "", "400000d", 4000])
def test_all_else_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        CADENCE.validate_python(text)


def test_it_is_written_in_days() -> None:
    assert CADENCE.dump_json(91) == b'"91d"'
