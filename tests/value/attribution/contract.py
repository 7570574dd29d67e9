"""An outcome contract with its actuals: cycle time of claims by region, before and after a new platform went live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from tests.stories.run import write
from trueup.scorecard.opened import OpenBook, open_book
from trueup.vocabulary import add_months

LIVE = dt.date(2026, 1, 1)
REGIONS = ("north", "south", "east", "west", "coast", "hills", "lakes")
"""The first is where the platform went live."""


def documents(attribution: Mapping[str, Any] | None, **changes: Any) -> list[dict[str, Any]]:
    """The book; `changes` are keys of the objective, or of the agreement where they begin with `agreement_`."""
    objective: dict[str, Any] = {
        "id": "cycle-time",
        "kpi": "cycle",
        "slice": {"segment": "north"},
        "baseline": {"actual": 12, "period": "2025-01-01/2026-01-01"},
        "target": 9,
        "from": LIVE.isoformat(),
        "due": "2026-08-31",
        "tolerance": 1,
        "value": {"per_unit": 10000, "per": "month", "until": "2027-01-01"},
    }
    agreement: dict[str, Any] = {
        "kind": "agreement",
        "id": "claims",
        "title": "New claims platform",
        "project": "platform",
        "customer": "northwind",
        "providers": ["acme"],
        "observer": "assay",
        "effective": LIVE.isoformat(),
        "objectives": [objective],
        "costs": [{"what": "fee", "party": "acme", "amount": 100000, "date": LIVE.isoformat()}],
    }
    if attribution is not None:
        objective["attribution"] = dict(attribution)
    for key, value in changes.items():
        place = agreement if key.startswith("agreement_") else objective
        place[key.removeprefix("agreement_")] = value
    parties = [("northwind", "customer"), ("acme", "provider"), ("sint", "provider"), ("assay", "observer")]
    return [
        {
            "kind": "book",
            "id": "northwind",
            "name": "Northwind Insurance",
            "currency": "EUR",
            "parties": [{"id": name, "name": name.title(), "role": role} for name, role in parties],
        },
        {"kind": "kpi", "id": "cycle", "name": "Claim cycle time", "unit": "day", "direction": "decrease",
         "grain": "month", "entered": True},
        agreement,
    ]  # fmt: skip


def series(effect: float, everywhere: float, *, before: int = 24, after: int = 8, seed: int = 1) -> dict[str, Any]:
    """Actuals by region: about 12 days, a common wave, `everywhere` for all after the start, `effect` for the first."""
    rng = np.random.default_rng(seed)
    months = np.arange(before + after)
    wave = 0.4 * np.sin(2 * np.pi * months / 12)
    live = months >= before
    found = {}
    for number, region in enumerate(REGIONS):
        own = 12 + 0.3 * number + wave + rng.normal(0, 0.15, before + after) + everywhere * live
        found[region] = own + (effect * live if number == 0 else 0.0)
    return found


def observations(found: Mapping[str, Any], *, before: int = 24, **more: Any) -> list[dict[str, Any]]:
    """One actual a region and month, reported by the customer."""
    rows = []
    for region, values in found.items():
        for index, value in enumerate(values):
            month = add_months(LIVE, index - before)
            rows.append({
                "kpi": "cycle", "period": f"{month:%Y-%m}", "segment": region, "actual": round(float(value), 3),
                "reported_by": "northwind", **more,
            })  # fmt: skip
    return rows


def book(folder: Path, said: list[dict[str, Any]], rows: list[dict[str, Any]]) -> Path:
    """The folder with documents and facts."""
    folder.mkdir(parents=True, exist_ok=True)
    write({"documents": yaml.safe_load(yaml.safe_dump(said)), "facts": {"observations": rows}}, folder)
    return folder


def opened(folder: Path, said: list[dict[str, Any]], rows: list[dict[str, Any]]) -> OpenBook:
    """The same, open."""
    return open_book(book(folder, said, rows))
