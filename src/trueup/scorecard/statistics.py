"""Answers what agreements ask of statistics: outlooks and control charts, in the agreements' own records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trueup.agreements import outlook as asked
from trueup.agreements.outlook import Chart, Question
from trueup.agreements.promise import SeriesKey
from trueup.agreements.results import Calibration, Fan, Forecast, Limits, Side, Signal
from trueup.kpis.documents import Kpi
from trueup.kpis.ladder import Ladder, foresee
from trueup.kpis.monitoring import Alarm, Charted, ControlChart, control_charts, false_alarms_a_month, whole_of
from trueup.kpis.outlook import Ask, Outlook, Record, outlooks
from trueup.kpis.series import Series
from trueup.stats.xmr import Limits as XmrLimits
from trueup.vocabulary import Direction


def answered(
    questions: Sequence[Question], seed: int, given: Ladder | None = None
) -> tuple[list[asked.Outlook | None], Ladder]:
    """The outlook of each question, in order; None where it has been decided or nothing is due. And the ladder.

    `given` is the ladder of the whole book, where these are not all of its questions.
    """
    dated = [index for index, question in enumerate(questions) if question.promise.due is not None]
    answers: list[asked.Outlook | None] = [None] * len(questions)
    asks = [ask_of(questions[index]) for index in dated]
    foreseen = foresee(asks, given)
    words = foreseen.ladder.words
    for index, answer in zip(dated, outlooks(asks, seed, foreseen), strict=True):
        answers[index] = None if answer is None else _outlook(questions[index], answer, words)
    return answers, foreseen.ladder


def ask_of(question: Question) -> Ask:
    """The question as the forecast takes it; its promise has a due date."""
    promise, kpi = question.promise, question.promise.kpi
    assert promise.due is not None
    slack = promise.objective.tolerance
    return Ask(
        series=question.series,
        kind=promise.objective.type,
        low=None if promise.low is None else float(promise.low - slack),
        high=None if promise.high is None else float(promise.high + slack),
        start=promise.start,
        due=promise.due,
        run=promise.objective.periods or 1,
        floor=kpi.floor,
        ceiling=kpi.ceiling,
        season=kpi.season,
        fiscal_year_start=promise.fiscal_year_start,
    )


def _outlook(question: Question, answer: Outlook, ladder: str | None) -> asked.Outlook:
    needs = None if answer.lack is None else max(1, answer.lack.need - answer.lack.have)
    return asked.Outlook(p_hit=answer.p, p_hit_se=answer.se, forecast=_forecast(question, answer, ladder), needs=needs)


def _forecast(question: Question, answer: Outlook, ladder: str | None) -> Forecast | None:
    if answer.low is None or answer.expected is None or answer.high is None or question.promise.due is None:
        return None
    return Forecast(
        at=question.promise.due,
        low=answer.low,
        expected=answer.expected,
        high=answer.high,
        method=answer.method,
        ladder=ladder,
        calibration=None if answer.record is None else _calibration(answer.record),
        fan=tuple(Fan(step.period, *step.quantiles) for step in answer.steps),
    )


def _calibration(record: Record) -> Calibration:
    return Calibration(
        n=record.n,
        coverage_80=record.coverage_80,
        coverage_95=record.coverage_95,
        coverage_95_low=record.coverage_95_low,
        coverage_95_high=record.coverage_95_high,
        crps=record.crps,
        crps_naive=record.crps_naive,
        brier=record.brier,
    )


def charts(
    series: Mapping[SeriesKey, Series], kpis: Mapping[str, Kpi], fiscal_year_start: int
) -> tuple[dict[SeriesKey, Chart], float]:
    """The control chart of every series, and the false alarms a month that all of them together cost."""
    known = {key: each for key, each in series.items() if key[0] in kpis}
    drawn = control_charts([_charted(each, kpis[key[0]], fiscal_year_start) for key, each in known.items()])
    alarms = false_alarms_a_month(zip(known.values(), drawn, strict=True))
    return {key: _chart(chart, kpis[key[0]].direction) for key, chart in zip(known, drawn, strict=True)}, alarms


def _charted(series: Series, kpi: Kpi, fiscal_year_start: int) -> Charted:
    return Charted(series, kpi.floor, kpi.ceiling, whole_of(kpi.unit.name), fiscal_year_start)


def _chart(chart: ControlChart, direction: Direction) -> Chart:
    return Chart(
        signals=tuple(_signal(alarm, direction) for alarm in chart.alarms),
        limits=None if chart.limits is None else _limits(chart.limits, chart.note),
        note=None if chart.limits is not None else chart.note,
    )


def _signal(alarm: Alarm, direction: Direction) -> Signal:
    return Signal(rule=alarm.rule, period=alarm.period, value=alarm.value, side=_side(alarm.side, direction))


def _side(side: Side, direction: Direction) -> Side:
    """Above is better for a KPI to increase; a KPI to maintain has no better side."""
    if direction is Direction.maintain:
        return side
    return "better" if (side == "above") == (direction is Direction.increase) else "worse"


def _limits(found: XmrLimits, note: str | None) -> Limits:
    return Limits(
        centre=found.centre,
        lower=found.lower,
        upper=found.upper,
        n=found.baseline,
        provisional=found.status == "provisional",
        note=note,
    )
