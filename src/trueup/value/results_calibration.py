"""What the calibration of a book says: the shapes behind `trueup value calibration --format json`."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from trueup.kpis.ladder import ladder_words, rung_words
from trueup.stats.clustered import Share
from trueup.stats.forecast import Places, Rung
from trueup.vocabulary import GradeName, Sentence, said
from trueup.vocabulary.result import Result

Kind = Literal["forecast", "p_hit", "p_worth", "promise", "plan", "business_case", "improvement"]
Basis = Literal["issued", "replayed", "reconstructed", "signed"]


class HeldShare(Result):
    """A share with its 95 % interval, robust to forecasts of one series and of one period going wrong together."""

    value: float = Field(description="the share, 0 to 1")
    low: float = Field(description="low end of its 95 % interval")
    high: float = Field(description="high end of its 95 % interval")
    n: int = Field(description="how many forecasts it is over")
    series: int = Field(description="of how many series")
    effective: float = Field(description="how many independent forecasts would tell as much")


class RungResult(Result):
    """One rung of the forecast ladder, and the record it earned where it was chosen."""

    rung: Sentence = Field(description="its name")
    place: Literal["kept", "lost", "unjudged"] = Field(description="whether it keeps its place in this book")
    series: int = Field(description="how many series it served")
    forecasts: int = Field(description="how many past forecasts it made there")
    held_80: HeldShare | None = Field(description="how often its 80 % interval held what came; null with one series")
    held_95: HeldShare | None = Field(description="how often its 95 % interval held what came")
    p: float | None = Field(description="smallest p-value of its three questions, adjusted over all rungs (Holm)")
    fault: Literal["narrow", "wide"] | None = Field(description="what is wrong with its intervals, where it lost")
    level: float | None = Field(description="the interval that cost it its place, as 0.8")
    words: Sentence = Field(description="the same as a sentence")


class LadderResult(Result):
    """The forecast ladder of a book: who keeps a place, who lost one, and why."""

    words: Sentence = Field(description="in a sentence: who lost a place, or that none did, or that none is judged yet")
    series: int = Field(description="how many series were back-tested")
    forecasts: int = Field(description="how many past forecasts were tried")
    skill: float | None = Field(
        default=None, description="score (CRPS) over that of the naive forecast, mean over series: below 1 is better"
    )
    skill_low: float | None = Field(default=None, description="low end of its 95 % interval")
    skill_high: float | None = Field(default=None, description="high end of its 95 % interval")
    rungs: tuple[RungResult, ...] = Field(default=(), description="every rung that was chosen, the most used first")


class ReliabilityRow(Result):
    """Forecasts that said about the same."""

    low: float = Field(description="they said at least this probability")
    high: float = Field(description="and less than this")
    said: float = Field(description="the mean of what they said")
    came: HeldShare = Field(description="the share that came true")
    expected_low: float = Field(description="low end of where that share lies in 95 % of cases if they are honest")
    expected_high: float = Field(description="high end of it")
    n: int = Field(description="how many they are")


class ProbabilityScores(Result):
    """Probabilities that were given, against what came: Brier score, its parts, and whether they were honest."""

    n: int = Field(description="how many forecasts")
    series: int = Field(description="of how many series")
    effective: float = Field(description="how many independent forecasts would tell as much")
    said: float = Field(description="the mean probability that was given")
    came: HeldShare = Field(description="the share that came true")
    brier: float = Field(description="mean squared error: 0 is always right, 0.25 is a coin")
    brier_low: float = Field(description="low end of its 95 % interval (bootstrap over series)")
    brier_high: float = Field(description="high end of it")
    reliability: float = Field(description="the part that dishonest probabilities cost: 0 is honest")
    resolution: float = Field(description="the part that telling cases apart gains")
    uncertainty: float = Field(description="the score of saying the base rate each time")
    within: float = Field(description="what differs inside the classes; the four add up to the score")
    skill: float | None = Field(description="1 - brier / uncertainty; above 0 they say more than the base rate")
    p: float = Field(description="p-value of honest probabilities, on the whole and of the sure ones")
    p_adjusted: float = Field(default=1.0, description="the same after every test of this answer is counted (Holm)")
    lean: Literal["hopeful", "gloomy", "none"] = Field(description="whether they said credibly more or less than came")
    rows: tuple[ReliabilityRow, ...] = Field(description="the table behind the reliability diagram")
    words: Sentence = Field(description="the same as a sentence")


class LevelCoverage(Result):
    """How often the central interval of a level held what came."""

    level: float = Field(description="the level, as 0.8")
    held: HeldShare = Field(description="the share of outcomes that it held: the level itself is honest")
    p: float = Field(description="two-sided p-value of the level itself")
    p_adjusted: float = Field(default=1.0, description="the same after every test of this answer is counted (Holm)")


class PitClass(Result):
    """One class of the histogram of where outcomes fell in their forecasts (PIT)."""

    low: float = Field(description="from this quantile of the forecast")
    high: float = Field(description="to this one")
    share: float = Field(description="share of the outcomes that fell there; the width of the class is honest")
    n: int = Field(description="how many")


class IntervalScores(Result):
    """Intervals that were given, against what came."""

    n: int = Field(description="how many forecasts")
    series: int = Field(description="of how many series")
    coverage: tuple[LevelCoverage, ...] = Field(description="by level; a level that was not published is not scored")
    pit: tuple[PitClass, ...] = Field(
        default=(), description="where outcomes fell, in ten classes; empty without deciles"
    )
    score: float | None = Field(
        default=None, description="mean CRPS (from quantiles) over that of 'as last time', mean over series"
    )
    words: Sentence = Field(description="the same as a sentence")


class PromiseScores(Result):
    """Figures that were promised, against what came: how much of the change that was promised came."""

    n: int = Field(description="how many promises are over")
    series: int = Field(description="of how many agreements or plans")
    factor: float = Field(description="median of what came over what was promised; 1 is exact")
    factor_low: float = Field(description="low end of its 95 % interval (bootstrap over agreements or plans)")
    factor_high: float = Field(description="high end of it")
    kept: HeldShare = Field(description="share of them that came as promised or better")
    bias: float = Field(description="mean of (came - promised) over the size of the promise")
    optimism: Literal["optimistic", "cautious", "none"] = Field(
        description="whether credibly less came than promised, or more"
    )
    words: Sentence = Field(description="the same as a sentence")


class CalibrationPart(Result):
    """The scores of one group of forecasts, or of all of a kind."""

    group: Sentence | None = Field(description="the group; null: all of them")
    probabilities: ProbabilityScores | None = Field(default=None, description="where probabilities were given")
    intervals: IntervalScores | None = Field(default=None, description="where intervals were given")
    points: PromiseScores | None = Field(
        default=None, description="where figures were promised of which more is better"
    )
    costs: PromiseScores | None = Field(default=None, description="where costs or times were promised: less is better")
    insufficient: Sentence | None = Field(default=None, description="how many it would take, where they are too few")


class QuarterScore(Result):
    """The forecasts of one kind that came due in one quarter."""

    period: str = Field(description="the quarter, as 2026-Q1")
    n: int = Field(description="how many")
    said: float = Field(description="the mean probability that was given")
    came: float = Field(description="the share that came true")
    brier: float = Field(description="their Brier score")


class ForecastCount(Result):
    """What became of every forecast of a kind."""

    issued: int = Field(description="all that were found")
    over: int = Field(description="those that are scored: over, and what came is known")
    open: int = Field(description="not over yet")
    unknown: int = Field(description="over, but what came is not known, or not at the grade asked for")
    disputed: int = Field(description="left out, because what came is disputed")
    by_basis: dict[str, int] = Field(description="how many were issued, replayed, reconstructed or signed")
    first_answer: dt.date | None = Field(description="when the first of the open ones is over")


class KindCalibration(Result):
    """Everything about one kind of forecast."""

    kind: Kind = Field(description="what kind of forecast")
    counted: ForecastCount = Field(description="what became of them")
    all: CalibrationPart = Field(description="all of them together")
    parts: tuple[CalibrationPart, ...] = Field(default=(), description="the same by the groups asked for")
    over_time: tuple[QuarterScore, ...] = Field(default=(), description="probabilities by the quarter they came due in")


class ForecastLine(Result):
    """One forecast against what came: the table behind the pictures."""

    kind: Kind = Field(description="what kind of forecast")
    basis: Basis = Field(description="whether it was really issued, or replayed on what was known then")
    who: str = Field(description="who said it: a party, or trueup")
    method: Sentence = Field(description="how")
    subject: str = Field(description="about what")
    issued_on: dt.date = Field(description="when it was said")
    for_date: dt.date = Field(description="the day at whose end it is over")
    probability: float | None = Field(default=None, description="the probability that was given")
    point: float | None = Field(default=None, description="the figure, or the median of the forecast")
    low: float | None = Field(default=None, description="low end of the 80 % interval, where it was given")
    high: float | None = Field(default=None, description="high end of it")
    unit: str | None = Field(default=None, description="the unit of figures")
    came: float | None = Field(default=None, description="what came; 1 or 0 for a probability")
    grade: GradeName | None = Field(default=None, description="the evidence grade of what came")
    state: Literal["over", "open", "unknown", "disputed"] = Field(description="what became of it")


class CalibrationResult(Result):
    """Was Trueup right, and were the parties? Every forecast against what came."""

    book: str = Field(description="the book's id")
    as_of: dt.date = Field(description="what had come when this day began")
    known_at: dt.datetime | None = Field(description="only what was known at this moment counts; null: all of it")
    grade: GradeName = Field(description="what came counts at this evidence grade and above")
    since: dt.date | None = Field(default=None, description="only forecasts made from this day on; null: all")
    by: str | None = Field(default=None, description="what the parts are by")
    ladder: LadderResult = Field(description="which rungs of the forecast ladder have their place")
    kinds: tuple[KindCalibration, ...] = Field(description="each kind of forecast that there is")
    months: int = Field(description="how many past month ends were replayed")
    lines: tuple[ForecastLine, ...] = Field(default=(), description="every forecast, one by one")
    words: tuple[Sentence, ...] = Field(description="what a reader should know first")
    seed: int = Field(description="seed of every simulation and bootstrap")


def held_result(found: Share) -> HeldShare:
    """A share as it is published."""
    return HeldShare(
        value=found.value,
        low=found.low,
        high=found.high,
        n=found.n,
        series=found.clusters,
        effective=round(found.effective, 1),
    )


def ladder_result(found: Places) -> LadderResult:
    """The ladder as it is published."""
    skill = found.ratio or (None, None, None)
    return LadderResult(
        words=ladder_words(found),
        series=found.series,
        forecasts=found.forecasts,
        skill=skill[0],
        skill_low=skill[1],
        skill_high=skill[2],
        rungs=tuple(_rung(rung) for rung in found.rungs),
    )


def _rung(rung: Rung) -> RungResult:
    return RungResult(
        rung=said(rung.name),
        place=rung.place,
        series=rung.series,
        forecasts=rung.forecasts,
        held_80=None if rung.held_80 is None else held_result(rung.held_80),
        held_95=None if rung.held_95 is None else held_result(rung.held_95),
        p=rung.p,
        fault=rung.fault,
        level=rung.level,
        words=rung_words(rung),
    )
