"""Judging one version of an agreement at any grade: each standing is worked out once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from trueup.agreements.caused import Caused
from trueup.agreements.cost import cost_sums
from trueup.agreements.documents import Agreement
from trueup.agreements.money import Books, Worth, books
from trueup.agreements.outlook import Counts, Outlook, Sides, Statistics, counts_of, outlook_for
from trueup.agreements.path import Path, path_of
from trueup.agreements.promise import Promise, SeriesKey, seen
from trueup.agreements.status import Standing, Thresholds, not_yet, standing
from trueup.agreements.value import measurable, potentials, realised, value_end
from trueup.agreements.verdict import Judged, Matter, Ruling, required, verdict
from trueup.agreements.versions import promises
from trueup.kpis.documents import Kpi
from trueup.kpis.series import Series
from trueup.vocabulary import Grade, Moment, said


@dataclass(frozen=True, slots=True)
class Rules:
    """What the book settles for all of its agreements.

    `stakes` are the declared interests of parties in words, by party id; `names` what people call them.
    """

    currency: str
    thresholds: Thresholds
    fiscal_year_start: int = 1
    names: Mapping[str, str] = field(default_factory=dict)
    stakes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judge:
    """One version of an agreement with its evidence, ready to be judged at a grade."""

    agreement: Agreement
    promises: tuple[Promise, ...]
    paths: tuple[Path | None, ...]
    series: tuple[Series, ...]
    counts: tuple[Counts, ...]
    books: Books
    statistics: Statistics
    rules: Rules
    as_of: dt.date
    standings: dict[tuple[int, Grade], Standing] = field(default_factory=dict)
    alone: dict[tuple[int, int], Standing] = field(default_factory=dict)

    def ruling(self, grade: Grade) -> tuple[Matter, Ruling]:
        """The verdict on evidence of at least `grade`, and what it was given on."""
        judged = tuple(self._judged(index, grade) for index in range(len(self.promises)))
        matter = Matter(judged, self.books, self.as_of, grade, self.rules.currency)
        return matter, verdict(matter, self.rules.thresholds)

    def _judged(self, index: int, grade: Grade) -> Judged:
        promise = self.promises[index]
        at_required = self.standing(index, required(promise, grade))
        return Judged(promise, self.standing(index, grade), at_required, self.outlook(index, grade))

    def outlook(self, index: int, grade: Grade) -> Outlook | None:
        """The outlook of an objective on evidence of at least `grade`, where one was computed."""
        return outlook_for(self.promises[index], self.counts[index], grade, self.statistics.outlooks)

    def sides(self, index: int, grade: Grade) -> Sides | None:
        """The outlooks by both sides' figures, where a dispute about that evidence is open."""
        return outlook_for(self.promises[index], self.counts[index], grade, self.statistics.sides)

    def standing(self, index: int, grade: Grade) -> Standing:
        """Where an objective stands on evidence of at least `grade`.

        What is not yet at the grade is not zero: where all the evidence gives another end, it is open at this grade.
        """
        key = index, grade
        if key not in self.standings:
            self.standings[key] = self._standing(index, grade)
        return self.standings[key]

    def _standing(self, index: int, grade: Grade) -> Standing:
        found = self._alone(index, grade)
        if grade is Grade.reported or found.status not in {"met", "missed", "unmeasured"}:
            return found
        everything = self.standing(index, Grade.reported)
        return found if everything.status == found.status else not_yet(self.promises[index], grade, everything)

    def _alone(self, index: int, grade: Grade) -> Standing:
        """Where it stands if there were no other evidence; grades that hold the same actuals share one standing."""
        key = index, self.counts[index][grade]
        if key not in self.alone:
            series = self.series[index]
            graded = series if key[1] == len(series) else series.at_grade(grade)
            outlook, sides, limits = self.outlook(index, grade), self.sides(index, grade), self.rules.thresholds
            self.alone[key] = standing(
                self.promises[index], self.paths[index], graded, outlook, self.as_of, limits, sides
            )
        return self.alone[key]


def judge_of(
    agreement: Agreement,
    effective: dt.date,
    kpis: Mapping[str, Kpi],
    series: Mapping[SeriesKey, Series],
    statistics: Statistics,
    rules: Rules,
    moment: Moment,
) -> Judge:
    """Lay out a version for judging. `effective` is that of the first version, from which costs accrue."""
    resolved = promises(agreement, kpis, moment, rules.fiscal_year_start)
    paths = tuple(path_of(promise) for promise in resolved)
    evidence = tuple(evidence_of(promise, series, moment) for promise in resolved)
    money = books_of(agreement, effective, resolved, paths, evidence, moment.as_of, statistics.caused)
    counts = tuple(counts_of(series) for series in evidence)
    return Judge(agreement, resolved, paths, evidence, counts, money, statistics, rules, moment.as_of)


def evidence_of(promise: Promise, series: Mapping[SeriesKey, Series], moment: Moment) -> Series:
    """The actuals that an objective is judged by; an empty series where there are none."""
    found = series.get(promise.key)
    return seen(found, moment) if found is not None else _no_actuals(promise)


def _no_actuals(promise: Promise) -> Series:
    days, floats = np.empty(0, "datetime64[D]"), np.empty(0, np.float64)
    return Series(
        kpi=promise.objective.kpi,
        slice=promise.objective.slice,
        grain=promise.kpi.grain,
        start=days,
        end=days,
        value=floats,
        n=floats,
        stderr=floats,
        grade=np.empty(0, np.int8),
        by=(),
        low=floats,
        high=floats,
    )


def books_of(
    agreement: Agreement,
    effective: dt.date,
    resolved: Sequence[Promise],
    paths: Sequence[Path | None],
    evidence: Sequence[Series],
    as_of: dt.date,
    caused: Mapping[str, Caused] | None = None,
) -> Books:
    """All the money of one version."""
    found = caused or {}
    worths = tuple(
        worth_of(promise, path, series, as_of, found.get(promise.id))
        for promise, path, series in zip(resolved, paths, evidence, strict=True)
    )
    ends = [value_end(promise, as_of) for promise in resolved if promise.objective.value is not None]
    open_ended = any(each.objective.value is not None and each.objective.value.until is None for each in resolved)
    last = None if open_ended else max(ends, default=None)
    return books(worths, cost_sums(agreement.costs, effective, as_of), last)


def worth_of(
    promise: Promise, path: Path | None, series: Series, as_of: dt.date, caused: Caused | None = None
) -> Worth:
    """Potential and realised value of one objective, and what was caused of it."""
    nothing = Fraction(0)
    if promise.objective.value is None:
        return Worth(promise, nothing, nothing, None, caused=caused)
    if not measurable(promise):
        lacks = said("no baseline is agreed, so improvement cannot be computed")
        return Worth(promise, nothing, nothing, None, lacks, caused)
    end = value_end(promise, as_of)
    whole, to_date = potentials(promise, path, (end, min(end, as_of)))
    return Worth(promise, whole, to_date, realised(promise, series, as_of), None, caused)
