"""Strengths and weaknesses over the cube: every stage x project x provider of every KPI, against promise and past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from trueup.agreements.path import path_of
from trueup.agreements.words import quantity
from trueup.kpis.calendar import EPOCH
from trueup.kpis.claims import DatedTarget
from trueup.kpis.strengths import RECENT, Finding, Run, findings, kept
from trueup.scorecard import model
from trueup.scorecard.targets import dated_targets
from trueup.vocabulary import Direction, Figure, Insufficient, Slice, said

if TYPE_CHECKING:
    from trueup.agreements.promise import Promise, SeriesKey
    from trueup.book.book import Book
    from trueup.facts import Snapshot
    from trueup.kpis.documents import Kpi
    from trueup.kpis.series import Floats, Series

LOOKED_AT = ("stage", "project", "provider")
FEW_NAMED = 8
"""How many slices that lack data are named; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands out, in which stage and with which provider, and what could not be asked."""

    strengths: tuple[model.Finding, ...]
    weaknesses: tuple[model.Finding, ...]
    heat: tuple[model.HeatCell, ...]
    insufficient: tuple[str, ...]


def find(
    book: Book, snapshot: Snapshot, series: Mapping[SeriesKey, Series], promises: Sequence[Promise] = ()
) -> Findings:
    """Ask of every slice in `series` (see `slices`) whether it stands out.

    The promise of a slice is the dated target in force; where there is none, the promised path of the objective that
    reads the KPI in the narrowest slice around it.
    """
    kpis = {name: versions.latest for name, versions in book.kpis.items()}
    promised = _Promised(dated_targets(kpis, snapshot), promises)
    runs = [promised.run(each, kpis[kpi]) for (kpi, _), each in series.items() if len(each)]
    found, lacking = findings(runs)
    told = [_told(each, kpis[each.run.kpi]) for each in found]
    return Findings(
        strengths=tuple(each for each in told if each.effect > 0),
        weaknesses=tuple(each for each in told if each.effect < 0),
        heat=_heat(runs),
        insufficient=_named(lacking),
    )


def slices(book: Book, snapshot: Snapshot) -> list[SeriesKey]:
    """The finest slices by stage, project and provider in which each KPI has actuals."""
    found: dict[str, set[Slice]] = defaultdict(set)
    if snapshot.has("observations"):
        kept = snapshot.cells()
        facts = snapshot.frame("observations") if kept is None else kept
        for row in snapshot.collect(facts.select("kpi", *LOOKED_AT).unique()).to_pylist():
            if row["kpi"] in book.kpis:
                stage = row["stage"] or book.kpis[row["kpi"]].latest.stage
                found[row["kpi"]].add(Slice(stage=stage, project=row["project"], provider=row["provider"]))
    for name, versions in book.kpis.items():
        found[name] |= _computed_slices(versions.latest, snapshot)
    return [(kpi, where) for kpi in sorted(found) for where in _finest(found[kpi])]


def _computed_slices(kpi: Kpi, snapshot: Snapshot) -> set[Slice]:
    formula = kpi.formula
    table = f"raw_{formula.from_}" if formula is not None else ""
    if formula is None or not snapshot.has(table):
        return set()
    columns = {name: column for name, column in formula.slice.items() if name in LOOKED_AT}
    if not columns:
        return {Slice(stage=kpi.stage)}
    picked = [nw.col(column).cast(nw.String).alias(f"by_{name}") for name, column in columns.items()]
    rows = snapshot.collect(snapshot.frame(table).select(*picked).unique()).to_pylist()
    return {Slice(**{"stage": kpi.stage} | {name: row[f"by_{name}"] for name in columns}) for row in rows}


def _finest(found: Iterable[Slice]) -> list[Slice]:
    """Leave out a slice that others lie in: its actuals would be asked twice."""
    every = set(found)
    if len({tuple(each.bound) for each in every}) < 2:
        return sorted(every, key=str)
    wider = {around for each in every for around in each.wider()}
    return sorted(every - wider, key=str)


@dataclass(frozen=True)
class _Promised:
    """Where each slice was promised to stand."""

    dated: Mapping[str, Sequence[DatedTarget]]
    promises: Sequence[Promise]

    @cached_property
    def promised_in(self) -> Mapping[SeriesKey, Sequence[int]]:
        """Where among `promises` those stand that promise a level of a KPI in exactly a slice; sums have no level."""
        found: dict[SeriesKey, list[int]] = defaultdict(list)
        for place, promise in enumerate(self.promises):
            if promise.objective.type != "cumulative":
                found[promise.key].append(place)
        return found

    @cached_property
    def dimensions(self) -> set[tuple[str, ...]]:
        """Which dimensions promises fix."""
        return {tuple(where.bound) for _, where in self.promised_in}

    def run(self, series: Series, kpi: Kpi) -> Run:
        low, high = np.full(len(series), np.nan), np.full(len(series), np.nan)
        starts = series.start.astype(np.int64) + EPOCH
        dated = [target for target in self.dated.get(series.kpi, ()) if _fits(target, series.slice)]
        for target in sorted(dated, key=lambda each: each.start - each.end):  # the shortest comes last and stands
            inside = (starts >= target.start) & (starts < target.end)
            low[inside], high[inside] = _number(target.low), _number(target.high)
        for promise in self._around(series):
            open_ = np.isnan(low) & np.isnan(high) & (starts >= promise.start.toordinal())
            if open_.any():
                low[open_], high[open_] = _promised(promise, series, open_)
        return Run(series.kpi, series.slice, kpi.direction, series.value, low, high)

    def _around(self, series: Series) -> list[Promise]:
        """The objectives whose slice holds this one, the narrowest first."""
        slices = {series.slice.of_dimensions(names) for names in self.dimensions}
        fitting = sorted(place for each in slices for place in self.promised_in.get((series.kpi, each), ()))
        around = [self.promises[place] for place in fitting]
        return sorted(around, key=lambda each: (-len(each.objective.slice.bound), -each.version, each.id))


def _promised(promise: Promise, series: Series, keep: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Low and high of the promise for the periods to keep: the mean of its path, or its range."""
    path = path_of(promise)
    starts, ends = (each[keep].astype(np.int64) for each in (series.start, series.end))
    if path is None or promise.direction is Direction.maintain:
        return np.full(len(starts), _number(promise.low)), np.full(len(starts), _number(promise.high))
    total = sum((float(factor) * days for factor, days in path.sums(starts, ends)), np.zeros(len(starts)))
    mean = total / (ends - starts)
    return mean, mean


