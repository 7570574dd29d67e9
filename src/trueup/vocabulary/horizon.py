"""The five horizons of a relationship, from the first to the fifth."""

from __future__ import annotations

from typing import Literal, get_args

Horizon = Literal["corporation", "business_users", "technology_organisation", "technology_team", "individuals"]
HORIZONS: tuple[Horizon, ...] = get_args(Horizon)
