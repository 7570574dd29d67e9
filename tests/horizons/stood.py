"""Levels for tests, from marks: what the gate takes in without a book around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from trueup.horizons.answered import Answer
from trueup.horizons.figure import Figure, nothing
from trueup.horizons.level import Found, Standing, standing
from trueup.horizons.results import HorizonScore
from trueup.horizons.stakeholders import Criterion, HorizonLevel, Side
from trueup.vocabulary import Grade
from trueup.vocabulary.horizon import HORIZONS

DAY = dt.date(2027, 3, 1)
GRADES: dict[Side, Grade] = {"provider": Grade.reported, "customer": Grade.verified, "observer": Grade.attested}
PARTY: dict[Side, str] = {"provider": "acme", "customer": "northwind", "observer": "assay"}


def score(value: float, low: float | None = None, high: float | None = None, *, bounds: bool = False) -> HorizonScore:
    """A score; without ends it is exact."""
    return HorizonScore(value=value, low=low, high=high, bounds=bounds, n=1, method="as given")


def found(
    mark: HorizonScore | float | None, *, id: str = "c", stale: bool = False, weight: str = "1", must: bool = False
) -> Found:
    """A criterion that says this."""
    criterion = Criterion(id=id, answers="?", scale=(Decimal(0), Decimal(1)), weight=Decimal(weight), must=must)
    if mark is None:
        return Found(criterion, nothing("an answer"), False)
    told = score(mark) if isinstance(mark, float) else mark
    due = DAY if stale else DAY + dt.timedelta(days=30)
    figure = Figure(told, rater="customer", grade=Grade.verified, on=due - dt.timedelta(days=90), stale_on=due)
    return Found(criterion, figure, figure.stale(DAY))


def level(number: int, *marks: HorizonScore | float | None, theta: float = 0.7, stale: bool = False) -> Standing:
    """A level of criteria that say these; none: nothing is known of it."""
    stated = HorizonLevel(horizon=HORIZONS[number - 1])
    every = [found(mark, id=f"c{place}", stale=stale) for place, mark in enumerate(marks)]
    return standing(stated, theta, every)


def five(marks: Sequence[HorizonScore | float | None], *, stale: Sequence[int] = ()) -> tuple[Standing, ...]:
    """The five from a mark each; `stale` are numbers of levels."""
    return tuple(level(number, mark, stale=number in stale) for number, mark in enumerate(marks, start=1))


def answer(
    value: float,
    day: int,
    side: Side = "customer",
    *,
    person: str = "",
    item: str = "",
    n: int | None = None,
    stderr: float | None = None,
) -> Answer:
    """An answer on a day of March 2027."""
    on = dt.date(2027, 3, 1) + dt.timedelta(days=day - 1)
    return Answer("c", item, person, value, n, stderr, on, PARTY[side], side, GRADES[side])


def march(day: int) -> dt.date:
    """A day counted from the first of March 2027; 32 is the first of April."""
    return dt.date(2027, 3, 1) + dt.timedelta(days=day - 1)
