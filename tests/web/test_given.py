"""What programs send."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from trueup.web.given import Day, Instant


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_have_no_day_before_or_after_and_are_refused(text: str) -> None:
    for kind, said in ((Day, text), (Instant, f"{text}T00:00:00Z")):
        with pytest.raises(ValidationError, match="end of the calendar"):
            TypeAdapter(kind).validate_python(said)


@pytest.mark.parametrize("text", ["0002-01-01", "9998-12-31"])
def test_any_other_day_is_a_day(text: str) -> None:
    assert TypeAdapter(Day).validate_python(text).isoformat() == text
    assert TypeAdapter(Instant).validate_python(f"{text}T00:00:00Z").date().isoformat() == text
