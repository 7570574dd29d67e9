"""Levels, scores and sides for templates: shape, word, figure."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from trueup.horizons.results import HorizonScore
from trueup.horizons.words import mark
from trueup.report import words as figures
from trueup.report.html import signs
from trueup.report.html.markup import Markup
from trueup.report.language import separators
from trueup.web.horizons import words
from trueup.web.horizons.drawing import Scale
from trueup.web.horizons.drawing import scale as scale_of

register = template.Library()


@register.simple_tag
def level_status(name: str) -> Markup:
    """The sign of a level's status: shape, word, tone."""
    sign = words.STATUSES[name]
    return signs.badge(sign, _(sign.word))


@register.filter
def horizon(name: str | None) -> str:
    """What people call a horizon."""
    return words.horizon(name)


@register.filter
def asks(name: str) -> str:
    """What a level is about, as a question."""
    return words.worded(words.ASKS, name)


@register.filter
def rater(name: str | None) -> str:
    """Whose word it is."""
    return words.worded(words.RATERS, name)


@register.filter
def side(name: str | None) -> str:
    """The part of a party in the relationship."""
    return words.worded(words.SIDES, name)


@register.filter
def binding(name: str) -> str:
    """What a criterion is bound to."""
    return words.worded(words.KINDS, name)


@register.filter
def score(value: float | None) -> str:
    """A score of 0 to 1 with two digits, rounded down as the engine does: short of a threshold never looks like it."""
    return "" if value is None else separators(mark(value))


@register.filter
def interval(found: HorizonScore | None) -> str:
    """The 95 % interval of a score; nothing where it came without error."""
    if found is None or found.low is None or found.high is None:
        return ""
    return f"{score(found.low)}\N{EN DASH}{score(found.high)}"


@register.simple_tag
def scaled(found: HorizonScore | None, threshold: float) -> Scale:
    """Where a score stands on a rung."""
    return scale_of(found, threshold)


@register.filter
def hours(value: float | None) -> str:
    """Hours that were spent."""
    return "" if value is None else figures.quantity(value, "hour")
