"""The System Usability Scale of several people: the mean of their scores, as a share of the best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from trueup.horizons.answered import Answer
from trueup.horizons.figure import Timeline
from trueup.horizons.scoring.asked import Asked
from trueup.horizons.scoring.people import pooled
from trueup.horizons.sus import BEST, HIGH, LOW, sus_of

_RATINGS = range(LOW, HIGH + 1)
STEP = 0.025
"""A person's score moves by 2.5 of 100."""


def sus_timeline(asked: Asked, answers: Sequence[Answer]) -> Timeline:
    """Ten ratings a person and day, or figures of 0 to 100 that were summed up elsewhere (without an item)."""
    return pooled(asked, tuple(_by_person(answers)), (0.0, BEST), STEP)


def _by_person(answers: Sequence[Answer]) -> Iterator[Answer]:
    yield from (each for each in answers if not each.item)
    rated = sorted((each for each in answers if each.item), key=_sheet)
    for _, sheet in groupby(rated, key=_sheet):
        rows = list(sheet)
        score = sus_of({each.item: each.value for each in rows if each.value in _RATINGS})
        if score is not None:
            yield replace(rows[0], item="", value=score)


def _sheet(answer: Answer) -> tuple[str, str, object]:
    """One person's ratings of one day: a sheet with an item missing is no score."""
    return answer.by, answer.person, answer.on
