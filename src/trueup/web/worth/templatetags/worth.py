"""The answer as a sign for templates."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trueup.report import words
from trueup.report.html.markup import Markup, tag

register = template.Library()
ANSWERS = {
    "act": gettext_noop("act"),
    "leave": gettext_noop("leave"),
    "measure first": gettext_noop("measure first"),
}
MARKS = {"act": "\N{BLACK CIRCLE}", "leave": "\N{WHITE CIRCLE}", "measure first": "\N{FISHEYE}"}
"""Shapes beside the words, so that colour is not all that tells them apart."""


@register.simple_tag
def answer(name: str) -> Markup:
    """Act, leave, or measure first: shape, word, tone."""
    mark = tag("span", MARKS[name], class_="mark", aria_hidden="true")
    return tag("span", mark, _(ANSWERS[name]), class_=f"answer answer-{name.split(maxsplit=1)[0]}")


@register.filter
def effect(value: float | None, unit: str) -> str:
    """An effect in units of the KPI."""
    return "" if value is None else words.quantity(value, unit)
