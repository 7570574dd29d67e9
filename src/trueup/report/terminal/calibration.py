"""Was it right? The calibration of a book in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.value.calibration.report import NAMES
from trueup.value.results_calibration import (
    CalibrationPart,
    CalibrationResult,
    HeldShare,
    IntervalScores,
    KindCalibration,
    LadderResult,
    ProbabilityScores,
)

PLACES = {"kept": "in its place", "lost": "LOST its place", "unjudged": "not judged yet"}


@dataclass(frozen=True, slots=True)
class CalibrationScreen:
    """Print with rich: `Console().print(CalibrationScreen(calibration))`."""

    found: CalibrationResult

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        found = self.found
        yield Text(f"Was it right? {found.book} as of {found.as_of}, evidence {found.grade.name}", style="bold")
        yield from (Text(f"- {words}") for words in found.words)
        for kind in found.kinds:
            yield from _kind(kind)
        yield from _ladder(found.ladder)


def _kind(kind: KindCalibration) -> Iterator[RenderableType]:
    yield Text(f"\n{str(NAMES[kind.kind]).capitalize()}", style="bold")
    yield Text(_counted(kind), style="dim")
    for part in (kind.all, *kind.parts):
        yield from _part(part)


def _counted(kind: KindCalibration) -> str:
    counted = kind.counted
    how = ", ".join(f"{many:,} {basis}" for basis, many in counted.by_basis.items())
    told = f"{counted.issued:,} ({how}): {counted.over:,} over, {counted.open:,} not over yet"
    if counted.first_answer is not None:
        told += f" (the next after {counted.first_answer})"
    told += f", {counted.unknown:,} over without a known answer" if counted.unknown else ""
    return told + (f", {counted.disputed:,} disputed and left out" if counted.disputed else "")


def _part(part: CalibrationPart) -> Iterator[RenderableType]:
    if part.group is not None:
        yield Text(f"{part.group}:", style="bold")
    if part.probabilities is not None:
        yield from _probabilities(part.probabilities)
    if part.intervals is not None:
        yield from _intervals(part.intervals)
    for points in (part.points, part.costs):
        if points is not None:
            yield Text(points.words)
            yield Text(f"kept as promised or better: {_held(points.kept)}", style="dim")
    if part.insufficient is not None:
        yield Text(part.insufficient, style="dim")


def _probabilities(found: ProbabilityScores) -> Iterator[RenderableType]:
    yield Text(found.words)
    skill = "" if found.skill is None else f", skill {found.skill:+.2f} against the base rate"
    yield Text(
        f"Brier {found.brier:.3f} ({found.brier_low:.3f} to {found.brier_high:.3f}) = reliability "
        f"{found.reliability:.3f} - resolution {found.resolution:.3f} + uncertainty {found.uncertainty:.3f} "
        f"+ within classes {found.within:+.3f}{skill}"
    )
    yield Text(f"honest? p = {found.p:.3f}, {found.p_adjusted:.3f} after all tests are counted", style="dim")
    table = _table("said", "mean", "came", "95 % interval", "honest lies in", "n", "counts as")
    for row in found.rows:
        table.add_row(
            f"{row.low:.0%} to {row.high:.0%}", f"{row.said:.0%}", f"{row.came.value:.0%}",
            f"{row.came.low:.0%} to {row.came.high:.0%}", f"{row.expected_low:.0%} to {row.expected_high:.0%}",
            f"{row.n:,}", f"{row.came.effective:.0f}",
        )  # fmt: skip
    yield table


def _intervals(found: IntervalScores) -> Iterator[RenderableType]:
    yield Text(found.words)
    if found.score is not None:
        yield Text(f"score over that of 'as last time': {found.score:.2f} (below 1 is better)", style="dim")
    table = _table("interval", "held", "95 % interval", "n", "counts as", "p, all tests counted")
    for row in found.coverage:
        table.add_row(
            f"{row.level:.0%}", f"{row.held.value:.0%}", f"{row.held.low:.0%} to {row.held.high:.0%}",
            f"{row.held.n:,}", f"{row.held.effective:.0f}", f"{row.p_adjusted:.3f}",
        )  # fmt: skip
    yield table


def _ladder(found: LadderResult) -> Iterator[RenderableType]:
    yield Text("\nThe forecast ladder", style="bold")
    yield Text(found.words)
    if found.skill is not None:
        low, high = found.skill_low or 0.0, found.skill_high or 0.0
        yield Text(f"CRPS over that of the naive forecast: {found.skill:.2f} ({low:.2f} to {high:.2f})", style="dim")
    if not found.rungs:
        return
    table = _table("rung", "place", "series", "forecasts", "80 % held", "95 % held")
    for rung in found.rungs:
        held = [_held(each) if each is not None else "-" for each in (rung.held_80, rung.held_95)]
        table.add_row(str(rung.rung), PLACES[rung.place], f"{rung.series:,}", f"{rung.forecasts:,}", *held)
    yield table


def _held(held: HeldShare) -> str:
    return f"{held.value:.0%} ({held.low:.0%} to {held.high:.0%})"


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number == 0 else "right", overflow="fold")
    return table
