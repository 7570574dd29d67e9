"""How long a form takes, and how many outcomes fit into the time that people have.

An outcome takes the time to read its statement once and to choose twice. Reading: 238 words a minute, the mean of
silent reading of English non-fiction over 190 studies (Brysbaert, Journal of Memory and Language 109, 2019). Choosing
one of five worded points: 2.5 seconds. The second is our assumption, not a measurement: where a server has measured
how long people took, believe that instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from trueup.jobs.asked import asked
from trueup.jobs.forms import LEAST, Forms
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.vocabulary import InputError

WORDS_A_MINUTE = 238
SECONDS_A_CHOICE = 2.5
SECONDS_TO_BEGIN = 10.0
"""Reading what it is about, and beginning."""


def seconds_of(statement: str) -> float:
    """How long one outcome takes: read once, rated twice."""
    return len(statement.split()) * 60 / WORDS_A_MINUTE + 2 * SECONDS_A_CHOICE


def minutes_of(statements: Sequence[str]) -> float:
    """How long a form with these statements takes."""
    return (SECONDS_TO_BEGIN + sum(map(seconds_of, statements))) / 60


def minutes_each(forms: Forms, job_map: JobMap) -> float:
    """How long the longest of the forms takes."""
    words = {placed.outcome.id: placed.outcome.statement for placed in job_map.placed()}
    return max(minutes_of([words.get(name, "") for name in form]) for form in forms.forms)


def suggest_see(statements: Sequence[str], minutes: float, common: int = 0) -> int | None:
    """How many of the outcomes with these statements each person can see in `minutes`; None: all of them.

    Beside the common ones it is an even number: two blocks of the same size. InputError where not even two fit in
    beside those that `common` says everybody sees.
    """
    if not statements:
        return None
    each = sum(map(seconds_of, statements)) / len(statements)
    fitting = round((minutes * 60 - SECONDS_TO_BEGIN) / each)
    if fitting >= len(statements):
        return None
    if fitting < common + LEAST:
        needed = (SECONDS_TO_BEGIN + (common + LEAST) * each) / 60
        raise InputError(f"{minutes:g} minutes are too short for {common + LEAST} outcomes", do=f"take {needed:.1f}")
    return fitting - (fitting - common) % 2


def statements_of(survey: Survey, job_map: JobMap) -> list[str]:
    """The statements of the outcomes that a survey asks about."""
    ids = set(asked(survey, job_map))
    return [placed.outcome.statement for placed in job_map.placed() if placed.outcome.id in ids]
