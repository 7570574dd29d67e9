"""One agreement: the verdict and why first, then promise against proof, value against cost, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.agreements.results import AgreementResult, Value
from trueup.report import charts, summary, words
from trueup.report.html.context import Context
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.money import worth
from trueup.report.html.objective import objective
from trueup.report.html.promise import versions
from trueup.report.html.signs import GRADES, badge, evidence_bar
from trueup.report.language import noted, say, separators
from trueup.report.signs import VERDICTS


def agreement(result: AgreementResult, page: Context) -> Markup:
    """The whole section."""
    return tag(
        "section",
        tag("h3", badge(VERDICTS[result.verdict]), user(result.title, "span")),
        parties(result, page),
        reasons(result, page),
        figures(result, page),
        at_grades(result),
        tag("div", [objective(item, page) for item in result.objectives], class_="objectives"),
        worth(result.value, page),
        versions(result, page),
        id=charts.anchor(result),
        class_="agreement",
    )


def parties(result: AgreementResult, page: Context) -> Markup:
    """Who agreed, who watches, since when and until when."""
    parts = [page.names([result.customer]), say(" with "), page.names(result.providers)]
    if result.observer:
        parts += [say(", observed by "), page.names([result.observer])]
    parts.append(say("; in force since {day}", day=words.day(result.effective)))
    if result.due:
        parts.append(say("; last due {day}", day=words.day(result.due)))
    return tag("p", parts, class_="quiet")


def reasons(result: AgreementResult, page: Context) -> Iterator[Markup]:
    """The decisive reason, what rests on the provider's own figures, the other reasons, what would change it."""
    first, *others = result.reasons or (say("No reason was recorded."),)
    others = [reason for reason in others if reason != result.sentence]
    yield tag("p", user(words.sentence(first), "span"), class_="decisive")
    if result.sentence:
        yield tag("p", user(words.sentence(result.sentence), "span"), class_="caution")
    if others:
        yield tag("ul", [tag("li", user(words.sentence(reason), "span")) for reason in others])
    if result.would_change:
        changes = [tag("li", user(words.sentence(change), "span")) for change in result.would_change]
        yield tag("div", page.heading(say("What would change it")), tag("ul", changes), class_="would-change")


def figures(result: AgreementResult, page: Context) -> Markup:
    """Money, chances and evidence as large figures, each with what it means below."""
    value, currency = result.value, result.value.currency
    spread = summary.interval(value.realised) or say("no interval")
    first = summary.attainment_first(result)
    met = result.met_share if summary.chance(result) is None else None
    figures = (
        (noted("Value realised"), f"{words.money(value.realised.expected)} {currency}", spread),
        (noted("Value attributed"), *_attributed(value)),
        (noted("Cost to date"), f"{words.money(value.cost)} {currency}", _in_all(result)),
        (noted("Net"), f"{words.money(value.net.expected, plus=True)} {currency}", say(_CREATED[value.status])),
        (noted("P(success)"), _share(summary.chance(result)), say("all must-haves together")),
        (noted("Objectives met"), _share(met), say("at the grade agreed on")),
        (noted("First promise attained"), _share(first), say("mean of the must-haves")),
        (noted("Goal score T"), *_goal_score(result)),
    )
    items = [
        tag("div", tag("dt", say(name), page.know(name)), tag("dd", figure, tag("small", note)))
        for name, figure, note in figures
        if figure
    ]
    bar = evidence_bar(result.grade_mix)
    evidence = tag("div", tag("dt", say("Evidence"), page.know("Evidence")), tag("dd", bar))
    return tag("dl", items, evidence, class_="figures")


def _attributed(value: Value) -> tuple[str | None, str]:
    """What was caused stands apart from what was realised; nothing where no counterfactual is agreed on."""
    if value.attributed is None:
        return None, ""
    spread = summary.interval(value.attributed) or say("no interval")
    return f"{words.money(value.attributed.expected)} {value.currency}", spread


_CREATED = {
    "created": noted("value created"),
    "not_created": noted("value not created"),
    "undetermined": noted("value undetermined"),
}


def _goal_score(result: AgreementResult) -> tuple[str | None, str]:
    if result.gas_t is None:
        return None, ""
    basis = say("50 is as agreed; {goals}", goals=words.counted(result.gas_goals, "goal"))
    return separators(f"{result.gas_t:.1f}"), basis


def _share(value: float | None) -> str | None:
    return None if value is None else words.share(value)


def _in_all(result: AgreementResult) -> str:
    total = result.value.cost_total
    return say("no end is agreed") if total is None else say("{amount} in all", amount=words.money(total))


def at_grades(result: AgreementResult) -> Markup:
    """The verdict and the value read at each grade: where they differ, evidence decides."""
    body = []
    for grade in GRADES:
        verdict, amount = result.verdict_at_grade.get(grade), result.value.at_grade.get(grade)
        shown = badge(VERDICTS[verdict]) if verdict else say("not judged")
        money = "" if amount is None else f"{words.money(amount)} {result.value.currency}"
        body.append(tag("tr", tag("th", say(grade), scope="row"), tag("td", shown), tag("td", money, class_="number")))
    columns = (noted("Evidence from grade"), noted("Verdict"), noted("Value realised"))
    head = [tag("th", say(name), scope="col", class_="number" if i == 2 else None) for i, name in enumerate(columns)]
    table = tag("table", tag("thead", tag("tr", head)), tag("tbody", body), class_="grades")
    flips = len(set(result.verdict_at_grade.values())) > 1
    note = (
        noted("The verdict changes with the grade of evidence")
        if flips
        else noted("The agreement has the same verdict at every grade")
    )
    return tag("details", tag("summary", say(note)), table, open=flips)
