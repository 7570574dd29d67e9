"""Small documents and series for the tests of this folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from trueup.agreements.assess import assess_agreement
from trueup.agreements.documents import Agreement
from trueup.agreements.judge import Rules
from trueup.agreements.outlook import Outlook, Sides, Statistics
from trueup.agreements.promise import Promise, promise_of
from trueup.agreements.results import AgreementResult
from trueup.book.documents import Thresholds
from trueup.kpis.documents import Kpi
from trueup.kpis.series import Series
from trueup.vocabulary import Grade, Grain, Moment, Slice, add_months

RULES = Rules(currency="EUR", thresholds=Thresholds())


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def kpi(direction: str = "decrease", *, id: str = "cycle", unit: str = "day", grain: str = "month", **more: Any) -> Kpi:
    return Kpi.model_validate(
        {"id": id, "name": id.capitalize(), "unit": unit, "direction": direction, "grain": grain, "entered": True}
        | more
    )


def objective(**more: Any) -> dict[str, Any]:
    base = {
        "id": "cycle-time",
        "kpi": "cycle",
        "baseline": {"actual": 12},
        "target": 5,
        "from": "2026-01-01",
        "due": "2026-12-31",
    }
    return {key: value for key, value in (base | more).items() if value is not None}


def agreement(*objectives: Mapping[str, Any], **more: Any) -> Agreement:
    base = {
        "id": "claims",
        "title": "Claims",
        "customer": "northwind",
        "providers": ["acme"],
        "observer": "assay",
        "effective": "2026-01-01",
        "objectives": list(objectives),
    }
    return Agreement.model_validate(base | more)


def promise(
    direction: str = "decrease", *, as_of: str = "2030-01-01", grain: str = "month", unit: str = "day", **more: Any
) -> Promise:
    pact = agreement(objective(**more))
    return promise_of(pact, pact.objectives[0], kpi(direction, grain=grain, unit=unit), Moment(day(as_of)))


def months(first: str, count: int) -> tuple[list[dt.date], list[dt.date]]:
    start = day(first)
    return [add_months(start, k) for k in range(count)], [add_months(start, k + 1) for k in range(count)]


def series(
    values: Sequence[float],
    first: str = "2026-01-01",
    *,
    kpi: str = "cycle",
    grades: Sequence[Grade] | Grade = Grade.reported,
    by: str | None = "acme",
    stderr: float | Sequence[float] = np.nan,
    n: float | Sequence[float] = np.nan,
    low: Sequence[float] | None = None,
    high: Sequence[float] | None = None,
    at: tuple[Sequence[dt.date], Sequence[dt.date]] | None = None,
    slice: Slice | None = None,
    grain: Grain = Grain.month,
) -> Series:
    """Monthly actuals from `first`; None in `values` leaves a gap."""
    starts, ends = at or months(first, len(values))
    keep = [index for index, value in enumerate(values) if value is not None]
    size = len(keep)

    def column(what: Any, kind: Any = np.float64) -> Any:
        whole = np.broadcast_to(np.asarray(what, dtype=kind), (len(values),))
        return whole[keep].copy()

    actual = np.array([values[index] for index in keep], dtype=np.float64)
    return Series(
        kpi=kpi,
        slice=slice or Slice(),
        grain=grain,
        start=np.array([starts[index] for index in keep], dtype="datetime64[D]"),
        end=np.array([ends[index] for index in keep], dtype="datetime64[D]"),
        value=actual,
        n=column(n),
        stderr=column(stderr),
        grade=column(grades, np.int8),
        by=(by,) * size,
        low=actual.copy() if low is None else column(low),
        high=actual.copy() if high is None else column(high),
    )


def assess(
    versions: Agreement | Sequence[Agreement],
    evidence: Series | Sequence[Series],
    as_of: str,
    *,
    kpis: Sequence[Kpi] | None = None,
    grade: Grade = Grade.reported,
    outlooks: Mapping[tuple[str, int, Grade], Outlook] | None = None,
    sides: Mapping[tuple[str, int, Grade], Sides] | None = None,
    known_at: dt.datetime | None = None,
    **more: Any,
) -> AgreementResult:
    pacts = [versions] if isinstance(versions, Agreement) else list(versions)
    found = [evidence] if isinstance(evidence, Series) else list(evidence)
    return assess_agreement(
        pacts,
        {each.id: each for each in kpis or [kpi()]},
        {(each.kpi, each.slice): each for each in found},
        Statistics(outlooks=outlooks or {}, sides=sides or {}),
        moment=Moment(day(as_of), known_at),
        grade=grade,
        **({"rules": RULES} | more),
    )
