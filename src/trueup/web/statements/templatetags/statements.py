"""Amounts to the minor unit, and where a settlement period stands, for templates."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trueup.report.html.markup import Markup, tag
from trueup.report.language import separators
from trueup.report.words import signed
from trueup.vocabulary import minor_digits

register = template.Library()
STATES = {
    "open": (gettext_noop("running"), "open"),
    "provisional": (gettext_noop("provisional"), "warn"),
    "ready": (gettext_noop("ready to settle"), "open"),
    "settled": (gettext_noop("settled"), "good"),
    "corrected": (gettext_noop("corrected"), "good"),
}


@register.filter
def cents(value: Decimal | None, currency: str = "EUR") -> str:
    """An amount to its minor unit with a true minus sign; a dash where there is none."""
    if value is None:
        return "–"
    return signed(separators(f"{abs(value):,.{minor_digits(currency)}f}"), value)


@register.filter
def less(value: Decimal, currency: str = "EUR") -> str:
    """The same, taken off."""
    return cents(-value, currency)


@register.filter
def figures(arithmetic: str) -> str:
    """Arithmetic with the separators of the reader's language."""
    return separators(arithmetic)


@register.simple_tag
def standing(state: str) -> Markup:
    """Where a period stands: a word in its tone."""
    word, tone = STATES[state]
    return tag("span", _(word), class_=f"badge {tone}")
