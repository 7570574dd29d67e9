"""A survey made of a job map in one step, and what it will give for how many people."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from trueup.jobs.anchors import wording
from trueup.jobs.asked import asked
from trueup.jobs.forms import Forms, forms_of
from trueup.jobs.job_map import JobMap
from trueup.jobs.minutes import minutes_each, suggest_see
from trueup.jobs.survey import Survey
from trueup.stats.opportunity.planner import half_width, needed, unit_variance
from trueup.vocabulary import InputError, did_you_mean

MINUTES = 3.0
OPEN_DAYS = 28
"""How long a wave is open where nobody says otherwise: two reminders, and time to answer the second."""


TYPICAL = (0.8, 0.4, 0.2)
"""Shares of top boxes of importance and satisfaction, and their correlation, of an outcome worth finding."""


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to ask: of which outcomes (none: all), in how many minutes, whom, when, in what languages."""

    survey: str
    wave: str
    opens: dt.date
    closes: dt.date
    minutes: float = MINUTES
    outcomes: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    party: str | None = None
    title: str | None = None
    size: int | None = None
    keys: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    anonymous: bool = True


def build(wanted: Wanted, job_map: JobMap) -> Survey:
    """The survey. InputError for an outcome that the map does not have, a language without words, too few minutes."""
    known = [placed.outcome.id for placed in job_map.placed()]
    if not known:
        raise InputError(f"the job map {job_map.id} has no outcomes to ask about", do="write some down first")
    for name in (*wanted.outcomes, *wanted.common):
        if name not in known:
            hint = did_you_mean(name, known) or f"outcomes: {', '.join(known[:8])}"
            raise InputError(f"the job map {job_map.id} has no outcome {name!r}", do=hint)
    if wanted.closes <= wanted.opens:
        raise InputError(f"wave {wanted.wave} closes before it opens", do="let it close on a later day")
    for language in wanted.languages:
        wording(language)
    return Survey.model_validate(_stated(wanted, job_map))


def _stated(wanted: Wanted, job_map: JobMap) -> dict[str, object]:
    ids = set(wanted.outcomes)
    statements = [placed.outcome.statement for placed in job_map.placed() if not ids or placed.outcome.id in ids]
    see = suggest_see(statements, wanted.minutes, len(wanted.common))
    forms = {"see": see, "common": wanted.common} if see is not None else {}
    wave = {"id": wanted.wave, "opens": wanted.opens, "closes": wanted.closes}
    return {
        "id": wanted.survey,
        "title": wanted.title or f"How are you doing? {job_map.job}",
        "job_map": job_map.id,
        "party": wanted.party,
        "outcomes": wanted.outcomes,
        "forms": forms,
        "frame": {"size": wanted.size, "keys": wanted.keys},
        "waves": (wave,),
        "anonymous": wanted.anonymous,
        "languages": wanted.languages,
    }


@dataclass(frozen=True)
class Outlay:
    """What a survey asks of people, and how many of them it needs.

    `needed` people are to answer for a typical opportunity to be known within `half_width`; `needed_each` of them rate
    each outcome. `reached` is the half-width when everybody of the frame answers; None where its size is not said.
    """

    outcomes: int
    forms: int
    blocks: int
    see: int
    share: float
    minutes: float
    minutes_all: float
    half_width: float
    needed_each: int
    needed: int
    size: int | None
    reached: float | None


def outlay(survey: Survey, job_map: JobMap, half: float = 1.0) -> Outlay:
    """What the survey asks, and the people it needs for intervals of opportunities of this half-width."""
    forms: Forms = forms_of(survey, job_map)
    every = asked(survey, job_map)
    size = None if survey.frame.size is None else int(survey.frame.size)
    each = needed(half, unit_variance(*TYPICAL), size=size)
    many = math.ceil(each / forms.least_share)
    rating = None if size is None else max(1, round(size * forms.least_share))
    return Outlay(
        outcomes=len(every),
        forms=len(forms.forms),
        blocks=len(forms.blocks),
        see=forms.longest,
        share=forms.least_share,
        minutes=minutes_each(forms, job_map),
        minutes_all=minutes_each(Forms(every, (), (every,), ((0,),)), job_map),
        half_width=half,
        needed_each=each,
        needed=many,
        size=size,
        reached=None if rating is None else half_width(rating, *TYPICAL, size=size),
    )


def next_quarter(day: dt.date) -> str:
    """A name for a wave that opens on a day: 2026-q4."""
    return f"{day.year}-q{(day.month + 2) // 3}"


def listed(texts: Sequence[str]) -> tuple[str, ...]:
    """Names out of texts with commas: ["a,b", "c"] is a, b, c."""
    return tuple(name.strip() for text in texts for name in text.split(",") if name.strip())
