"""Which version of a business case is sealed: the one that was there when the agreement was agreed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.value.cases import case
from trueup.agreements.documents import Agreement
from trueup.value.business_case import BusinessCase
from trueup.value.sealed import sealed


def agreement(version: int, effective: str, names: str | None = "claims-case", **more: Any) -> Agreement:
    return Agreement.model_validate(
        {"id": "claims", "version": version, "title": "Claims", "customer": "northwind", "effective": effective,
         "business_case": names, **more}
    )  # fmt: skip


def written(version: int, on: str, **more: Any) -> BusinessCase:
    return case(version=version, on=on, **more)


CASES = [written(1, "2025-10-01"), written(2, "2025-12-01"), written(3, "2026-03-01")]


def test_the_latest_that_was_there_is_sealed_and_stays_so() -> None:
    versions = [agreement(1, "2026-01-01"), agreement(2, "2026-06-01")]
    found = sealed(CASES, versions, dt.UTC)
    assert found is not None
    assert (found.case.version, found.agreement.version, str(found.on)) == (2, 1, "2026-01-01")


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([agreement(1, "2026-01-01", None), agreement(2, "2026-06-01")], 3),
        ([agreement(1, "2025-01-01")], None),
        ([agreement(1, "2026-01-01", "other")], None),
        ([], None),
    ],
)
def test_the_first_version_that_names_it_seals_it(versions: list[Agreement], expected: int | None) -> None:
    found = sealed(CASES, versions, dt.UTC)
    assert (found.case.version if found else None) == expected


def test_by_the_instant_where_both_are_known_to_it() -> None:
    agreed = agreement(1, "2026-02-01", agreed_at="2026-01-10T12:00:00Z")
    early = written(1, "2026-01-10", agreed_at="2026-01-10T11:00:00Z")
    late = written(2, "2026-01-10", agreed_at="2026-01-10T13:00:00Z")
    assert sealed([early, late], [agreed], dt.UTC).case.version == 1
    assert sealed([late], [agreed], dt.UTC) is None


@pytest.mark.parametrize(
    "agreed_at", ["2026-01-10T23:30:00-05:00", "2026-01-11T04:30:00Z", "2026-01-11T17:30:00+13:00"]
)
def test_the_day_that_seals_is_that_of_the_book_however_the_instant_is_written(agreed_at: str) -> None:
    agreed, york = agreement(1, "2026-02-01", agreed_at=agreed_at), ZoneInfo("America/New_York")
    found = sealed([written(1, "2026-01-10"), written(2, "2026-01-11")], [agreed], york)
    assert found is not None
    assert (found.case.version, str(found.on)) == (1, "2026-01-10")
    unsaid = agreement(1, "2026-01-10")
    assert sealed([written(1, "2026-01-05", agreed_at=agreed_at)], [unsaid], york) is not None
    assert sealed([written(1, "2026-01-05", agreed_at=agreed_at)], [unsaid], dt.UTC) is None
