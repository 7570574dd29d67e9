"""Whether the quality gates of a settlement period are passed."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from trueup.agreements.calendar import day_number, grid
from trueup.agreements.promise import SeriesKey, days
from trueup.agreements.terms import Gate
from trueup.agreements.words import evidence, number, quantity
from trueup.kpis.documents import Kpi
from trueup.kpis.points import series
from trueup.kpis.series import Series
from trueup.scorecard.reading import Reader
from trueup.scorecard.value_counted import terms_promises
from trueup.scorecard.values import Values
from trueup.value.settlement import GateRead
from trueup.value.settling import Due
from trueup.vocabulary import Grade, Grain, Period, Said, said


def gates_of(values: Values, due: Due) -> tuple[GateRead, ...]:
    """Every gate of the terms, by the KPI's actual for the whole settlement period, rolled up as the KPI says."""
    return tuple(_read(values, due, gate) for gate in due.pricing.gates)


def _read(values: Values, due: Due, gate: Gate) -> GateRead:
    key = _key(values, due, gate)
    definition, grade = values.kpis[key[0]], _grade(values, due, gate)
    limit = _limit(gate, definition)
    name = gate.title or definition.name
    lacks = _lacking(values, key, definition, due.whole, grade)
    actual = None if lacks else _rolled(values, key, definition, due)
    if actual is None:
        waits = lacks or said("{kpi}: waits for {what}", kpi=name, what=evidence(grade))
        return GateRead(gate, False, False, said("{name}: {limit}", name=name, limit=limit), waits)
    low, high = (_passes(gate, float(each[-1])) for each in (actual.low, actual.high))
    shown = _shown(actual, definition)
    words = said("{name}: {limit}, and it was {actual}", name=name, limit=limit, actual=shown)
    return GateRead(gate, low and high, low or high, words)


def _key(values: Values, due: Due, gate: Gate) -> SeriesKey:
    if gate.objective is not None:
        promise = next(each for each in terms_promises(values, due) if each.id == gate.objective)
        return promise.key
    assert gate.kpi is not None, "a gate is about one of both"
    return gate.kpi, gate.slice


def _grade(values: Values, due: Due, gate: Gate) -> Grade:
    """What the pricing says, else the objective's own rule, else the highest that any objective asks."""
    if due.pricing.grade is not None:
        return due.pricing.grade
    own = due.agreement.objective(gate.objective or "")
    every = (each.evidence for each in due.agreement.objectives)
    return own.evidence if own is not None else max(every, default=Grade.reported)


def _limit(gate: Gate, kpi: Kpi) -> Said:
    if gate.at_least is not None:
        return said("at least {limit}", limit=quantity(gate.at_least, kpi.unit.name))
    return said("at most {limit}", limit=quantity(gate.at_most or 0, kpi.unit.name))


def _passes(gate: Gate, actual: float) -> bool:
    figure = Decimal(repr(actual))
    if gate.at_least is not None:
        return figure >= gate.at_least
    return gate.at_most is not None and figure <= gate.at_most


def _shown(actual: Series, kpi: Kpi) -> str:
    low, high, value = (float(each[-1]) for each in (actual.low, actual.high, actual.value))
    if low == high:
        return quantity(value, kpi.unit.name)
    return said("between {low} and {high} (disputed)", low=number(low), high=quantity(high, kpi.unit.name))


def _rolled(values: Values, key: SeriesKey, kpi: Kpi, due: Due) -> Series | None:
    """The KPI's actual for the settlement period; of a coarser KPI the one whose period holds the last day of it."""
    settle = Grain(due.pricing.settle)
    grain = settle if kpi.grain.finer_than(settle) else kpi.grain
    reader = Reader(values.book, values.snapshot, values.moment)
    wanted = [reader.wanted_at(*key, grain)]
    found = series(reader.points(wanted), wanted, reader.fiscal_year_start)[0]
    starts, ends = days(found)
    last = day_number(due.whole.end) - 1
    inside = (starts <= last) & (ends > last)
    return found.where(inside) if inside.any() else None


def _lacking(values: Values, key: SeriesKey, kpi: Kpi, period: Period, grade: Grade) -> Said | None:
    """What the gate waits for: an actual, or its attestation, for every period of the KPI inside the settlement's."""
    known = values.series(*key)
    first, last = grid(kpi.grain, day_number(period.start), day_number(period.end), values.rules.fiscal_year_start)
    for asked, every in ((Grade.reported, known), (grade, known.at_grade(grade))):
        starts, ends = days(every)
        touching = np.searchsorted(starts, last, "left") - np.searchsorted(ends, first, "right")
        if (touching <= 0).any():
            return said("{kpi}: waits for {what}", kpi=kpi.name, what=evidence(asked))
    return None
