"""One agreement: the verdict and why first, then promise against proof, value against cost, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.agreements.results import AgreementResult
from trueup.report import charts, summary, words
from trueup.report.html.context import Context
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.money import worth
from trueup.report.html.objective import objective
from trueup.report.html.promise import versions
from trueup.report.html.signs import GRADES, badge, evidence_bar
from trueup.report.signs import VERDICTS


def agreement(result: AgreementResult, page: Context) -> Markup:
    """The whole section."""
    return tag(
        "section",
        tag("h3", badge(VERDICTS[result.verdict]), user(result.title, "span")),
        _parties(result, page),
        _reasons(result),
        _figures(result),
        _grades(result),
        tag("div", [objective(item, page) for item in result.objectives], class_="objectives"),
        worth(result.value, page),
        versions(result),
        id=charts.anchor(result),
        class_="agreement",
    )


def _parties(result: AgreementResult, page: Context) -> Markup:
    observer = [", observed by ", page.names([result.observer])] if result.observer else []
    due = f"; last due {words.day(result.due)}" if result.due else ""
    since = f"; in force since {words.day(result.effective)}{due}"
    return tag(
        "p", page.names([result.customer]), " with ", page.names(result.providers), observer, since, class_="quiet"
    )


def _reasons(result: AgreementResult) -> Iterator[Markup]:
    first, *others = result.reasons or ("No reason was recorded.",)
    others = [reason for reason in others if reason != result.sentence]
    yield tag("p", user(words.sentence(first), "span"), class_="decisive")
    if result.sentence:
        yield tag("p", user(words.sentence(result.sentence), "span"), class_="caution")
    if others:
        yield tag("ul", [tag("li", user(words.sentence(reason), "span")) for reason in others])
    if result.would_change:
        changes = [tag("li", user(words.sentence(change), "span")) for change in result.would_change]
        yield tag("div", tag("h4", "What would change it"), tag("ul", changes), class_="would-change")


def _figures(result: AgreementResult) -> Markup:
    value, currency = result.value, result.value.currency
    spread = summary.interval(value.realised) or "no interval"
    first = summary.attainment_first(result)
    met = result.met_share if summary.chance(result) is None else None
    figures = (
        ("Value realised", f"{words.money(value.realised.expected)} {currency}", spread),
        ("Cost to date", f"{words.money(value.cost)} {currency}", _in_all(result)),
        ("Net", f"{words.money(value.net.expected, plus=True)} {currency}", f"value {words.plain(value.status)}"),
        ("P(success)", _share(summary.chance(result)), "all must-haves together"),
        ("Objectives met", _share(met), "at the grade agreed on"),
        ("First promise attained", _share(first), "mean of the must-haves"),
        ("Goal score T", *_goal_score(result)),
    )
    items = [
        tag("div", tag("dt", name), tag("dd", figure, tag("small", note))) for name, figure, note in figures if figure
    ]
    evidence = tag("div", tag("dt", "Evidence"), tag("dd", evidence_bar(result.grade_mix)))
    return tag("dl", items, evidence, class_="figures")


def _goal_score(result: AgreementResult) -> tuple[str | None, str]:
    if result.gas_t is None:
        return None, ""
    return f"{result.gas_t:.1f}", f"50 is as agreed; {words.counted(result.gas_goals, 'goal')}"


def _share(value: float | None) -> str | None:
    return None if value is None else words.share(value)


def _in_all(result: AgreementResult) -> str:
    total = result.value.cost_total
    return "no end is agreed" if total is None else f"{words.money(total)} in all"


def _grades(result: AgreementResult) -> Markup:
    """The verdict and the value read at each grade: where they differ, evidence decides."""
    body = []
    for grade in GRADES:
        verdict, amount = result.verdict_at_grade.get(grade), result.value.at_grade.get(grade)
        shown = badge(VERDICTS[verdict]) if verdict else "not judged"
        money = "" if amount is None else f"{words.money(amount)} {result.value.currency}"
        body.append(tag("tr", tag("th", grade, scope="row"), tag("td", shown), tag("td", money, class_="number")))
    columns = ("Evidence from grade", "Verdict", "Value realised")
    head = [tag("th", name, scope="col", class_="number" if i == 2 else None) for i, name in enumerate(columns)]
    table = tag("table", tag("thead", tag("tr", head)), tag("tbody", body), class_="grades")
    flips = len(set(result.verdict_at_grade.values())) > 1
    note = "The verdict changes with the grade of evidence" if flips else "The verdict is the same at every grade"
    return tag("details", tag("summary", note), table, open=flips)
