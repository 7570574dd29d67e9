"""The answer: every kind of forecast counted and scored, with every test adjusted for how many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from trueup.stats.multiplicity import holm
from trueup.value.calibration.groups import grouped
from trueup.value.calibration.intervals import bounds, score_intervals
from trueup.value.calibration.issued import Came, Issued, State, Told
from trueup.value.calibration.pairing import Pair, Paired, counted, pair
from trueup.value.calibration.points import is_cost, score_points
from trueup.value.calibration.probabilities import score_probabilities
from trueup.value.results_calibration import (
    CalibrationPart,
    CalibrationResult,
    ForecastLine,
    IntervalScores,
    Kind,
    KindCalibration,
    LadderResult,
    ProbabilityScores,
    PromiseScores,
    QuarterScore,
)
from trueup.vocabulary import Grade, Insufficient, said

KINDS: tuple[Kind, ...] = ("forecast", "p_hit", "p_worth", "promise", "plan", "business_case", "improvement")
LEAST_IN_QUARTER = 3
Rows = Sequence[tuple[Issued, Came | None, State]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: as of when, at which grade, since when; told apart `by` what, or each kind by its own."""

    book: str
    as_of: dt.date
    seed: int
    known_at: dt.datetime | None = None
    grade: Grade = Grade.reported
    since: dt.date | None = None
    by: str | None = None
    by_kind: Mapping[Kind, str] = field(default_factory=dict)

    def key(self, kind: Kind) -> str | None:
        """What a kind of forecast is told apart by."""
        return self.by or self.by_kind.get(kind)


def calibration(told: Iterable[Told], ladder: LadderResult, asked: Asked, months: int = 0) -> CalibrationResult:
    """Hold everything that was issued against what came. The order of what is told changes nothing."""
    wanted = [each for each in told if asked.since is None or each[0].issued_on >= asked.since]
    paired = pair(wanted, asked.as_of, asked.grade)
    kinds = adjusted(tuple(_kinds(paired, asked)))
    return CalibrationResult(
        book=asked.book,
        as_of=asked.as_of,
        known_at=asked.known_at,
        grade=asked.grade,
        since=asked.since,
        by=asked.by,
        ladder=ladder,
        kinds=kinds,
        months=months,
        lines=tuple(_line(*row) for row in paired.rows),
        words=tuple(_words(kinds, ladder)),
        seed=asked.seed,
    )


def _kinds(paired: Paired, asked: Asked) -> Iterator[KindCalibration]:
    for number, kind in enumerate(KINDS):
        rows = [row for row in paired.rows if row[0].kind == kind]
        if rows:
            yield _of_kind(kind, rows, asked, np.random.default_rng([asked.seed, number]))


def _of_kind(kind: Kind, rows: Rows, asked: Asked, rng: np.random.Generator) -> KindCalibration:
    pairs = Paired(tuple(rows)).pairs
    by = asked.key(kind)
    groups = grouped(pairs, by) if by is not None else {}
    return KindCalibration(
        kind=kind,
        counted=counted(rows),
        all=part(None, pairs, rng),
        parts=tuple(part(name, some, rng) for name, some in groups.items()),
        over_time=tuple(_over_time(pairs)),
    )


def part(group: str | None, pairs: Sequence[Pair], rng: np.random.Generator) -> CalibrationPart:
    """The scores of a group: each forecast by what it gave."""
    chances = [each for each in pairs if each.issued.probability is not None]
    ranges = [each for each in pairs if each.issued.quantiles]
    points = [each for each in pairs if each.issued.point is not None and not each.issued.quantiles]
    costs = [each for each in points if is_cost(each)]
    gains = [each for each in points if not is_cost(each)]
    told = {
        "probabilities": score_probabilities(chances, rng) if chances else None,
        "intervals": score_intervals(ranges) if ranges else None,
        "points": score_points(gains, rng) if gains else None,
        "costs": score_points(costs, rng, cost=True) if costs else None,
    }
    lacks = [each.words for each in told.values() if isinstance(each, Insufficient)]
    scored = {name: each for name, each in told.items() if not isinstance(each, Insufficient)}
    lack = said("nothing is over yet") if not pairs else next(iter(lacks), None)
    return CalibrationPart(group=group, insufficient=lack, **scored)


