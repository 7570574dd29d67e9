"""A small book whose fee is worked out by hand: value of 100 for each contract renewed in a quarter, target 1,000."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.stories import run

BOOK: dict[str, Any] = {
    "kind": "book",
    "id": "mill",
    "name": "Mill Paper",
    "currency": "EUR",
    "parties": [
        {"id": "mill", "name": "Mill Paper", "role": "customer"},
        {"id": "gear", "name": "Gear Systems", "role": "provider"},
        {"id": "cog", "name": "Cog Works", "role": "provider"},
        {"id": "lens", "name": "Lens Audit", "role": "observer"},
    ],
}
KPI: dict[str, Any] = {
    "kind": "kpi", "id": "renewed", "name": "Contracts renewed", "unit": "count", "direction": "increase",
    "grain": "quarter", "aggregate": "sum", "entered": True, "owner": "mill",
    "measurement": {"by": "mill", "verified_by": "lens", "rule": "contracts signed in the quarter"},
}  # fmt: skip
QUALITY: dict[str, Any] = {
    "kind": "kpi", "id": "quality", "name": "Quality", "unit": "%", "direction": "increase", "grain": "month",
    "aggregate": "mean", "entered": True,
}  # fmt: skip
PRICING: dict[str, Any] = {
    "base": 100, "target": 1000, "share": "0.2", "share_loss": "0.1", "deadband": "0.1", "floor": 40, "cap": 300,
    "settle": "quarter", "use": "expected", "provisional": {"amount": 30, "per": "month", "to": "gear"},
}  # fmt: skip
AGREEMENT: dict[str, Any] = {
    "kind": "agreement",
    "id": "press",
    "title": "New press",
    "customer": "mill",
    "providers": ["gear"],
    "observer": "lens",
    "effective": "2026-01-01",
    "objectives": [
        {
            "id": "renewals", "kpi": "renewed", "baseline": {"actual": 0}, "target": 10, "due": "2026-12-31",
            "from": "effective", "value": {"per_unit": 100, "per": "quarter", "until": "2027-01-01"},
            "evidence": "attested", "owner": "mill",
        }
    ],
}  # fmt: skip
ATTESTED: dict[str, Any] = {
    "kind": "attestation", "id": "q1", "by": "lens", "at": "2026-04-10T09:00:00Z", "agreement": "press",
    "evidence": [{"kpi": "renewed", "period": "2026-01-01/2026-04-01"}], "statement": "Counted.",
}  # fmt: skip
DISPUTED: dict[str, Any] = {
    "kind": "dispute", "id": "two-more", "by": "gear", "at": "2026-04-11T09:00:00Z",
    "evidence": {"kpi": "renewed", "period": "2026-01-01/2026-04-01"}, "counter": 15, "reason": "Two were left out.",
}  # fmt: skip
ANSWERED = {
    **DISPUTED, "version": 2, "agreed_at": "2026-06-20T09:00:00Z",
    "answer": {"by": "lens", "at": "2026-06-20T09:00:00Z", "finding": "upheld"},
}  # fmt: skip
FACTS: dict[str, Any] = {
    "observations": [{"kpi": "renewed", "period": "2026-Q1", "actual": 13, "reported_by": "mill"}],
}


def agreement(pricing: Mapping[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """The agreement with other terms."""
    found = copy.deepcopy(AGREEMENT) | {"pricing": {**PRICING, **(pricing or {})}}
    found["pricing"] = {key: value for key, value in found["pricing"].items() if value is not None}
    return found | changes


def write(folder: Path, *documents: Mapping[str, Any], facts: Mapping[str, Any] | None = None) -> Path:
    """A book folder with the documents given beside book and KPIs, and its facts."""
    story = {"documents": [BOOK, KPI, QUALITY, *map(dict, documents)], "facts": dict(facts or FACTS)}
    run.write(story, folder)
    return folder
