"""The words that pages of horizons have for levels, statuses, sides and kinds of criteria."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trueup.report.signs import Sign

HORIZONS: Mapping[str, str] = {
    "corporation": gettext_noop("Corporation"),
    "business_users": gettext_noop("Business users"),
    "technology_organisation": gettext_noop("Technology organisation"),
    "technology_team": gettext_noop("Technology team"),
    "individuals": gettext_noop("Key individuals"),
}
ASKS: Mapping[str, str] = {
    "corporation": gettext_noop("Does the corporation get the result that was agreed on?"),
    "business_users": gettext_noop("Can its people do their work better, and without interruption?"),
    "technology_organisation": gettext_noop("Does it fit what the technology organisation runs, and could it be left?"),
    "technology_team": gettext_noop("Is the team that lives with it glad of it?"),
    "individuals": gettext_noop("Do the people who decide get what they need?"),
}
STATUSES: Mapping[str, Sign] = {
    "maintained": Sign(gettext_noop("maintained"), "good", "tick", "✓", "+"),
    "below": Sign(gettext_noop("below its threshold"), "bad", "fall", "▼", "v"),
    "not_shown": Sign(gettext_noop("not certain"), "warn", "diamond", "◆", "!"),
    "stale": Sign(gettext_noop("stale"), "bad", "cross", "✗", "x"),
    "unscored": Sign(gettext_noop("not known"), "open", "ring", "○", "?"),
}
"""Each has a tone and a shape of its own."""
RATERS: Mapping[str, str] = {
    "customer": gettext_noop("the customer says so"),
    "provider": gettext_noop("the provider says so itself"),
    "observer": gettext_noop("the observer says so"),
    "measured": gettext_noop("measured"),
    "mixed": gettext_noop("several sides"),
}
KINDS: Mapping[str, str] = {
    "objective": gettext_noop("attainment of an objective"),
    "kpi": gettext_noop("a KPI on a scale"),
    "incidents": gettext_noop("incidents on a scale"),
    "survey": gettext_noop("who is satisfied in a survey"),
    "sus": gettext_noop("System Usability Scale"),
    "answers": gettext_noop("answers to a question"),
    "checklist": gettext_noop("a checklist"),
    "hostage": gettext_noop("the hostage test"),
    "people": gettext_noop("whether people get what they need"),
}
SIDES: Mapping[str, str] = {
    "customer": gettext_noop("customer"),
    "provider": gettext_noop("provider"),
    "observer": gettext_noop("observer"),
}


def horizon(name: str | None) -> str:
    """What people call a horizon."""
    return worded(HORIZONS, name)


def worded(table: Mapping[str, str], name: str | None) -> str:
    """A name of one of these tables in words; the name itself where it is none."""
    return _(table[name]) if name and name in table else name or ""