def _fits(target: DatedTarget, where: Slice) -> bool:
    return target.project in (None, where.project) and target.provider in (None, where.provider)


def _number(value: object) -> float:
    return float("nan") if value is None else float(str(value))


def _told(found: Finding, kpi: Kpi) -> model.Finding:
    return model.Finding(
        kpi=kpi.id,
        name=kpi.name,
        unit=kpi.unit.name,
        slice=found.run.slice,
        against=found.against,
        effect=found.effect,
        low=found.low,
        high=found.high,
        n=found.n,
        p=found.p,
        p_adjusted=found.p_adjusted,
        words=_words(found, kpi),
    )


def _words(found: Finding, kpi: Kpi) -> str:
    return said(
        "{kpi} in {slice} runs {size} {better} than {than}",
        kpi=kpi.name,
        slice=found.run.slice,
        size=quantity(float(f"{abs(found.effect):.3g}"), kpi.unit.name),
        better=said("better") if found.effect > 0 else said("worse"),
        than=said("what was promised") if found.against == "promise" else said("its own past"),
    )


def _heat(runs: Sequence[Run]) -> tuple[model.HeatCell, ...]:
    """By stage and provider: the share of the last periods in which the promise was kept, over all KPIs."""
    cells: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for run in runs:
        there = np.flatnonzero(np.isfinite(run.target_low) | np.isfinite(run.target_high))[-RECENT:]
        if len(there):
            held = int(np.count_nonzero(kept(run)[there]))
            cells[run.slice.stage or "unassigned", run.slice.provider or "unassigned"].append((held, len(there)))
    return tuple(
        model.HeatCell(
            stage=stage,
            provider=provider,
            kept=sum(held for held, _ in counts) / sum(n for _, n in counts),
            kpis=len(counts),
            n=sum(n for _, n in counts),
        )
        for (stage, provider), counts in sorted(cells.items())
    )


def _named(lacking: Sequence[Insufficient]) -> tuple[str, ...]:
    words = tuple(each.words for each in lacking[:FEW_NAMED])
    more = len(lacking) - len(words)
    if more <= 0:
        return words
    return (*words, said("and {n} more slices with too few periods to compare", n=Figure(f"{more:,}")))
