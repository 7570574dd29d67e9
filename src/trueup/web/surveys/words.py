"""Words for states: of waves and of people."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WAVES = {
    "early": (gettext_noop("opens later"), "open"),
    "open": (gettext_noop("open"), "good"),
    "closed": (gettext_noop("closed"), ""),
}
PEOPLE = {
    "asked": gettext_noop("asked"),
    "opened": gettext_noop("opened the form"),
    "started": gettext_noop("began"),
    "finished": gettext_noop("finished"),
    "declined": gettext_noop("wants no letters"),
    "undelivered": gettext_noop("letter not delivered"),
    "erased": gettext_noop("forgotten"),
}


def wave_word(state: str) -> str:
    """What a wave's state is called."""
    return _(WAVES[state][0])


def wave_tone(state: str) -> str:
    """The tone of its badge."""
    return WAVES[state][1]


def person_word(state: str) -> str:
    """What a person's state is called."""
    return _(PEOPLE[state])
