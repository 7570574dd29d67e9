"""Which forecasts may be held against what came.

Only what is over: its last day is past, or what came was settled before (a target that was reached early). What came
is the last known actual of at least the grade asked for; where it is disputed the forecast is left out. All that is
left out is counted.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trueup.value.calibration.issued import Came, Issued, State, Told
from trueup.value.results_calibration import ForecastCount
from trueup.vocabulary import Grade


@dataclass(frozen=True, slots=True)
class Pair:
    """A forecast that is over, and what came."""

    issued: Issued
    came: Came


@dataclass(frozen=True, slots=True)
class Paired:
    """Every forecast with what became of it, in the order in which they were issued."""

    rows: tuple[tuple[Issued, Came | None, State], ...]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Those that are scored."""
        return tuple(Pair(issued, came) for issued, came, state in self.rows if state == "over" and came is not None)


def pair(told: Iterable[Told], as_of: dt.date, grade: Grade = Grade.reported) -> Paired:
    """Hold each forecast against what came, as of a day, at a grade."""
    rows = [(issued, came, state_of(issued, came, as_of, grade)) for issued, came in told]
    rows.sort(key=lambda row: order(row[0]))
    return Paired(tuple(rows))


def order(issued: Issued) -> tuple[object, ...]:
    """An order that does not depend on how forecasts were found."""
    about = issued.subject
    given = issued.probability or 0.0, issued.point or 0.0
    return issued.issued_on, issued.kind, about.cluster, issued.for_date, about.label, issued.who, *given


def state_of(issued: Issued, came: Came | None, as_of: dt.date, grade: Grade) -> State:
    """What became of a forecast."""
    if came is None:
        return "open" if issued.for_date >= as_of else "unknown"
    if issued.for_date >= as_of and came.on >= as_of:
        return "open"
    if came.disputed:
        return "disputed"
    return "over" if came.grade >= grade else "unknown"


def counted(rows: Sequence[tuple[Issued, Came | None, State]]) -> ForecastCount:
    """How many there are of each state and basis."""
    states = Counter(state for _, _, state in rows)
    return ForecastCount(
        issued=len(rows),
        over=states["over"],
        open=states["open"],
        unknown=states["unknown"],
        disputed=states["disputed"],
        by_basis=dict(sorted(Counter(issued.basis for issued, _, _ in rows).items())),
        first_answer=min((issued.for_date for issued, _, state in rows if state == "open"), default=None),
    )
