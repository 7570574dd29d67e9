"""Words and small pictures of jobs for templates."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext as _

from trueup.jobs.results import Measured, Score
from trueup.report.html.markup import Markup, tag
from trueup.web.jobs import words

register = template.Library()
WIDE, HIGH = 20, 2.4


@register.filter
def measured(of: Measured | None) -> str:
    """A figure with its interval."""
    return words.measured(of)


@register.filter
def one(value: float | None) -> str:
    """One digit after the point."""
    return "" if value is None else words.figure(value)


@register.filter
def heading(name: str) -> str:
    """Whether a need grows."""
    return _(words.HEADINGS[name])


@register.filter
def kind_of_job(name: str) -> str:
    """A kind of job as a heading."""
    return _(words.KINDS[name])


@register.filter
def measure_name(name: str) -> str:
    """Importance, satisfaction or opportunity."""
    return _(words.MEASURES[name])


@register.filter
def whom(group: str | None) -> str:
    """A group in words."""
    return words.group(group)


@register.simple_tag
def band(names: Sequence[str]) -> Markup | str:
    """The bands that an interval allows, with as many dots as the highest of them."""
    if not names:
        return ""
    top = names[0] if len(names) == 1 else "several"
    dots = words.MARKS[names[0]] if len(names) == 1 else ""
    mark = tag("span", dots, class_="dots", aria_hidden="true") if dots else None
    return tag("span", mark, words.bands(names), class_=f"band band-{top.split()[0]}")


@register.simple_tag
def gauge(score: Score | None) -> Markup | str:
    """An opportunity from 0 to 20 with its interval, and the lines at 10, 12 and 15; the figures stand beside it."""
    if score is None or score.opportunity is None:
        return ""
    own, middle = score.opportunity, HIGH / 2
    limits = [tag("line", x1=x, x2=x, y1=0, y2=HIGH, class_="gauge-limit") for x in (10, 12, 15)]
    base = tag("line", x1=0, x2=WIDE, y1=middle, y2=middle, class_="gauge-base")
    span = tag("line", x1=round(own.low, 2), x2=round(own.high, 2), y1=middle, y2=middle, class_="gauge-span")
    point = tag("circle", cx=round(own.value, 2), cy=middle, r=0.55, class_="gauge-point")
    return tag("svg", base, limits, span, point, viewBox=f"-0.6 0 {WIDE + 1.2} {HIGH}", class_="gauge",
               aria_hidden="true")  # fmt: skip
