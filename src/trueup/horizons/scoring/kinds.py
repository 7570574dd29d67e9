"""Which rule reads which kind of criterion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from trueup.horizons.answered import Answer
from trueup.horizons.figure import Timeline
from trueup.horizons.scoring.asked import Asked
from trueup.horizons.scoring.itemised import checklist_timeline, people_timeline
from trueup.horizons.scoring.people import answers_timeline
from trueup.horizons.scoring.usability import sus_timeline
from trueup.horizons.stakeholders import Binding

ANSWERED: Mapping[Binding, Callable[[Asked, Sequence[Answer]], Timeline]] = {
    "answers": answers_timeline,
    "sus": sus_timeline,
    "checklist": checklist_timeline,
    "hostage": checklist_timeline,
    "people": people_timeline,
}
"""The kinds that somebody answers; the others are read from what the book knows."""
