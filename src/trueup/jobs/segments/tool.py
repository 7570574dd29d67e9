"""The typing tool: a few questions that place a new customer in a segment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from trueup.jobs.job_map import JobMap
from trueup.jobs.results import Measured, Placement, TypingQuestion, TypingTool
from trueup.jobs.survey import Scale
from trueup.stats.arrays import Floats, Ints
from trueup.stats.proportions import wilson
from trueup.stats.segments.answers import Answers
from trueup.stats.segments.placing import placed, placing
from trueup.vocabulary import Figure, InputError, Insufficient, Said, UnknownName, did_you_mean, said

SURE = 0.7
"""Probability of the likeliest segment below which the answer is: not sure."""


def typing_tool(
    answers: Answers, groups: Ints, outcomes: Sequence[str], job_map: JobMap, seed: int, level: float
) -> TypingTool:
    """Three to seven questions for segments that were found; accuracy on people whom they were not chosen by."""
    k = int(groups.max()) + 1
    found = placing(answers, groups, k, np.random.default_rng([seed, 4]))
    statements = {each.outcome.id: each.outcome.statement for each in job_map.placed()}
    names = [outcomes[answers.thing[column]] for column in found.columns]
    questions = tuple(
        TypingQuestion(
            outcome=name,
            statement=statements.get(name, name),
            asks="satisfaction" if answers.kind[column] else "importance",
            weights=tuple(round(float(each), 4) for each in odds),
        )
        for name, column, odds in zip(names, found.columns, found.log_odds, strict=True)
    )
    right = wilson(found.right, found.n, level)
    assert not isinstance(right, Insufficient)
    return TypingTool(
        questions=questions,
        intercepts=_intercepts(questions, found.log_shares),
        accuracy=Measured(
            value=right.value, low=right.low, high=right.high, level=level, n=found.n, method="10-fold, Wilson"
        ),
        chance=float(np.bincount(groups).max() / len(groups)),
    )


def place(tool: TypingTool, answers: Mapping[str, int], scale: Scale) -> Placement:
    """The probability of each segment, by ratings of the questions: outcome -> rating, or outcome.importance -> rating
    where both ratings of an outcome are asked. Questions without an answer are left out.

    UnknownName for what is not asked, InputError for a rating that is not on the scale, or without any answer.
    """
    given = _matched(tool, answers, scale)
    if not given:
        raise InputError("no question was answered", where="answers", do=f"answer: {', '.join(keys(tool))}")
    odds = np.array([question.weights for question in tool.questions])
    shares = np.array(tool.intercepts) + np.logaddexp(0, odds).sum(axis=0)
    top, seen = np.zeros((1, len(odds))), np.zeros((1, len(odds)))
    for at, rating in given.items():
        top[0, at], seen[0, at] = rating >= scale.threshold, 1
    chance = placed(odds, shares, top, seen)[0]
    likeliest = int(chance.argmax())
    sure = bool(chance[likeliest] >= SURE)
    return Placement(
        segment=likeliest + 1 if sure else None,
        probabilities=tuple(round(float(each), 6) for each in chance),
        answered=len(given),
        words=_told(likeliest + 1, float(chance[likeliest]), sure),
    )


def _told(segment: int, chance: float, sure: bool) -> Said:
    figure = Figure(f"{100 * chance:.0f} %")
    if sure:
        return said("segment {segment}, probability {chance}", segment=segment, chance=figure)
    return said("not sure: segment {segment} is likeliest, probability {chance}", segment=segment, chance=figure)


def keys(tool: TypingTool) -> tuple[str, ...]:
    """What each question is answered by: the outcome's id, with .importance or .satisfaction where both are asked."""
    names = [question.outcome for question in tool.questions]
    return tuple(
        question.outcome if names.count(question.outcome) == 1 else f"{question.outcome}.{question.asks}"
        for question in tool.questions
    )


def _intercepts(questions: Sequence[TypingQuestion], log_shares: Floats) -> tuple[float, ...]:
    """Log odds with no top box at all, from the weights as they are told."""
    lost = np.logaddexp(0, np.array([question.weights for question in questions])).sum(axis=0)
    return tuple(round(float(each), 4) for each in log_shares - lost)


def _matched(tool: TypingTool, answers: Mapping[str, int], scale: Scale) -> dict[int, int]:
    """Ratings by the place of their question."""
    place_of = {key: at for at, key in enumerate(keys(tool))}
    place_of |= {f"{question.outcome}.{question.asks}": at for at, question in enumerate(tool.questions)}
    given: dict[int, int] = {}
    for key, rating in answers.items():
        if key not in place_of:
            near = did_you_mean(key, place_of) or f"asked are: {', '.join(keys(tool))}"
            raise UnknownName(f"{key!r} is not asked", where="answers", do=near)
        if not scale.low <= rating <= int(scale.high):
            raise InputError(
                f"{rating} is not on the scale", where=key, do=f"give a rating from {scale.low} to {scale.high}"
            )
        given[place_of[key]] = int(rating)
    return given
