"""The top of the page: whose book, as of when, and the verdict in one paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trueup.report import summary, words
from trueup.report.html.markup import Markup, tag, user
from trueup.report.html.signs import badge
from trueup.report.signs import VERDICTS
from trueup.scorecard.model import Scorecard

ROLES = {"customer": "Customer", "provider": "Providers", "observer": "Observer"}


def header(scorecard: Scorecard, contents: Iterable[tuple[str, str]]) -> Markup:
    """Name, moment, parties, verdict in words, counts by verdict, and where to read on."""
    return tag(
        "header",
        tag("p", tag("b", "Trueup"), " scorecard: promise against proof", class_="brand"),
        user(scorecard.name, "h1"),
        _moment(scorecard),
        tag("p", _paragraph(scorecard), class_="verdict"),
        _counts(scorecard),
        _parties(scorecard),
        tag("nav", [tag("a", title, href=f"#{anchor}") for anchor, title in contents], aria_label="On this page"),
    )


def _paragraph(scorecard: Scorecard) -> Markup:
    return user(summary.paragraph(scorecard), "span")


def _moment(scorecard: Scorecard) -> Markup:
    known = words.instant(scorecard.known_at) if scorecard.known_at else "everything recorded"
    facts = (
        ("As of", tag("time", words.day(scorecard.as_of), datetime=scorecard.as_of.isoformat())),
        ("Known at", known),
        ("Evidence", summary.graded(scorecard.grade)),
        ("Currency", scorecard.currency),
    )
    return tag("dl", [tag("div", tag("dt", name), tag("dd", fact)) for name, fact in facts], class_="moment")


def _counts(scorecard: Scorecard) -> Markup | None:
    counted = summary.counts(scorecard).items()
    items = [tag("li", tag("b", f"{count:,}"), " ", badge(VERDICTS[verdict])) for verdict, count in counted]
    return tag("ul", items, class_="counts", aria_label="Agreements by verdict") if len(items) > 1 else None


def _parties(scorecard: Scorecard) -> Markup:
    def groups() -> Iterator[Markup]:
        for role, title in ROLES.items():
            names = [user(party.name) for party in scorecard.parties if party.role == role]
            if names:
                shown = names[:8] + ([Markup(f"and {len(names) - 8:,} more")] if len(names) > 8 else [])
                yield tag("div", tag("dt", title), tag("dd", Markup.join(shown, ", ")))

    return tag("dl", groups(), class_="moment")
