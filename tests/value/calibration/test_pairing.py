"""Only what is over is scored; what is left out is counted."""

from __future__ import annotations

import datetime as dt

from tests.value.calibration.made import REPORTED, VERIFIED, came, issued, month
from trueup.value.calibration.pairing import counted, pair

AS_OF = dt.date(2025, 6, 1)


def test_what_is_over_is_paired_and_the_rest_is_counted() -> None:
    rows = [
        (issued("over", 0), came(1.0, 0)),
        (issued("open", 4), None),
        (issued("silent", 0), None),
        (issued("fought", 0), came(1.0, 0, disputed=True)),
    ]
    found = pair(rows, AS_OF)
    assert [each.issued.subject.cluster for each in found.pairs] == ["over"]
    counts = counted(found.rows)
    assert (counts.issued, counts.over, counts.open, counts.unknown, counts.disputed) == (4, 1, 1, 1, 1)
    assert counts.first_answer == month(7)


def test_the_due_day_itself_is_not_over() -> None:
    told = issued("a", 0)
    assert pair([(told, came(1.0, 0))], told.for_date).pairs == ()
    assert len(pair([(told, came(1.0, 0))], told.for_date + dt.timedelta(days=1)).pairs) == 1


def test_what_was_settled_early_is_over() -> None:
    told = issued("a", 0, for_date=dt.date(2030, 1, 1))
    assert len(pair([(told, came(1.0, 0))], AS_OF).pairs) == 1


def test_at_a_grade_only_evidence_of_that_grade_tells() -> None:
    rows = [(issued("a"), came(1.0, grade=REPORTED)), (issued("b"), came(0.0, grade=VERIFIED))]
    found = pair(rows, AS_OF, VERIFIED)
    assert [each.issued.subject.cluster for each in found.pairs] == ["b"]
    assert counted(found.rows).unknown == 1
