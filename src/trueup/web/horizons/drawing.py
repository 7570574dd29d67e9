"""The ladder as a page draws it: rungs from the fifth level down to the first, and the gate that stands between."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.horizons.results import HorizonScore, Ladder, LevelResult, Warned


@dataclass(frozen=True, slots=True)
class Scale:
    """A score on its rung, in per cent of the rung's width from 0 to 1; without a score only the threshold."""

    threshold: float
    at: float | None
    low: float | None
    high: float | None

    @property
    def width(self) -> float:
        """Of the interval."""
        return 0.0 if self.low is None or self.high is None else round(self.high - self.low, 2)


@dataclass(frozen=True, slots=True)
class Rung:
    """A level on the ladder. `gate`: the gate stands right above it; `passed`: it lies before the gate."""

    level: LevelResult
    scale: Scale
    passed: bool
    gate: bool
    next: bool
    warned: Warned | None


def rungs(ladder: Ladder) -> tuple[Rung, ...]:
    """The five, the highest first: as one sees a ladder."""
    warned = {each.horizon: each for each in ladder.warnings}
    return tuple(
        Rung(
            level=level,
            scale=scale(level.score, level.threshold),
            passed=level.number <= ladder.frontier,
            gate=level.number == ladder.frontier,
            next=level.horizon == ladder.next,
            warned=warned.get(level.horizon),
        )
        for level in reversed(ladder.levels)
    )


def scale(score: HorizonScore | None, threshold: float) -> Scale:
    """Where a score, its interval and a threshold stand."""
    if score is None:
        return Scale(_percent(threshold), None, None, None)
    low = None if score.low is None else _percent(score.low)
    high = None if score.high is None else _percent(score.high)
    return Scale(_percent(threshold), _percent(score.value), low, high)


def _percent(value: float) -> float:
    return round(100 * min(max(value, 0.0), 1.0), 2)
