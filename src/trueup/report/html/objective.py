"""One objective: its status in a sentence, promise against proof as a picture, and how it is known."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.agreements.charts import moved, promise_against_proof, shown
from trueup.agreements.results import ObjectiveResult
from trueup.report import summary, words
from trueup.report.html.context import Context
from trueup.report.html.figure import Table
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.signs import badge
from trueup.report.signs import STATUSES
from trueup.vocabulary import Grade


def objective(result: ObjectiveResult, page: Context) -> Markup:
    """An article with the chart; without actuals there is nothing to draw, and it says so."""
    return tag(
        "article",
        tag("h4", badge(STATUSES[result.status]), user(result.title, "span")),
        tag("p", Markup.join(_clauses(result, page), " ")),
        _reasons(result),
        _figure(result, page) if result.points else None,
        _know(result, page),
        class_="objective",
    )


def _clauses(result: ObjectiveResult, page: Context) -> Iterator[str]:
    yield _latest(result, page)
    total = summary.so_far(result) if result.type == "cumulative" else None
    if total is not None:
        yield tag("span", "In sum ", tag("b", words.quantity(total, result.unit)), " so far.")
    yield f"{_promised(result)}."
    if result.attainment is not None:
        first = result.attainment_first
        other = first is not None and moved(result)
        was = f", {words.share(first)} by the first promise" if other and first is not None else ""
        yield f"{words.share(result.attainment)} attained{was}."
    chance = summary.chance(result)
    if chance is not None:
        yield f"P(hit) {words.share(chance)}."


def _latest(result: ObjectiveResult, page: Context) -> Markup:
    latest = result.latest
    if latest is None:
        return tag("span", "No actual yet.")
    by = f" by {page.name(latest.reported_by)}" if latest.reported_by else ""
    grade = f"{latest.grade}, reported" if latest.grade > Grade.reported and by else str(latest.grade)
    disputed = ", disputed" if latest.disputed else ""
    spread = ""
    if latest.disputed and latest.low is not None and latest.high is not None:
        spread = f" between {words.number(latest.low)} and {words.number(latest.high)}"
    figure = tag("b", words.quantity(latest.actual, result.unit))
    return tag("span", figure, f" in {words.period(latest.period)} ({grade}{by}{disputed}{spread}).")


def _promised(result: ObjectiveResult) -> str:
    due = f" by {words.day(result.due)}" if result.due else ""
    first = ""
    if moved(result) and result.first_target is not None:
        when = f" by {words.day(result.first_due)}" if result.first_due else ""
        first = f" (first promised: {words.target(result.first_target, result.unit)}{when})"
    return f"Promised: {words.target(result.target, result.unit)}{due}{first}"


def _reasons(result: ObjectiveResult) -> Markup | None:
    lines = [*result.reasons, *result.insufficient]
    return tag("ul", [tag("li", user(line, "span")) for line in lines], class_="quiet") if lines else None


def _figure(result: ObjectiveResult, page: Context) -> Markup:
    rows = [
        (words.period(point.period), words.number(point.actual), str(point.grade), page.name(point.reported_by or ""))
        for point in result.points
    ]
    table = Table(("Period", f"Actual ({result.unit})", "Grade", "Reported by"), rows, frozenset({1}))
    return page.charts.figure(
        promise_against_proof(result), _caption(result), _description(result), table, _legend(result)
    )


def _caption(result: ObjectiveResult) -> str:
    return "Promise against proof, summed up" if result.type == "cumulative" else "Promise against proof"


def _description(result: ObjectiveResult) -> str:
    first, last = result.points[0], result.points[-1]
    parts = [
        f"{result.title}: {words.counted(len(result.points), 'actual')}",
        f"from {words.quantity(first.actual, result.unit)} in {words.period(first.period)}",
        f"to {words.quantity(last.actual, result.unit)} in {words.period(last.period)}",
        f"target {words.target(result.target, result.unit)}",
    ]
    if result.forecast is not None:
        ahead = result.forecast
        parts.append(f"forecast {words.number(ahead.low)} to {words.number(ahead.high)} on {words.day(ahead.at)}")
    return ", ".join(parts)


def _legend(result: ObjectiveResult) -> Markup:
    grades = {str(point.grade) for point in shown(result)}
    alone = result.type != "cumulative"
    keys = (
        ("promise", "promised", bool(result.path) or isinstance(result.target, tuple)),
        ("first", "first promise", moved(result)),
        *((grade, grade, grade in grades) for grade in ("reported", "verified", "attested")),
        ("limit", "control limits", alone and result.limits is not None and result.limits.upper is not None),
        ("signal", "signal", alone and bool(result.signals)),
        ("fan", "forecast of the sum, 95 %", not alone and result.forecast is not None),
        ("fan", "forecast, 60 and 90 %", alone and result.forecast is not None and bool(result.forecast.fan)),
    )
    items = [tag("li", _swatch(name), label) for name, label, present in keys if present]
    return tag("ul", items, class_="legend", aria_hidden="true")


def _swatch(name: str) -> Markup:
    if name in {"reported", "verified", "attested", "signal"}:
        mark = tag("circle", cx=12, cy=6, r=6 if name == "signal" else 4, class_=f"key-{name}")
    elif name == "fan":
        mark = tag("rect", x=0, y=0, width=24, height=12, class_="key-fan")
    else:
        mark = tag("line", x1=0, y1=6, x2=24, y2=6, class_=f"key-{name}")
    return tag("svg", mark, viewBox="-2 -2 28 16", class_="key")


def _know(result: ObjectiveResult, page: Context) -> Markup:
    facts = [tag("div", tag("dt", name), tag("dd", user(text))) for name, text in _facts(result, page)]
    return tag("details", tag("summary", "How do you know?"), tag("dl", facts, class_="facts"), class_="know")


_TYPES = {
    "at": "the actual of the period that holds the due date",
    "by": "reached once, on or before the due date",
    "cumulative": "the sum of all periods up to the due date",
    "sustained": "held for the agreed number of periods in a row",
}


def _facts(result: ObjectiveResult, page: Context) -> Iterator[tuple[str, str]]:
    yield "KPI", f"{result.kpi}, {result.direction}, in {result.unit}, {result.slice}"
    yield "Target counts", _TYPES[result.type]
    yield "Evidence agreed on", f"{result.evidence} for settlement"
    grades = [f"{grade}: {STATUSES[status].word}" for grade, status in result.status_at_grade.items()]
    yield "Status by grade", ", ".join(grades)
    yield from _promise_facts(result)
    yield from _forecast_facts(result)
    yield from _chart_facts(result)
    if result.missing:
        yield "Periods without an actual", "; ".join(result.missing)
    if result.range_missed_by:
        yield "Outside the range by", words.quantity(result.range_missed_by, result.unit)
    if result.accountable:
        yield "Accountable", words.listed(page.name(party) for party in result.accountable)


def _promise_facts(result: ObjectiveResult) -> Iterator[tuple[str, str]]:
    if result.baseline is not None:
        yield "Baseline", words.quantity(result.baseline, result.unit)
    if result.path_now is not None:
        share = (
            "" if result.attainment_path is None else f"; attainment against it {words.share(result.attainment_path)}"
        )
        yield "Promised by now", f"{words.quantity(result.path_now, result.unit)}{share}"
    if result.value is not None:
        money = result.value
        yield (
            "Value",
            f"{words.amount(money.realised)} realised of {words.amount(money.potential_to_date)} promised to date",
        )


def _forecast_facts(result: ObjectiveResult) -> Iterator[tuple[str, str]]:
    ahead = result.forecast
    if ahead is None:
        return
    span = f"{words.number(ahead.low)} to {words.quantity(ahead.high, result.unit)}"
    yield "Forecast", f"{words.quantity(ahead.expected, result.unit)} on {words.day(ahead.at)} ({span}), {ahead.method}"
    yield "Its own record", summary.record(ahead)
    known = ahead.calibration
    if known is not None and known.crps is not None and known.crps_naive is not None:
        better = f"CRPS {words.number(known.crps)} against {words.number(known.crps_naive)} of the naive forecast"
        yield "Its sharpness", better + (f", Brier {words.number(known.brier)}" if known.brier is not None else "")


def _chart_facts(result: ObjectiveResult) -> Iterator[tuple[str, str]]:
    limits = result.limits
    if limits is not None:
        ends = [
            f"{name} {words.number(value)}"
            for name, value in (("lower", limits.lower), ("centre", limits.centre), ("upper", limits.upper))
            if value is not None
        ]
        state = ", provisional" if limits.provisional else ""
        note = f"; {limits.note}" if limits.note else ""
        yield "Control limits", f"XmR from {words.counted(limits.n, 'actual')}{state}: {', '.join(ends)}{note}"
    for signal in result.signals:
        yield "Signal", f"{signal.rule} in {words.period(signal.period)}, {signal.side}"
