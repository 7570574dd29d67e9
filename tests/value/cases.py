"""Business cases that tests put together."""

from __future__ import annotations

from typing import Any

from trueup.value.business_case import BusinessCase

TEI: dict[str, Any] = {
    # Forrester, The Total Economic Impact of SalesLoft, p. 19: 10 % a year, risk-adjusted amounts
    "id": "tei",
    "title": "The published study",
    "party": "buyer",
    "on": "2026-01-01",
    "currency": "USD",
    "rate": 0.1,
    "start": "2026-01-01",
    "years": 3,
    "benefits": [{"id": "all", "flows": [0, 1606511, 3061331, 4229760]}],
    "costs": [{"id": "all-costs", "flows": [53150, 666715, 636772, 647783]}],
}
DRIVEN: dict[str, Any] = {
    "id": "claims-case",
    "title": "Faster claims",
    "party": "northwind",
    "on": "2025-12-01",
    "rate": "0.08",
    "start": "2026-01-01",
    "years": 3,
    "benefits": [
        {
            "id": "handlers",
            "title": "Handlers' time",
            "objective": "cycle-time",
            "driver": "time_saved",
            "inputs": {"people": 100, "hours": 2, "weeks": 46, "cost_per_hour": 50, "recaptured": "0.5"},
            "adoption": ["0.4", "0.8", 1],
            "risk": "0.1",
        },
        {
            "id": "errors",
            "objective": "errors",
            "driver": "cost_avoided",
            "inputs": {"volume": 1000, "cost_before": 120, "cost_after": 20},
        },
    ],
    "costs": [
        {"id": "licence", "flows": [0, 100000, 100000, 100000], "risk": "0.05"},
        {
            "id": "training",
            "driver": "effort",
            "inputs": {"people": 100, "days": 2, "cost_per_day": 400},
            "in_years": [0],
        },
    ],
    "scenarios": [
        {
            "id": "slow",
            "title": "Slow take-up",
            "set": {"handlers.adoption": ["0.2", "0.5", "0.8"], "handlers.hours": 1, "rate": "0.1"},
        }
    ],
}


def case(base: dict[str, Any] = DRIVEN, **changes: Any) -> BusinessCase:
    """A case with some keys changed."""
    return BusinessCase.model_validate({**base, **changes})
