"""A 7-S profile as a small picture: one row each, hollow where it stood before, solid where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from trueup.operating_model.results import SevenItem, SevenResult
from trueup.report import words as figures
from trueup.report.html.markup import Markup, tag
from trueup.web.operating_model import words

LEFT, STEP, ROW = 104, 44, 20


def profile(of: SevenResult) -> Markup:
    """The picture, with what it says in words for who cannot see it."""
    told = "; ".join(f"{words.word(words.SEVEN, each.of)}: {_score(each)}" for each in of.items)
    high = len(of.items) * ROW + 18
    return tag(
        "svg",
        *(_axis(number, high) for number in range(1, 6)),
        *(part for number, each in enumerate(of.items) for part in _row(each, number * ROW + 24)),
        viewBox=f"0 0 {LEFT + 5 * STEP} {high}",
        class_="seven",
        role="img",
        aria_label=told,
    )


def _score(item: SevenItem) -> str:
    if item.score is None or item.on is None:
        return _("not looked at")
    return f"{figures.number(item.score)} ({figures.day(item.on)})"


def _x(score: float) -> float:
    return LEFT + (score - 0.5) * STEP


def _axis(number: int, high: float) -> Markup:
    line = tag("path", d=f"M{_x(number):g} 16V{high - 4:g}", class_="axis")
    return tag("g", line, tag("text", str(number), x=f"{_x(number):g}", y=11, text_anchor="middle"))


def _row(item: SevenItem, y: float) -> Iterator[Markup]:
    yield tag("text", words.word(words.SEVEN, item.of), x=0, y=y + 4)
    if item.score is not None:
        before = item.history[-2][1] if len(item.history) > 1 else None
        if before is not None and before != item.score:
            yield tag("path", d=f"M{_x(before):g} {y}H{_x(item.score):g}", class_="moved")
            yield tag("circle", cx=f"{_x(before):g}", cy=y, r=4, class_="was")
        yield tag("circle", cx=f"{_x(item.score):g}", cy=y, r=4.5, class_="is")
