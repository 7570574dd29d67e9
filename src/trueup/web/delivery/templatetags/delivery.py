"""Words of delivery for templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trueup.delivery import charts
from trueup.report import words
from trueup.report.html.markup import Markup
from trueup.web.delivery import signs
from trueup.web.delivery.contained import STATES
from trueup.web.delivery.queries import Seen

register = template.Library()
CHECKS: dict[str, str] = {
    "open_end": gettext_noop("Open ends"),
    "hard_constraint": gettext_noop("Hard constraints"),
    "missing_logic": gettext_noop("Missing logic"),
    "negative_float": gettext_noop("Negative float"),
    "stale_status": gettext_noop("Stale status"),
    "out_of_sequence": gettext_noop("Progress out of sequence"),
    "dangling": gettext_noop("Loose starts and finishes"),
    "link_types": gettext_noop("Links other than finish to start"),
    "invalid_dates": gettext_noop("Impossible dates"),
    "unowned": gettext_noop("Activities of nobody"),
    "critical_path": gettext_noop("One chain to the end"),
    "without_range": gettext_noop("Durations without a range"),
    "without_baseline": gettext_noop("A baseline"),
    "leads": gettext_noop("Leads"),
    "lags": gettext_noop("Lags"),
    "high_float": gettext_noop("High float"),
    "high_duration": gettext_noop("Long activities"),
}


@register.simple_tag
def overall(standing: str, value: str | None, p: float | None = None) -> Markup:
    """The sign of the whole; `p` is P(met) while it is open."""
    return signs.overall(standing, value, p)  # type: ignore[arg-type]


@register.simple_tag
def provider_word(name: str | None, likely: str | None = None) -> Markup:
    """The sign of a provider's verdict."""
    return signs.word(name, likely)


@register.simple_tag
def check_name(code: str) -> str:
    """What a check of the quality gate looks at."""
    return _(CHECKS[code]) if code in CHECKS else words.plain(code)


@register.filter
def step_name(state: str) -> str:
    """A state of a containment in words."""
    return _(STATES[state]) if state in STATES else state  # type: ignore[index]


@register.simple_tag
def step_word(state: str) -> str:
    """The same as a tag."""
    return step_name(state)


@register.filter
def named(names: Mapping[str, str], party: str | None) -> str:
    """What people call a party."""
    return names.get(party or "", party or "")


@register.filter
def names_of(parties: Iterable[str], names: Mapping[str, str]) -> str:
    """Several parties in one phrase."""
    return words.listed(names.get(party, party) for party in parties)


@register.filter
def scope_title(seen: Seen, item: str) -> str:
    """What people call a scope item."""
    every = seen.plan.scope if seen.plan else ()
    return next((each.title for each in every if each.id == item), item)


@register.filter
def letter(number: int) -> str:
    """What a way is called on the picture."""
    return charts.letter(number)
