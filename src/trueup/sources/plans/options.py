"""What a person says about a file of a plan that the file does not say itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Dates = Literal["keep", "links"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a file becomes a plan.

    `id` and `title` of the plan (default: the file's name and its title). `party_from` is the field of the file that
    names who owns an activity (resource, a column, a custom field); `parties` its values as ids of parties; `party`
    owns what nobody else does. `reported_by` is who reports the progress (default: the activity's party).
    `dates: keep` keeps a start that is later than the links ask as a constraint, `links` lets the links alone speak.
    `columns` says which column of a table means what. `agreement` is the agreement that the plan belongs to.
    `start` and `status_date` say what a table does not; `days_per_point` turns story points into days, and what has no
    estimate takes `unestimated` (each is noted).
    """

    id: str | None = None
    title: str | None = None
    party_from: str | None = None
    parties: Mapping[str, str] = field(default_factory=dict)
    party: str | None = None
    reported_by: str | None = None
    dates: Dates = "keep"
    columns: Mapping[str, str] = field(default_factory=dict)
    agreement: str | None = None
    start: dt.date | None = None
    status_date: dt.date | None = None
    days_per_point: Decimal | None = None
    unestimated: str = "1d"
