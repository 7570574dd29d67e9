"""Stakeholders documents for tests: five levels, each with one criterion."""

from __future__ import annotations

from typing import Any

from trueup.horizons.stakeholders import HORIZONS, Stakeholders

CRITERIA: dict[str, dict[str, Any]] = {
    "corporation": {"id": "again", "answers": "Would you do it again?", "scale": [1, 5]},
    "business_users": {"id": "usable", "sus": True},
    "technology_organisation": {"id": "hostage", "hostage": True},
    "technology_team": {"id": "pulse", "answers": "Do you learn?", "scale": [1, 5], "confidential": True, "people": 5},
    "individuals": {"id": "wanted", "people": True},
}
PEOPLE = [{"id": "sponsor", "name": "Sponsor", "party": "mill", "role": "economic"}]


def stakeholders(**keys: Any) -> Stakeholders:
    """A document; `corporation={...}` adds keys to a level, all others are keys of the document."""
    levels = [{"horizon": name, "criteria": [CRITERIA[name]]} | keys.pop(name, {}) for name in HORIZONS]
    said = {"id": "saw-people", "agreement": "saw", "people": PEOPLE, "levels": levels} | keys
    return Stakeholders.model_validate({name: value for name, value in said.items() if value is not None})
