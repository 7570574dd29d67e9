"""The versions of a promise: the first always beside the current one, and the value that was de-scoped."""

from __future__ import annotations

from decimal import Decimal

from trueup.agreements.results import AgreementResult, VersionResult
from trueup.report import words
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.signs import badge
from trueup.report.signs import VERDICTS


def versions(result: AgreementResult) -> Markup:
    """A line of history; for a promise never amended, one sentence."""
    if len(result.versions) < 2:
        digest = [", digest ", tag("code", result.versions[0].digest[:16])] if result.versions else []
        return tag("p", "The promise stands as first made", digest, ".", class_="quiet")
    items = [_version(version, result.value.currency) for version in result.versions]
    return tag("div", tag("h4", "How the promise changed"), _against_first(result), tag("ol", items, class_="versions"),
               class_="promise")  # fmt: skip


def _against_first(result: AgreementResult) -> Markup:
    lost = sum((version.value_descoped for version in result.versions), Decimal(0))
    currency = result.value.currency
    before = f"{words.money(result.value.potential_first)} {currency}"
    now = f"{words.money(result.value.potential)} {currency}"
    descoped = f" Value de-scoped: {words.money(lost)} {currency}." if lost else ""
    return tag(
        "p",
        "By the first promise this agreement is ",
        badge(VERDICTS[result.verdict_first]),
        f"; by the current one it is {VERDICTS[result.verdict].word}. "
        f"It was first worth {before}, now {now}.{descoped}",
    )


def _version(version: VersionResult, currency: str) -> Markup:
    changes = [tag("li", user(change, "span")) for change in version.changes]
    lost = version.value_descoped
    return tag(
        "li",
        tag("b", "First promise" if version.version == 1 else f"Version {version.version}"),
        f", in force from {words.day(version.effective)}, digest ",
        tag("code", version.digest[:16]),
        tag("p", user(version.why, "span")) if version.why else None,
        tag("ul", changes) if changes else None,
        tag("p", f"Value de-scoped: {words.amount(lost)} {currency}", class_="caution") if lost > 0 else None,
    )
