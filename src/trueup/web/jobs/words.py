"""Scores in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trueup.jobs.results import Measured, Shift
from trueup.report import words
from trueup.report.language import separators

BANDS = {
    "extreme": gettext_noop("over 15"),
    "high": gettext_noop("12 to 15"),
    "worth considering": gettext_noop("10 to 12"),
    "appropriately served": gettext_noop("up to 10"),
}
MARKS = {"extreme": "●●●", "high": "●●", "worth considering": "●", "appropriately served": "○"}
"""Shapes beside the words: the more is open, the more dots."""
NAMES = {
    "extreme": gettext_noop("extreme"),
    "high": gettext_noop("high"),
    "worth considering": gettext_noop("worth considering"),
    "appropriately served": gettext_noop("appropriately served"),
}
HEADINGS = {
    "growing": gettext_noop("growing"),
    "shrinking": gettext_noop("shrinking"),
    "steady": gettext_noop("steady"),
    "unknown": gettext_noop("not known yet"),
}
MEASURES = {
    "importance": gettext_noop("importance"),
    "satisfaction": gettext_noop("satisfaction"),
    "opportunity": gettext_noop("opportunity"),
}
KINDS = {
    "core": gettext_noop("The job itself"),
    "related": gettext_noop("Related jobs"),
    "emotional": gettext_noop("How they want to feel"),
    "social": gettext_noop("How they want to be seen"),
    "consumption": gettext_noop("Having and using the service"),
    "financial": gettext_noop("What whoever pays judges by"),
}


def figure(value: float) -> str:
    """One digit after the point, as everywhere on these pages."""
    return separators(f"{value:.1f}")


def measured(of: Measured | None) -> str:
    """13.7 (12.5 to 14.7)."""
    if of is None:
        return ""
    return _("%(value)s (%(low)s to %(high)s)") % {
        "value": figure(of.value),
        "low": figure(of.low),
        "high": figure(of.high),
    }


def changed(each: Shift) -> str:
    """+1.2 (0.3 to 2.1): the difference with its sign."""
    if each.difference is None:
        return ""
    sign = "+" if each.difference.value > 0 else ""
    return sign + measured(each.difference)


def bands(names: Sequence[str]) -> str:
    """The bands that an interval allows: one is claimed, of several none."""
    if len(names) == 1:
        return _(NAMES[names[0]])
    return _(" or ").join(_(BANDS[name]) for name in names)


def group(name: str | None) -> str:
    """Whom scores are of."""
    if name is None:
        return _("Everybody")
    key, _eq, value = name.partition("=")
    return f"{words.plain(key)}: {value}" if value else words.plain(key)
