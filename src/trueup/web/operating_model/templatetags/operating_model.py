"""Words of the operating model for templates."""

from __future__ import annotations

from functools import partial

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


TABLES = {
    "kind_word": words.KINDS,
    "band_word": words.BANDS,
    "gap_word": words.GAPS,
    "lack_word": words.LACKS,
    "row_word": words.ROWS,
    "level_word": words.LEVELS,
    "made_of": words.MADE_OF,
    "seven_word": words.SEVEN,
}
"""A filter each, which says the reader's word for a name of the documents."""
for _filter, _table in TABLES.items():
    register.filter(_filter, partial(words.word, _table))


@register.filter
def element_name(id: str, seen: Seen) -> str:
    """What people call an element."""
    return seen.elements[id].name if id in seen.elements else id


@register.filter
def in_its_unit(found: KpiMeasure) -> str:
    """The actual of a KPI with its unit; nothing where there is none."""
    return "" if found.actual is None else quantity(found.actual, found.unit)
