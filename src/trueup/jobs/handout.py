"""Forms to ask with elsewhere: on paper, by mail, in a call. Each has a number by which its answers come back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from trueup.jobs.anchors import anchors_of, opening, statement, wording
from trueup.jobs.forms import forms_of
from trueup.jobs.job_map import JobMap
from trueup.jobs.minutes import minutes_of
from trueup.jobs.survey import Survey
from trueup.jobs.tidy import KEY

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


@dataclass(frozen=True, slots=True)
class Item:
    """An outcome as it is asked."""

    outcome: str
    statement: str


@dataclass(frozen=True, slots=True)
class Handout:
    """What one person gets: `respondent` is their number, `form` that of the form, from 1."""

    respondent: str
    form: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on every handout, in one language. Points go from `low`, each with its words."""

    title: str
    language: str
    opening: tuple[str, ...]
    importance: str
    satisfaction: str
    not_known: str
    low: int
    points: tuple[tuple[str, str], ...]


def handouts(survey: Survey, job_map: JobMap, wave: str, people: int, language: str, seed: int = 0) -> list[Handout]:
    """Handouts for so many people, forms drawn by lot and balanced. Same arguments, same handouts."""
    words = _statements(job_map, language)
    forms = forms_of(survey, job_map)
    worded = [tuple(Item(name, words[name]) for name in form if name in words) for form in forms.forms]
    return [
        Handout(_number(survey.id, wave, place, seed), form + 1, worded[form])
        for place, form in enumerate(forms.numbers(people, seed), 1)
    ]


def _statements(job_map: JobMap, language: str) -> dict[str, str]:
    """Every outcome that the job map has; one that a survey names and the map has no more is not asked about."""
    return {placed.outcome.id: statement(placed.outcome, language) for placed in job_map.placed()}


def _number(survey: str, wave: str, place: int, seed: int) -> str:
    """A number with three letters that tell a slip of the pen from the number of somebody else."""
    drawn = hashlib.sha256(f"{survey}:{wave}:{place}:{seed}".encode()).digest()
    return f"{place:04d}-{''.join(_LETTERS[byte % len(_LETTERS)] for byte in drawn[:3])}"


def sheet(survey: Survey, job_map: JobMap, language: str) -> Sheet:
    """What every handout of a survey says. InputError for a language that has no words."""
    words, anchors = wording(language), anchors_of(survey.scale, language)
    longest = max(forms_of(survey, job_map).forms, key=len)
    statements = _statements(job_map, language)
    minutes = minutes_of([statements[name] for name in longest if name in statements])
    return Sheet(
        title=survey.title or job_map.job,
        language=language,
        opening=opening(survey, job_map.job, language, minutes),
        importance=words.importance,
        satisfaction=words.satisfaction,
        not_known=words.not_known,
        low=survey.scale.low,
        points=tuple(zip(anchors.importance, anchors.satisfaction, strict=True)),
    )


COLUMNS = ("respondent", "form", "outcome", "statement", "importance", "satisfaction", "answered_at")


def columns(survey: Survey) -> tuple[str, ...]:
    """The columns of a list of handouts: those of a long file of answers, to be filled in and brought back."""
    return (*COLUMNS, *(KEY + key for key in survey.frame.keys))


def rows(made: list[Handout], survey: Survey) -> Iterator[tuple[str | int | None, ...]]:
    """A row an outcome of each handout, its ratings empty."""
    empty = (None,) * (3 + len(survey.frame.keys))
    for handout in made:
        for item in handout.items:
            yield (handout.respondent, handout.form, item.outcome, item.statement, *empty)
