"""A book with planted over-confidence: figures that stand above their targets until just before they are due.

Five agreements of two objectives each, in force from February 2025, due in June to October 2025: from 80 to 95 was
promised. Until the month before, every figure stands about 97, so everybody, Trueup too, takes the targets for as good
as hit. Then they fall to 90: nothing is hit, and two thirds of what was promised has come.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tests.stories.run import write
from trueup.facts import FactStore
from trueup.facts.tables import OBSERVATIONS

AS_OF = "2025-11-01"
FIRST_DUE = 17
"""June 2025 is the 18th month from January 2024."""
PROVIDERS = ("acme", "sint")


def story(*, agreements: int = 5, falls: bool = True, before: int = 0, seed: int = 3) -> dict[str, Any]:
    """The book as a story: documents, and facts that became known the day after each month.

    Without a fall everything is due in March 2026. `before` are months of history before 2024.
    """
    rng, numbers = np.random.default_rng(seed), range(agreements)
    documents = [_book(), *(_kpi(name) for n in numbers for name in kpis(n)), *(_agreement(n, falls) for n in numbers)]
    rows = [row for n in numbers for name in kpis(n) for row in _rows(name, n, rng, falls, before)]
    return {"title": "planted over-confidence", "documents": documents, "facts": {"observations": rows}, "asks": []}


def kpis(agreement: int) -> list[str]:
    return [f"k{agreement}x", f"k{agreement}y"]


def month(number: int) -> dt.date:
    return dt.date(2024 + number // 12, number % 12 + 1, 1)


def due(agreement: int, falls: bool) -> dt.date:
    return month(FIRST_DUE + agreement + 1 if falls else 27) - dt.timedelta(days=1)


def planted(folder: Path, **more: Any) -> Path:
    """The book in a folder, with its facts."""
    write(story(**more), folder)
    return folder


def _book() -> dict[str, Any]:
    roles = {"northwind": "customer", "acme": "provider", "sint": "provider"}
    parties = [{"id": name, "name": name.title(), "role": role} for name, role in roles.items()]
    return {"kind": "book", "id": "planted", "name": "Planted", "currency": "EUR", "parties": parties}


def _kpi(name: str) -> dict[str, Any]:
    return {"kind": "kpi", "id": name, "name": name, "unit": "%", "direction": "increase", "grain": "month",
            "entered": True}  # fmt: skip


def _agreement(number: int, falls: bool) -> dict[str, Any]:
    objectives = [
        {"id": name, "kpi": name, "baseline": {"actual": 80}, "target": 95, "from": "effective",
         "due": str(due(number, falls))}
        for name in kpis(number)
    ]  # fmt: skip
    return {"kind": "agreement", "id": f"a{number}", "title": f"Agreement {number}", "customer": "northwind",
            "providers": [PROVIDERS[number % 2]], "effective": "2025-02-01", "objectives": objectives}  # fmt: skip


def _rows(name: str, agreement: int, rng: np.random.Generator, falls: bool, before: int) -> list[dict[str, Any]]:
    fall = FIRST_DUE + agreement - 1 if falls else 99
    return [
        {"kpi": name, "period": f"{month(number):%Y-%m}", "reported_by": "northwind",
         "actual": round((90.0 if number >= fall else 97.0) + 0.4 * float(rng.standard_normal()), 3)}
        for number in range(-before, 22)
    ]  # fmt: skip


def facts_of(folder: Path) -> pa.Table:
    """The observations as they were written, with when they became known."""
    with FactStore.open(folder) as store, store.snapshot() as snapshot:
        names = [*(column.name for column in OBSERVATIONS.columns), "recorded_at"]
        return snapshot.collect(snapshot.latest("observations").select(*names))
