"""Small pictures that need no script: verdict badges, evidence bars, sparklines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from trueup.report import words
from trueup.report.html.markup import Markup, tag
from trueup.report.language import say
from trueup.report.signs import SHAPES, Sign

GRADES = ("reported", "verified", "attested")


def sprites() -> Markup:
    """The shapes, once a page; badges refer to them."""
    symbols = [
        tag("symbol", tag("path", d=path), id=f"shape-{name}", viewBox="-1.1 -1.1 2.2 2.2")
        for name, path in SHAPES.items()
    ]
    return tag("svg", symbols, width=0, height=0, class_="unseen", aria_hidden="true")


def badge(sign: Sign, word: str | None = None) -> Markup:
    """A shape and its word, in the colour of its tone."""
    return _badge(sign, word or say(sign.word))


@lru_cache(256)  # a page of fifty agreements shows a hundred, of a dozen kinds
def _badge(sign: Sign, word: str) -> Markup:
    shape = tag("svg", tag("use", href=f"#shape-{sign.shape}"), class_="shape", aria_hidden="true")
    return tag("span", shape, word, class_=f"sign {sign.tone}")


def evidence_bar(mix: Mapping[str, int]) -> Markup:
    """Shares of the evidence by grade: hollow reported, shaded verified, solid attested."""
    total = sum(mix.get(grade, 0) for grade in GRADES)
    if not total:
        return tag("span", say("no evidence yet"), class_="quiet")
    bars, left = [], 0.0
    for grade in GRADES:
        width = 100 * mix.get(grade, 0) / total
        if width:
            bars.append(tag("rect", x=f"{left:.2f}", y=0, width=f"{width:.2f}", height=8, class_=f"grade-{grade}"))
        left += width
    text = words.listed(words.counted(count, grade, grade) for grade, count in mix.items() if count)
    picture = tag("svg", bars, viewBox="0 0 100 8", preserveAspectRatio="none", class_="evidence", role="img",
                  aria_label=say("Evidence: {mix}", mix=text))  # fmt: skip
    return tag("span", picture, tag("span", text, class_="quiet"), class_="evidence-mix")


def sparkline(values: Sequence[float], description: str) -> Markup | None:
    """The actuals as a line, the last one marked; None for fewer than two."""
    if len(values) < 2:
        return None
    low, span = min(values), (max(values) - min(values)) or 1.0
    step = 96 / (len(values) - 1)
    points = [(2 + step * i, 21 - 18 * (value - low) / span) for i, value in enumerate(values)]
    line = tag("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points))
    last = tag("circle", cx=f"{points[-1][0]:.1f}", cy=f"{points[-1][1]:.1f}", r=2)
    return tag("svg", line, last, viewBox="0 0 100 24", class_="sparkline", role="img", aria_label=description)
