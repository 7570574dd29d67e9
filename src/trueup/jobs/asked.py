"""What a wave of a survey asks, and which version of the survey says so.

Answers can be compared only where the questions were the same. So a wave asks what the version says in which it first
stands; who wants to ask something else adds a wave.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Anchors, Survey
from trueup.vocabulary import said


def asked(survey: Survey, job_map: JobMap) -> tuple[str, ...]:
    """The outcomes that a survey asks about, by id: those it names, else every one of the job map."""
    return survey.outcomes or tuple(placed.outcome.id for placed in job_map.placed())


def version_of_wave(versions: Iterable[Survey], wave: str) -> Survey | None:
    """The first version in which the wave stands: its questions are the wave's. None where no version has it."""
    return next((survey for survey in versions if survey.wave(wave) is not None), None)


def changed_questions(before: Survey, after: Survey) -> Mapping[str, str]:
    """What a version asks otherwise than one before: the key of the survey, and a sentence about it.

    Anchors and outcomes that are worded in one more language are the same questions.
    """
    compared = {
        "job_map": before.job_map == after.job_map,
        "outcomes": set(before.outcomes) == set(after.outcomes),
        "scale": _same_scale(before, after),
        "forms": (before.forms.see, set(before.forms.common)) == (after.forms.see, set(after.forms.common)),
    }
    return {key: _SENTENCES[key] for key, same in compared.items() if not same}


def _same_scale(before: Survey, after: Survey) -> bool:
    was, now = before.scale, after.scale
    points = (was.low, was.high, was.threshold) == (now.low, now.high, now.threshold)
    return points and all(
        now.anchors[language] == anchors for language, anchors in _kept(was.anchors, now.anchors).items()
    )


def _kept(before: Mapping[str, Anchors], after: Mapping[str, Anchors]) -> dict[str, Anchors]:
    return {language: anchors for language, anchors in before.items() if language in after}


_SENTENCES = {
    "job_map": said("asks about another job than the version before"),
    "outcomes": said("asks about other outcomes than the version before"),
    "scale": said("has another scale, or other words for its points, than the version before"),
    "forms": said("has other forms than the version before"),
}
