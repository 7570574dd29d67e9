"""A plan on the page: what the parties may say first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.report import words
from trueup.report.delivery import overall_sign
from trueup.report.html.context import Context
from trueup.report.html.delivery.cards import card, containment
from trueup.report.html.delivery.figures import pictures
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.signs import badge
from trueup.report.language import say
from trueup.report.pace import at_pace
from trueup.scorecard.model import Delivery, Scorecard

WHOLE = 12
"""Plans that have a section of their own with pictures."""


def deliveries(scorecard: Scorecard, page: Context) -> Markup | None:
    """The section of all plans; None for a book without any."""
    if not scorecard.deliveries:
        return None
    shown = scorecard.deliveries[:WHOLE]
    more = len(scorecard.deliveries) - len(shown)
    note = tag("p", f"The first {WHOLE} of {len(scorecard.deliveries):,} plans.", class_="quiet") if more else None
    currency = scorecard.currency
    return tag(
        "section", tag("h2", "Delivery"), note, [delivery(each, page, currency) for each in shown], id="deliveries"
    )


def delivery(found: Delivery, page: Context, currency: str) -> Markup:
    """One plan: the two clocks, verdict cards, containments, pictures, quality."""
    return tag(
        "section",
        tag("h3", badge(overall_sign(found.overall)), user(found.title, "span")),
        tag("p", _facts(found), class_="quiet"),
        tag("p", user(say(found.clocks.words), "span"), class_="decisive"),
        _whole(found, page),
        tag("div", [card(each, found.overall, page) for each in found.verdicts], class_="cards"),
        [containment(each, page) for each in found.containments],
        pictures(found, page, currency),
        _quality(found, page),
        id=f"delivery-{found.plan}",
        class_="agreement delivery",
    )


def _facts(found: Delivery) -> str:
    verb = say("finished {day}") if found.complete else say("finishes {day} as it now stands")
    parts = [say("known until {day}", day=words.day(found.status_date)), verb.format(day=words.day(found.finish))]
    if found.committed_finish is not None:
        parts.append(say("promised {day}", day=words.day(found.committed_finish)))
    return "; ".join(parts)


def _whole(found: Delivery, page: Context) -> Iterator[Markup]:
    overall = found.overall
    if overall.p is not None:
        chance = words.share(overall.p.p)
        yield tag("p", say("The whole is met in {share} of the simulated futures.", share=chance))
        if found.simulation is not None and found.simulation.paced is not None:
            yield tag("p", at_pace(found.simulation.paced))
    if overall.reasons:
        yield tag("ul", [tag("li", user(words.sentence(reason), "span")) for reason in overall.reasons])
    if overall.would_change:
        changes = [tag("li", user(words.sentence(each), "span")) for each in overall.would_change]
        yield tag("div", page.heading(say("What would change it")), tag("ul", changes), class_="would-change")


def _quality(found: Delivery, page: Context) -> Markup:
    quality = found.quality
    trust = say("it can carry a forecast") if quality.trusted else say("do not trust a forecast from it yet")
    failed = [check for check in quality.checks if not check.passed]
    items = [tag("li", user(words.sentence(check.words), "span")) for check in failed]
    share = words.share(quality.score)
    summary = tag("summary", say("The schedule itself: {share} of the checks pass, {trust}", share=share, trust=trust))
    return tag("details", summary, tag("ul", items) if items else tag("p", say("Nothing is wrong.")), class_="numbers")
