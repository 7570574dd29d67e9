"""Documents are known by a digest that depends on nothing but what they state."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import pytest
from pydantic import ValidationError

from trueup.vocabulary import Document, Number, PeriodText, Slice, SliceKeys


class Sample(Document):
    kind: Literal["sample"] = "sample"
    amount: Number = Decimal(1)
    period: PeriodText | None = None
    slice: SliceKeys = Slice()


def sample(**keys: object) -> Sample:
    return Sample.model_validate({"id": "a", **keys})


@pytest.mark.parametrize("spelling", ["5", "5.0", "5.00", 5, 5.0, "5E0"])
def test_one_number_has_one_digest(spelling: object) -> None:
    assert sample(amount=spelling).digest == sample(amount=Decimal(5)).digest


@pytest.mark.parametrize("spelling", ["0", "-0", "0.00", "0E+3"])
def test_zero_is_zero(spelling: str) -> None:
    assert sample(amount=spelling).body["amount"] == "0"


def test_large_and_small_numbers_keep_every_digit() -> None:
    assert sample(amount="1E+3").body["amount"] == "1000"
    assert sample(amount="0.000000123456789012345").body["amount"] == "0.000000123456789012345"


def test_a_default_written_out_changes_nothing() -> None:
    assert sample(version=1, amount=1).digest == sample().digest


def test_the_body_reads_back_to_the_same_document() -> None:
    document = sample(period="2026-01-01/2026-02-01", slice={"provider": "acme"}, amount="2.50")
    assert Sample.model_validate(document.body) == document


@pytest.mark.parametrize("keys", [{"amount": "NaN"}, {"amount": "Infinity"}, {"colour": "red"}, {"id": "no spaces"}])
def test_what_has_no_meaning_is_refused(keys: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        sample(**keys)
