"""What the people of a wave were asked, word for word, kept beside their answers.

Answers under other questions cannot be compared, and a promise of anonymity holds for those to whom it was made. So
what a wave asks is written down with its first answer; whoever wants to ask something else adds a wave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from trueup.jobs.asked import asked
from trueup.jobs.job_map import JobMap, Outcome
from trueup.jobs.survey import Survey


def outcomes_asked(survey: Survey, versions: Iterable[JobMap]) -> tuple[Outcome, ...]:
    """The outcomes that a survey asks about, each as the last version of the job map that has it words it."""
    every = list(versions)
    worded = {placed.outcome.id: placed.outcome for job_map in every for placed in job_map.placed()}
    return tuple(worded[name] for name in asked(survey, every[-1]) if name in worded)


def questions(survey: Survey, outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """What is asked, as plain JSON."""
    scale = survey.scale
    return {
        "outcomes": {outcome.id: {"": outcome.statement, **outcome.translations} for outcome in outcomes},
        "scale": {"low": scale.low, "high": int(scale.high), "top": scale.threshold},
        "anchors": {language: anchors.model_dump(mode="json") for language, anchors in scale.anchors.items()},
        "forms": {"see": survey.forms.see, "common": sorted(survey.forms.common)},
        "anonymous": survey.anonymous,
        "minimum_group": int(survey.minimum_group),
    }


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What is asked otherwise than it was, in words. A language more is the same question."""
    yield from _outcomes(before["outcomes"], now["outcomes"])
    if before["scale"] != now["scale"]:
        yield f"the scale was {_scale(before['scale'])}, and is {_scale(now['scale'])}"
    for language in sorted(set(before["anchors"]) & set(now["anchors"])):
        if before["anchors"][language] != now["anchors"][language]:
            yield f"the points of the scale have other words in {language}"
    if before["forms"] != now["forms"]:
        yield "the forms are others: see, or common"
    if before["anonymous"] and not now["anonymous"]:
        yield "those who have answered were promised to stay anonymous"
    if before["anonymous"] and now["minimum_group"] < before["minimum_group"]:
        yield f"those who have answered were promised groups of at least {before['minimum_group']}"


def _outcomes(before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for name in before:
        if name not in now:
            yield f"outcome {name} is asked about no more"
        elif any(now[name].get(language, words) != words for language, words in before[name].items()):
            yield f"outcome {name} has other words"
    for name in now:
        if name not in before:
            yield f"outcome {name} was not asked about"


def _scale(scale: Mapping[str, int]) -> str:
    return f"{scale['low']} to {scale['high']} with {scale['top']} and more on top"
