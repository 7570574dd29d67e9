"""One objective: its status in a sentence, promise against proof as a picture, and how it is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from trueup.agreements.charts import moved, promise_against_proof, shown
from trueup.agreements.results import Latest, ObjectiveResult
from trueup.report import summary, words
from trueup.report.html.context import Context
from trueup.report.html.figure import Table
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.signs import badge
from trueup.report.language import noted, say
from trueup.report.signs import STATUSES
from trueup.vocabulary import Grade


def objective(result: ObjectiveResult, page: Context) -> Markup:
    """An article with the chart; without actuals there is nothing to draw, and it says so."""
    return tag(
        "article",
        page.heading(badge(STATUSES[result.status]), user(result.title, "span")),
        tag("p", Markup.join(_clauses(result, page), " ")),
        _reasons(result),
        _figure(result, page) if result.points else None,
        _know(result, page),
        class_="objective",
        id=f"objective-{result.id}" if page.level == 1 else None,  # only where one agreement has the page for itself
    )


def _clauses(result: ObjectiveResult, page: Context) -> Iterator[str]:
    yield _latest(result, page)
    total = summary.so_far(result) if result.type == "cumulative" else None
    if total is not None:
        yield tag("span", say("In sum "), tag("b", words.quantity(total, result.unit)), say(" so far."))
    yield f"{_promised(result)}."
    if result.attainment is not None:
        first = result.attainment_first
        other = first is not None and moved(result)
        was = say(", {share} by the first promise", share=words.share(first)) if other and first is not None else ""
        yield say("{share} attained{was}.", share=words.share(result.attainment), was=was)
    chance = summary.chance(result)
    if chance is not None:
        yield say("P(hit) {share}.", share=words.share(chance))


def _latest(result: ObjectiveResult, page: Context) -> Markup:
    latest = result.latest
    if latest is None:
        return tag("span", say("No actual yet."))
    about = say(" in {period} ({grade}).", period=words.period(latest.period), grade=_standing(latest, page))
    return tag("span", tag("b", words.quantity(latest.actual, result.unit)), about)


def _standing(latest: Latest, page: Context) -> str:
    """Grade, reporter and dispute of an actual: verified, reported by Acme, disputed between 4 and 6."""
    parts = [say(str(latest.grade))]
    if latest.reported_by:
        by = say("reported by {party}", party=page.name(latest.reported_by))
        parts = [by] if latest.grade is Grade.reported else [*parts, by]
    if latest.disputed and latest.low is not None and latest.high is not None:
        low, high = words.number(latest.low), words.number(latest.high)
        parts.append(say("disputed between {low} and {high}", low=low, high=high))
    elif latest.disputed:
        parts.append(say("disputed"))
    return ", ".join(parts)


def _promised(result: ObjectiveResult) -> str:
    first = ""
    if moved(result) and result.first_target is not None:
        was = _until(words.target(result.first_target, result.unit), result.first_due)
        first = say(" (first promised: {target})", target=was)
    return say("Promised: {target}", target=_until(words.target(result.target, result.unit), result.due)) + first


def _until(target: str, due: dt.date | None) -> str:
    return say("{target} by {day}", target=target, day=words.day(due)) if due else target


def _reasons(result: ObjectiveResult) -> Markup | None:
    lines = [*result.reasons, *result.insufficient]
    return tag("ul", [tag("li", user(line, "span")) for line in lines], class_="quiet") if lines else None


def _figure(result: ObjectiveResult, page: Context) -> Markup:
    rows = [
        (
            words.period(point.period),
            words.number(point.actual),
            say(str(point.grade)),
            page.name(point.reported_by or ""),
        )
        for point in result.points
    ]
    table = Table(
        (say("Period"), say("Actual ({unit})", unit=say(result.unit)), say("Grade"), say("Reported by")),
        rows,
        frozenset({1}),
    )
    return page.charts.figure(
        promise_against_proof(result), _caption(result), _description(result), table, _legend(result)
    )


def _caption(result: ObjectiveResult) -> str:
    return say("Promise against proof, summed up") if result.type == "cumulative" else say("Promise against proof")


def _description(result: ObjectiveResult) -> str:
    first, last = result.points[0], result.points[-1]
    parts = [
        f"{result.title}: {words.counted(len(result.points), 'actual')}",
        say(
            "from {actual} in {period}",
            actual=words.quantity(first.actual, result.unit),
            period=words.period(first.period),
        ),
        say(
            "to {actual} in {period}", actual=words.quantity(last.actual, result.unit), period=words.period(last.period)
        ),
        say("target {target}", target=words.target(result.target, result.unit)),
    ]
    if result.forecast is not None:
        ahead = result.forecast
        low, high = words.number(ahead.low), words.number(ahead.high)
        parts.append(say("forecast {low} to {high} on {day}", low=low, high=high, day=words.day(ahead.at)))
    return ", ".join(parts)


def _legend(result: ObjectiveResult) -> Markup:
    grades = {str(point.grade) for point in shown(result)}
    alone = result.type != "cumulative"
    keys = (
        ("promise", noted("promised"), bool(result.path) or isinstance(result.target, tuple)),
        ("first", noted("first promise"), moved(result)),
        *((grade, grade, grade in grades) for grade in ("reported", "verified", "attested")),
        ("limit", noted("control limits"), alone and result.limits is not None and result.limits.upper is not None),
        ("signal", noted("signal"), alone and bool(result.signals)),
        ("fan", noted("forecast of the sum, 95 %"), not alone and result.forecast is not None),
        ("fan", noted("forecast, 60 and 90 %"), alone and result.forecast is not None and bool(result.forecast.fan)),
    )
    items = [tag("li", _swatch(name), say(label)) for name, label, present in keys if present]
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
    return tag("details", tag("summary", say("How do you know?")), tag("dl", facts, class_="facts"), class_="know")


_TYPES = {
    "at": noted("the actual of the period that holds the due date"),
    "by": noted("reached once, on or before the due date"),
    "cumulative": noted("the sum of all periods up to the due date"),
    "sustained": noted("held for the agreed number of periods in a row"),
}


def _facts(result: ObjectiveResult, page: Context) -> Iterator[tuple[str, str]]:
    yield say("KPI"), f"{result.kpi}, {say(result.direction)}, {say(result.unit)}, {result.slice}"
    yield say("Target counts"), say(_TYPES[result.type])
    yield say("Evidence agreed on"), say("{grade} for settlement", grade=say(str(result.evidence)))
    grades = [f"{say(grade)}: {say(STATUSES[status].word)}" for grade, status in result.status_at_grade.items()]
    yield say("Status by grade"), ", ".join(grades)
    yield from _promise_facts(result)
    yield from _caused_facts(result)
    yield from _forecast_facts(result)
    yield from _chart_facts(result)
    if result.missing:
        yield say("Periods without an actual"), "; ".join(map(words.told, result.missing))
    if result.range_missed_by:
        yield say("Outside the range by"), words.quantity(result.range_missed_by, result.unit)
    if result.accountable:
        yield say("Accountable"), words.listed(page.name(party) for party in result.accountable)


def _promise_facts(result: ObjectiveResult) -> Iterator[tuple[str, str]]:
    if result.baseline is not None:
        yield say("Baseline"), words.quantity(result.baseline, result.unit)
    if result.path_now is not None:
        reached = result.attainment_path
        share = "" if reached is None else say("; attainment against it {share}", share=words.share(reached))
        yield say("Promised by now"), f"{words.quantity(result.path_now, result.unit)}{share}"
    if result.value is not None:
        money = result.value
        yield (
            say("Value"),
            say(
                "{realised} realised of {promised} promised to date",
                realised=words.amount(money.realised),
                promised=words.amount(money.potential_to_date),
            ),
        )


def _caused_facts(result: ObjectiveResult) -> Iterator[tuple[str, str]]:
    """What the agreement caused of it, where a counterfactual is agreed on, and when that is not so."""
    found = result.attributed
    if found is not None:
        yield say("Attributed"), words.told(found.words)
        yield say("Its weak point"), words.told(found.fails_if)


def _forecast_facts(result: ObjectiveResult) -> Iterator[tuple[str, str]]:
    ahead = result.forecast
    if ahead is None:
        return
    span = say("{low} to {high}", low=words.number(ahead.low), high=words.quantity(ahead.high, result.unit))
    expected, when = words.quantity(ahead.expected, result.unit), words.day(ahead.at)
    yield (
        say("Forecast"),
        say("{expected} on {day} ({span})", expected=expected, day=when, span=span) + f", {words.told(ahead.method)}",
    )
    yield say("Its own record"), summary.record(ahead)
    known = ahead.calibration
    if known is not None and known.crps is not None and known.crps_naive is not None:
        ours, naive = words.number(known.crps), words.number(known.crps_naive)
        better = say("CRPS {ours} against {naive} of the naive forecast", ours=ours, naive=naive)
        yield say("Its sharpness"), better + (f", Brier {words.number(known.brier)}" if known.brier is not None else "")


def _chart_facts(result: ObjectiveResult) -> Iterator[tuple[str, str]]:
    limits = result.limits
    if limits is not None:
        ends = [
            f"{say(name)} {words.number(value)}"
            for name, value in (("lower", limits.lower), ("centre", limits.centre), ("upper", limits.upper))
            if value is not None
        ]
        state = say(", provisional") if limits.provisional else ""
        note = f"; {words.told(limits.note)}" if limits.note else ""
        basis = say("XmR from {actuals}", actuals=words.counted(limits.n, "actual"))
        yield say("Control limits"), f"{basis}{state}: {', '.join(ends)}{note}"
    for signal in result.signals:
        rule, when = say(signal.rule), words.period(signal.period)
        yield say("Signal"), say("{rule} in {period}", rule=rule, period=when) + f", {say(signal.side)}"