def adjusted(kinds: tuple[KindCalibration, ...]) -> tuple[KindCalibration, ...]:
    """The same with every p-value of the answer adjusted for all of them."""
    parts = [each for kind in kinds for each in (kind.all, *kind.parts)]
    p = [one for each in parts for one in _tests(each)]
    left = iter(holm(np.array(p)).tolist() if p else [])
    made = iter([_with(each, left) for each in parts])
    return tuple(
        kind.model_copy(update={"all": next(made), "parts": tuple(next(made) for _ in kind.parts)}) for kind in kinds
    )


def _tests(each: CalibrationPart) -> Iterator[float]:
    if each.probabilities is not None:
        yield each.probabilities.p
    if each.intervals is not None:
        yield from (row.p for row in each.intervals.coverage)


def _with(each: CalibrationPart, left: Iterator[float]) -> CalibrationPart:
    changed: dict[str, ProbabilityScores | IntervalScores] = {}
    if each.probabilities is not None:
        changed["probabilities"] = each.probabilities.model_copy(update={"p_adjusted": next(left)})
    if each.intervals is not None:
        rows = tuple(row.model_copy(update={"p_adjusted": next(left)}) for row in each.intervals.coverage)
        changed["intervals"] = each.intervals.model_copy(update={"coverage": rows})
    return each.model_copy(update=changed)


def _over_time(pairs: Sequence[Pair]) -> Iterator[QuarterScore]:
    """Probabilities by the quarter in which they came due, where there are three or more."""
    quarters: dict[str, list[Pair]] = {}
    for each in pairs:
        if each.issued.probability is not None:
            day = each.issued.for_date
            quarters.setdefault(f"{day.year}-Q{(day.month + 2) // 3}", []).append(each)
    for name, some in sorted(quarters.items()):
        told = np.array([each.issued.probability for each in some], dtype=np.float64)
        came = np.array([each.came.value for each in some])
        if len(some) >= LEAST_IN_QUARTER:
            square = float(((told - came) ** 2).mean())
            yield QuarterScore(period=name, n=len(some), said=float(told.mean()), came=float(came.mean()), brier=square)


def _line(issued: Issued, came: Came | None, state: State) -> ForecastLine:
    ends = bounds(Pair(issued, Came(0.0, issued.for_date)), 0.8) if issued.quantiles else None
    middle = next((value for level, value in issued.quantiles if level == 0.5), issued.point)
    return ForecastLine(
        kind=issued.kind,
        basis=issued.basis,
        who=issued.who,
        method=issued.method,
        subject=issued.subject.label,
        issued_on=issued.issued_on,
        for_date=issued.for_date,
        probability=issued.probability,
        point=middle,
        low=ends[0] if ends else None,
        high=ends[1] if ends else None,
        unit=issued.subject.unit,
        came=came.value if came is not None and state == "over" else None,
        grade=came.grade if came is not None and state == "over" else None,
        state=state,
    )


def _words(kinds: Sequence[KindCalibration], ladder: LadderResult) -> Iterator[str]:
    """What a reader should know first."""
    if not any(kind.counted.over for kind in kinds):
        days = [kind.counted.first_answer for kind in kinds if kind.counted.first_answer is not None]
        if days:
            yield said("nothing is over yet: the first answers come after {day}", day=min(days))
        else:
            yield said("nothing was forecast or promised yet")
    for kind in kinds:
        found: ProbabilityScores | IntervalScores | PromiseScores | None
        for found in (kind.all.probabilities, kind.all.intervals, kind.all.points, kind.all.costs):
            if found is not None:
                yield said("{kind}: {words}", kind=said(NAMES[kind.kind]), words=found.words)
        if kind.all.insufficient is not None and kind.counted.over:
            yield said("{kind}: {words}", kind=said(NAMES[kind.kind]), words=kind.all.insufficient)
    yield ladder.words


NAMES: dict[Kind, str] = {
    "forecast": said("forecasts of KPIs"),
    "p_hit": said("probabilities that a target is hit"),
    "p_worth": said("probabilities that an improvement is worth it"),
    "promise": said("targets that parties signed"),
    "plan": said("commitments of plans"),
    "business_case": said("business cases"),
    "improvement": said("improvements"),
}
