"""A win to seal."""

from __future__ import annotations

from typing import Any

from trueup.horizons.wins import Answers, Place, Win, new_id

PLAIN: dict[str, Any] = {
    "person": "Head of claims",
    "win": "Wants to show the board one claims process before she retires.",
    "influence": "economic",
    "strength": "high",
    "response": "growth",
    "current": "neutral",
    "desired": "supportive",
    "fulfilled": 0.25,
    "step": "Show her the pilot of Leeds",
    "by": "2026-12-01",
}
NO = Answers(payment=False, gift=False, job_offer=False)


def win(**other: Any) -> Win:
    return Win.of({**PLAIN, **other})


def place(**other: str) -> Place:
    return Place(**{"book": "northwind", "stakeholders": "claims-people", "party": "acme", "win": new_id(), **other})
