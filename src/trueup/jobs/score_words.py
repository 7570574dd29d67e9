"""What to know before reading scores, in words."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.jobs.survey import Scale, Survey
from trueup.vocabulary import Figure, Grade, Said, said

FEW = 30
"""People below which a score is marked: the interval is half as wide as the scale is long."""

STATED = said(
    "Importance is what people say, and people say of most things that they are important: compare outcomes with each "
    "other, and be slow to take the level as it is."
)
UNASKED = said("Nobody has answered in this wave yet.")
LIKE = said("All who rated it gave the same answers.")
GONE = said("The job map does not have this outcome any more.")


def scale(survey: Survey) -> Said | None:
    """That the scale is not the one the method is published for."""
    used: Scale = survey.scale
    if used.ulwick:
        return None
    return said(
        "Not Ulwick's scale: it goes from {low} to {high}, and {top} and above count as top. Do not compare these "
        "scores with those of a scale from 1 to 5.",
        low=used.low,
        high=int(used.high),
        top=used.threshold,
    )


def out_of_scale(rows: int, survey: Survey) -> Said | None:
    """How many rows were left out."""
    if not rows:
        return None
    return said(
        "{rows} rows were left out: a rating in them is not on the scale from {low} to {high}.",
        rows=rows,
        low=survey.scale.low,
        high=int(survey.scale.high),
    )


def weighted(people: int, effective: float) -> Said:
    """What weights cost."""
    return said(
        "Answers are weighted: {people} people are worth {effective} who all count the same, and the intervals say so.",
        people=people,
        effective=Figure(f"{effective:,.0f}"),
    )


def part_of_all(respondents: int, frame: int | None) -> Said | None:
    """How asking many of few people shows in the intervals."""
    if frame is None:
        return None
    if respondents > frame:
        return said(
            "{respondents} people answered, more than the {frame} that the survey says there are: the intervals take "
            "no account of that number.",
            respondents=respondents,
            frame=frame,
        )
    return said(
        "{respondents} of {frame} people answered: the intervals are narrower for it.",
        respondents=respondents,
        frame=frame,
    )


def asked_by(survey: Survey, grade: Grade) -> Said | None:
    """That who asks has an interest in the answers."""
    if grade is not Grade.reported:
        return None
    if survey.party is None:
        return said("Nobody is named who asks, so the answers count as reported by the provider.")
    return said("{party}, who asks, may gain from the answers: they count as reported.", party=survey.party)


def too_few(half: float, needed: int, people: int) -> Said:
    """How many are needed for bands to be told apart."""
    return said(
        "The intervals are about ± {half}: too wide to tell bands two points apart. That takes {needed} people an "
        "outcome, about {people} people asked as they were here.",
        half=Figure(f"{half:.1f}"),
        needed=needed,
        people=people,
    )


def nobody(n_importance: int, n_satisfaction: int) -> Said:
    """Why an outcome has no score."""
    if n_importance:
        return said("Nobody rated the satisfaction: it needs 1 person at least.")
    return said("Nobody rated the importance: it needs 1 person at least.") if n_satisfaction else _NEITHER


_NEITHER = said("Nobody rated it: it needs 1 person at least.")


def too_small_a_group(minimum: int) -> Said:
    """Why nothing of a group is shown."""
    return said(
        "Answers are anonymous: nothing is shown of fewer than {minimum} people, nor what would tell their answers.",
        minimum=minimum,
    )


def of_outcome(n: int, hinge: float, *, alike: bool, gone: bool) -> Iterator[Said]:
    """What to know of one score."""
    if gone:
        yield GONE
    if n < FEW:
        yield said("Fewer than {few} people rated it: the score may be far off.", few=FEW)
    if alike:
        yield LIKE
    if hinge >= 0.05:
        yield said(
            "Importance and satisfaction are close: the formula lifts the score by about {bias} there.",
            bias=Figure(f"{hinge:.2f}"),
        )
