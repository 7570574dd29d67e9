"""A fee rests on what was caused where that was agreed on in time, and on nothing that was chosen after the result."""

from __future__ import annotations

import pytest

from tests.value.attribution import contract
from trueup.scorecard.value_attribution import attributed
from trueup.scorecard.value_settle import draw_up, settlement
from trueup.vocabulary import Grade, InputError

PRICING = {"share": "0.2", "settle": "quarter", "use": "expected"}
CONTROL = {"method": "control", "control": {"segment": "south"}}
MOMENT = {"as_of": "2026-07-10", "known_at": "2026-10-01T00:00:00+00:00"}


def test_what_would_have_come_anyway_is_not_shared(tmp_path):
    # everybody improved by 2 days, the treated by 1 more: 10,000 a day and month
    rows = contract.observations(contract.series(-1, -2))
    said = contract.documents(CONTROL, agreement_pricing=PRICING)
    with contract.opened(tmp_path / "caused", said, rows) as book, book.values(**MOMENT) as values:
        found = settlement(values, None, "2026-Q1")
        promise = values.promise("claims", "cycle-time")
        caused = attributed(values, promise, "claims").sum(found.period, Grade.reported)
    assert [line.basis for line in found.value] == ["attributed"]
    assert found.counted == pytest.approx(30_000, rel=0.25)
    assert float(found.counted) == pytest.approx(float(caused.expected), abs=0.01)
    said = contract.documents(None, agreement_pricing=PRICING)
    with contract.opened(tmp_path / "came", said, rows) as book, book.values(**MOMENT) as values:
        before_after = settlement(values, None, "2026-Q1")
    assert [line.basis for line in before_after.value] == ["realised"]
    assert before_after.counted > 2 * found.counted


def test_a_control_that_was_chosen_after_the_result_settles_nothing(tmp_path):
    rows = contract.observations(contract.series(-1, -2))
    late = contract.documents(CONTROL, agreement_pricing=PRICING, agreement_agreed_at="2026-08-01T00:00:00Z")
    with (
        contract.opened(tmp_path, late, rows) as book,
        book.values(**MOMENT) as values,
        pytest.raises(InputError, match="the method was chosen after the result was known") as refused,
    ):
        draw_up(values, None, "2026-Q1")
    assert "until then the provisional fee holds" in str(refused.value)
