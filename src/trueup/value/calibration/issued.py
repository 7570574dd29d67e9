"""A forecast as it was issued, and what came: the two things that calibration compares."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from trueup.value.results_calibration import Basis, Kind
from trueup.vocabulary import Grade

TRUEUP = "trueup"
"""Who issued what Trueup computed; parties go by their ids."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a forecast is about. Forecasts of one `cluster` (a series, an agreement) share their errors.

    `agreements` are those that it concerns, `providers` theirs. `owner` is the one party that sees it, where it is
    nobody else's business (improvement options).
    """

    cluster: str
    label: str
    agreements: tuple[str, ...] = ()
    kpi: str | None = None
    unit: str | None = None
    providers: tuple[str, ...] = ()
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """One forecast.

    It is over when the day `for_date` is. One of `probability`, `quantiles` as (level, value) in order of level, and
    `point` is given. A point may say from where (`start`) it promised to go: then what counts is the change. `less` is
    true where less is better (cost, days). `parties` are those that stand behind it, where `who` is several. `naive` is
    what "as last time" says, `steps` how many periods lie ahead.
    """

    kind: Kind
    who: str
    method: str
    subject: Subject
    issued_on: dt.date
    for_date: dt.date
    basis: Basis
    probability: float | None = None
    quantiles: tuple[tuple[float, float], ...] = ()
    point: float | None = None
    start: float = 0.0
    less: bool = False
    parties: tuple[str, ...] = ()
    naive: float | None = None
    steps: int | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """What came: the last actual that is known (1 or 0 for a probability), when it settled, and its evidence grade."""

    value: float
    on: dt.date
    grade: Grade = Grade.reported
    disputed: bool = False


Told = tuple[Issued, Came | None]
State = Literal["over", "open", "unknown", "disputed"]
