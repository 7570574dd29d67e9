"""Words of the operating model for templates."""

from __future__ import annotations

from django import template

from trueup.operating_model.results import KpiMeasure
from trueup.report.words import quantity
from trueup.web.operating_model import words
from trueup.web.operating_model.queries import Seen
from trueup.web.operating_model.sight import Sight

register = template.Library()


@register.simple_tag
def at(sight: Sight, **other: str) -> str:
    """The address of the same sight with something else asked for; "" takes a thing away."""
    return sight.at(**other)


@register.filter
def kind_word(name: str) -> str:
    """A kind of element."""
    return words.word(words.KINDS, name)


@register.filter
def band_word(name: str) -> str:
    """A band of the map."""
    return words.word(words.BANDS, name)


@register.filter
def gap_word(name: str) -> str:
    """A kind of gap."""
    return words.word(words.GAPS, name)


@register.filter
def lack_word(name: str) -> str:
    """What an element lacks."""
    return words.word(words.LACKS, name)


@register.filter
def row_word(name: str) -> str:
    """A row of the service blueprint."""
    return words.word(words.ROWS, name)


@register.filter
def level_word(name: str) -> str:
    """A level of accountability."""
    return words.word(words.LEVELS, name)


@register.filter
def made_of(name: str) -> str:
    """What a capability is made of."""
    return words.word(words.MADE_OF, name)


@register.filter
def seven_word(name: str) -> str:
    """One of the seven."""
    return words.word(words.SEVEN, name)


@register.filter
def element_name(id: str, seen: Seen) -> str:
    """What people call an element."""
    return seen.elements[id].name if id in seen.elements else id


@register.filter
def in_its_unit(found: KpiMeasure) -> str:
    """The actual of a KPI with its unit; nothing where there is none."""
    return "" if found.actual is None else quantity(found.actual, found.unit)
