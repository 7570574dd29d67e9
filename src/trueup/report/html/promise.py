"""The versions of a promise: the first always beside the current one, and the value that was de-scoped."""

from __future__ import annotations

from decimal import Decimal

from trueup.agreements.results import AgreementResult, VersionResult
from trueup.report import words
from trueup.report.html.context import Context
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.signs import badge
from trueup.report.language import say
from trueup.report.signs import VERDICTS


def versions(result: AgreementResult, page: Context) -> Markup:
    """A line of history; for a promise never amended, one sentence."""
    if len(result.versions) < 2:
        digest = [say(", digest "), tag("code", result.versions[0].digest[:16])] if result.versions else []
        return tag("p", say("The promise stands as first made"), digest, ".", class_="quiet")
    items = [_version(version, result.value.currency) for version in result.versions]
    heading = page.heading(say("How the promise changed"))
    return tag("div", heading, _against_first(result), tag("ol", items, class_="versions"), class_="promise")


def _against_first(result: AgreementResult) -> Markup:
    lost = sum((version.value_descoped for version in result.versions), Decimal(0))
    currency = result.value.currency
    before = f"{words.money(result.value.potential_first)} {currency}"
    now = f"{words.money(result.value.potential)} {currency}"
    told = say(" It was first worth {before}, now {now}.", before=before, now=now)
    descoped = say(" Value de-scoped: {amount}.", amount=f"{words.money(lost)} {currency}") if lost else ""
    first, current = badge(VERDICTS[result.verdict_first]), say(VERDICTS[result.verdict].word)
    opening, turn = say("By the first promise this agreement is "), say("; by the current one it is ")
    return tag("p", opening, first, turn, f"{current}.", told, descoped)


def _version(version: VersionResult, currency: str) -> Markup:
    changes = [tag("li", user(change, "span")) for change in version.changes]
    lost = version.value_descoped
    return tag(
        "li",
        tag("b", say("First promise") if version.version == 1 else say("Version {number}", number=version.version)),
        say(", in force from {day}, digest ", day=words.day(version.effective)),
        tag("code", version.digest[:16]),
        tag("p", user(version.why, "span")) if version.why else None,
        tag("ul", changes) if changes else None,
        tag("p", _descoped(lost, currency), class_="caution") if lost > 0 else None,
    )


def _descoped(lost: Decimal, currency: str) -> str:
    return say("Value de-scoped: {amount}", amount=f"{words.amount(lost)} {currency}")
