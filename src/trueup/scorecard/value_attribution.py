"""What each agreement caused, read from documents and facts: for the verdict, the command line, REST and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from trueup.agreements.amounts import Sum
from trueup.agreements.caused import Caused
from trueup.agreements.documents import Agreement
from trueup.agreements.promise import Promise
from trueup.agreements.value import measurable, realised
from trueup.facts.tables import RAW
from trueup.kpis.documents import Kpi
from trueup.kpis.recorded import first_recorded
from trueup.kpis.series import Series
from trueup.scorecard.value_readings import Readings
from trueup.value.assumptions import Around
from trueup.value.attributed import Attributed
from trueup.value.attribution import Answer, Matter, answer
from trueup.value.before import ended_by
from trueup.value.caused import caused_of
from trueup.value.declared import Declared, declared
from trueup.vocabulary import Grade, Slice


@dataclass(frozen=True)
class Work:
    """Attribution of one objective under way: what was declared, what that finds, and what it makes of the value."""

    readings: Readings
    agreement: Agreement
    promise: Promise
    declared: Declared

    @cached_property
    def matter(self) -> Matter:
        """The objective with all that its effect is found from."""
        book, moment = self.readings.book, self.readings.moment
        versions = book.kpi(self.promise.objective.kpi)
        return Matter(
            promise=self.promise,
            declared=self.declared,
            around=Around(
                agreement=self.agreement,
                others=[each.latest for each in book.agreements.values() if each.id != self.agreement.id],
                kpi=versions.known(moment.known_at) or (versions.first,),
                zone=book.definition.zone,
            ),
            read=self._read,
            moment=moment,
            season=season_of(self.promise.kpi),
            seed=self.readings.seed,
        )

    def _read(self, slices: Sequence[Slice]) -> Mapping[Slice, Series]:
        kpi, as_of = self.promise.objective.kpi, self.readings.moment.as_of
        found = self.readings.read([(kpi, each) for each in slices])
        return {where: ended_by(series, as_of) for (_, where), series in found.items()}

    @cached_property
    def counting(self) -> Answer | None:
        """What the declaration that counts finds; None where that is none, or before against after."""
        found = self.declared.counting
        return None if found is None or not found.said.agreed else answer(self.matter, found)

    @cached_property
    def after(self) -> Answer | None:
        """What was chosen after the result was known finds; None where nothing was."""
        now = self.declared.current
        chosen = self.declared.chosen_after and now.said.agreed
        return answer(self.matter, now, counts=False) if chosen else None

    @cached_property
    def realised(self) -> dict[Grade, Sum] | None:
        """Realised value to date at each grade; None where no worth is agreed, or it cannot be computed."""
        if not measurable(self.promise):
            return None
        series = self.readings.series_of(self.promise, grade=Grade.reported)
        return realised(self.promise, series, self.readings.moment.as_of).at_grade

    def caused(self) -> Caused:
        """What the verdict takes in."""
        currency = self.readings.book.definition.currency
        return caused_of(self.matter, self.counting, self.after, self.realised, currency, self.readings.grade)


def work(readings: Readings, agreement: str | None, objective: str | None = None) -> Iterator[Work]:
    """Each objective of an agreement (or one) with what was declared of it.

    Raises UnknownName for an agreement or objective that is not there.
    """
    current, versions = readings.agreement(agreement), readings.versions(agreement)
    wanted = readings.promises(current) if objective is None else (readings.promise(current, objective),)
    for promise in wanted:
        known = FirstKnown(readings, promise)
        zone = readings.book.definition.zone
        yield Work(readings, current, promise, declared(versions, promise.id, known, readings.moment, zone))


def caused(readings: Readings, agreement: str) -> dict[str, Caused]:
    """What was caused of each objective for which a counterfactual is agreed on, in time or not."""
    if not any(each.attribution.agreed for one in readings.versions(agreement) for each in one.objectives):
        return {}
    return {each.promise.id: each.caused() for each in work(readings, agreement) if each.declared.agreed}


def attributed(readings: Readings, promise: Promise, agreement: str) -> Attributed | None:
    """What counts as caused of an objective, as a path that any window can be read from; None: realised value counts.

    Where a counterfactual is agreed on and nothing can be shown by it, see `caused`: its `lacks` says why.
    """
    found = next(iter(work(readings, agreement, promise.id)))
    return found.counting.attributed if found.counting is not None else None


def season_of(kpi: Kpi) -> int | None:
    """How many periods of the KPI make a year: as stated, else by its grain; None where a year is one period."""
    if kpi.season is not None:
        return kpi.season
    return {"month": 12, "quarter": 4}.get(str(kpi.grain.value))


class FirstKnown:
    """When the first actual of an objective from a day on became known. Asks the facts once."""

    def __init__(self, readings: Readings, promise: Promise) -> None:
        self.readings, self.promise = readings, promise

    def __call__(self, day: dt.date) -> dt.datetime | None:
        """The earliest moment at which any actual of a period that begins on `day` or later was recorded."""
        return min((known for begins, known in self._days if begins >= day), default=None)

    @cached_property
    def _days(self) -> list[tuple[dt.date, dt.datetime]]:
        question = self._question()
        if question is None:
            return []
        rows: list[dict[str, Any]] = self.readings.snapshot.collect(question).to_pylist()
        return [(row["day"], row["known"]) for row in rows]

    def _question(self) -> Any:
        kpi, fixed = self._measured(), dict(self.promise.objective.slice.bound)
        snapshot = self.readings.snapshot
        if kpi.formula is None:
            fixed = {"kpi": kpi.id, **{name: value for name, value in fixed.items() if name != "stage"}}
            if not snapshot.has("observations"):
                return None
            return first_recorded(snapshot.frame("observations"), "period_start", fixed)
        table, columns = RAW + kpi.formula.from_, kpi.formula.slice
        if not snapshot.has(table):
            return None
        named = {columns[name]: value for name, value in fixed.items() if name in columns}
        is_date = str(snapshot.schema(table).field(kpi.formula.time).type) == "date32[day]"
        rows = snapshot.frame(table, self.readings.book.definition.time_zone)
        return first_recorded(rows, kpi.formula.time, named, is_date=is_date)

    def _measured(self) -> Kpi:
        """The KPI whose rows are recorded: of a ratio its numerator."""
        kpi = self.promise.kpi
        if kpi.aggregate.how == "ratio" and kpi.aggregate.numerator is not None:
            return self.readings.kpis[kpi.aggregate.numerator]
        return kpi
