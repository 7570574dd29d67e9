"""What several people answered, as one figure: the mean of their answers, with its interval by Student's t.

What is said in confidence is shown from a number of people on, and is told anew only when as many again have answered:
two figures that differ by one answer would tell that answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from itertools import groupby

from trueup.horizons.answered import Answer, Heard, days_of, heard, latest_by_who, least_grade, parties_of
from trueup.horizons.figure import Figure, Timeline, nothing, unanswered
from trueup.horizons.results import HorizonScore, ProvidersOwn
from trueup.horizons.scoring.asked import Asked
from trueup.horizons.scoring.scale import on_scale, scored
from trueup.stats.means import Mean, around, mean_of
from trueup.stats.proportions import Proportion, wilson
from trueup.vocabulary import Insufficient, said

Points = Sequence[float]
"""[worst, best] of an answer."""


def answers_timeline(asked: Asked, answers: Sequence[Answer]) -> Timeline:
    """Answers to a question, on the scale of the criterion."""
    assert asked.criterion.scale is not None, "checked when the document was written"
    scale = tuple(float(each) for each in asked.criterion.scale)
    return pooled(asked, answers, scale, step=_step(scale))


def _step(scale: Points) -> float:
    """Answers in whole points are rounded to a point; those on 0 to 1 or in finer units are taken as they are."""
    whole = all(each == int(each) for each in scale) and abs(scale[1] - scale[0]) > 1
    return 1 / abs(scale[1] - scale[0]) if whole else 0.0


def pooled(asked: Asked, answers: Sequence[Answer], scale: Points, step: float = 0.0) -> Timeline:
    """The timeline of what people answered, each on `scale`; `step` is a point of it, on 0 to 1."""

    def reckon(day: dt.date) -> Figure:
        found = heard(answers, day)
        return _nobody(asked) if found is None else _figure(asked, found, lambda pool: _score(asked, pool, scale, step))

    return Timeline(days_of(answers), reckon)


def _nobody(asked: Asked) -> Figure:
    fewest = asked.criterion.fewest
    return unanswered() if fewest == 1 else nothing(said("answers of people"), fewest)


Scoring = Callable[[Sequence[Answer]], "HorizonScore | Insufficient"]


def _figure(asked: Asked, found: Heard, score: Scoring) -> Figure:
    shown, waiting = shown_of(found.deciding, asked)
    made, on = _made(asked, shown, waiting, score), max(each.on for each in shown or found.deciding)
    return Figure(
        score=made if isinstance(made, HorizonScore) else None,
        insufficient=made.words if isinstance(made, Insufficient) else None,
        rater=found.side,
        by=parties_of(found.deciding),
        grade=least_grade(found.deciding),
        on=on,
        stale_on=asked.stale_on(on),
        overridden=_beside(asked, found.beside, score),
        reasons=_waiting(waiting, asked.criterion.fewest) if shown else (),
    )


def _made(asked: Asked, shown: Sequence[Answer], waiting: int, score: Scoring) -> HorizonScore | Insufficient:
    return score(shown) if shown else Insufficient(said("answers of people"), waiting, asked.criterion.fewest)


def _waiting(count: int, fewest: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (said("later answers wait ({count}) until there are {fewest}: fewer would show who said what",
                 count=count, fewest=fewest),)  # fmt: skip


def _beside(asked: Asked, answers: Sequence[Answer], score: Scoring) -> ProvidersOwn | None:
    """The provider's own figure, where another's decides."""
    if not answers:
        return None
    made = _made(asked, *shown_of(answers, asked), score)
    return beside_of(answers, made)


def beside_of(answers: Sequence[Answer], made: HorizonScore | Insufficient) -> ProvidersOwn:
    """What the provider says itself, with who says it and when."""
    return ProvidersOwn(
        score=made if isinstance(made, HorizonScore) else None,
        insufficient=made.words if isinstance(made, Insufficient) else None,
        reported_by=parties_of(answers),
        answered_on=max(each.on for each in answers),
    )


def shown_of(answers: Sequence[Answer], asked: Asked) -> tuple[list[Answer], int]:
    """The answers that are told, and how many people's wait until enough others have answered.

    Told are the last answers of those who answered within a cadence of the latest one. What was said in confidence is
    told of so many new answers at once as it takes to tell anything; one that waited for longer than an answer holds is
    none of them any more.
    """
    if not asked.criterion.confidential:
        return _current(answers, asked.cadence), 0
    fewest = asked.criterion.fewest
    until: dt.date | None = None
    fresh: dict[tuple[str, str], dt.date] = {}
    many = 0
    for on, day in groupby(sorted(answers, key=lambda each: each.on), key=lambda each: each.on):
        fresh = {who: said for who, said in fresh.items() if asked.stale_on(said) > on}
        for each in day:
            if each.person:
                fresh[each.who] = on
            else:
                many = max(many, _behind(each))
        if len(fresh) >= fewest or many >= fewest:
            until, fresh, many = on, {}, 0
    told = [] if until is None else _current([each for each in answers if each.on <= until], asked.cadence)
    return told, max(len(fresh), many)


def _behind(answer: Answer) -> int:
    """How many people a figure that was summed up elsewhere speaks for."""
    return 1 if answer.n is None else answer.n


def _current(answers: Sequence[Answer], cadence: int) -> list[Answer]:
    """The last answer of each, as far as it is no older than a cadence before the latest; or the latest summed up."""
    last = latest_by_who(answers)
    newest = max(each.on for each in last)
    summed = [each for each in last if not each.person]
    if summed and all(each.on < max(one.on for one in summed) for each in last if each.person):
        return [max(summed, key=lambda each: (each.on, -each.value))]
    return [each for each in last if each.person and each.on > newest - dt.timedelta(days=cadence)]


def _score(asked: Asked, pool: Sequence[Answer], scale: Points, step: float) -> HorizonScore | Insufficient:
    fewest = asked.criterion.fewest
    if len(pool) == 1 and not pool[0].person:
        return _summed(pool[0], scale, fewest)
    if len(pool) < fewest:
        return Insufficient(said("answers of people"), len(pool), fewest)
    marks = [on_scale(each.value, scale) for each in pool]
    found = mean_of(marks, step)
    if isinstance(found, Mean):
        return scored(found.value, (found.low, found.high), found.n, said("mean of people's answers, Student t"))
    return scored(marks[0], None, 1, said("one person's answer"))


def _summed(answer: Answer, scale: Points, fewest: int) -> HorizonScore | Insufficient:
    """A figure that was summed up elsewhere, with the error that came with it.

    Without one, no mean of n answers is less certain than a share of n yes and no.
    """
    if _behind(answer) < fewest:
        return Insufficient(said("answers of people"), _behind(answer), fewest)
    mark = on_scale(answer.value, scale)
    if answer.stderr is not None:
        found = around(mark, answer.stderr / abs(scale[1] - scale[0]), answer.n)
        return scored(mark, (found.low, found.high), _behind(answer), said("mean of people's answers, Student t"))
    share = wilson(min(1.0, max(0.0, mark)) * _behind(answer), _behind(answer)) if answer.n else None
    if isinstance(share, Proportion) and _behind(answer) > 1:
        return scored(mark, (share.low, share.high), _behind(answer), said("mean of people's answers, Wilson"))
    return scored(mark, None, _behind(answer), said("one answer"))
