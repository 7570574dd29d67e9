"""What is wrong with the answers as a whole, before any row is read: then nothing of them lands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trueup.jobs.job_map import Outcome
from trueup.jobs.questions import differences, questions
from trueup.jobs.survey import Scale, Survey
from trueup.sources.survey_file import RATINGS, Answers
from trueup.vocabulary import SourceError, did_you_mean


def check(answers: Answers, survey: Survey, outcomes: Sequence[Outcome], before: Mapping[str, Any] | None) -> None:
    """Raise SourceError where scale, words, keys or questions are not those of the survey.

    `before` is what the wave asked when its first answer came in; None where there is none yet.
    """
    _same_scale(answers.scale, survey.scale)
    _words(answers, survey.scale)
    _keys(answers, survey)
    if before is not None:
        changed = list(differences(before, questions(survey, outcomes)))
        if changed:
            listing = "".join(f"\n  {each}" for each in changed[:20])
            what = f"the survey {survey.id} is another than when wave {answers.wave} had its first answer:{listing}"
            raise SourceError(what, do="put it back, or add a wave for what is asked now")


def _same_scale(stated: Scale | None, scale: Scale) -> None:
    if stated is None:
        return
    said, asked = (f"{each.low} to {each.high}" for each in (stated, scale))
    if said != asked:
        what = f"the answers are on a scale from {said}, and the survey's is {asked}: ratings are never rescaled"
        raise SourceError(what, do="import them into a survey with their scale, which says its own top boxes")
    if stated.threshold != scale.threshold:
        what = f"the answers count {stated.threshold} and more as top, and the survey {scale.threshold} and more"
        raise SourceError(what, do="the survey says it: leave `top` out, or mend it there")


def _words(answers: Answers, scale: Scale) -> None:
    for rating in RATINGS:
        for word, point in getattr(answers.anchors, rating).items():
            if not scale.low <= point <= scale.high:
                what = f"anchors: {word!r} would be {point}, and the scale is {scale.low} to {scale.high}"
                raise SourceError(what, do="mend it")


def _keys(answers: Answers, survey: Survey) -> None:
    known = survey.frame.keys
    for key in answers.keys:
        if known and key not in known:
            hint = did_you_mean(key, known) or f"keys: {', '.join(known)}"
            raise SourceError(f"the survey's frame has no key {key!r}", do=hint)


def named_survey(surveys: Mapping[str, Any], name: str) -> Any:
    """The versions of a survey. SourceError where the book has none of that name."""
    if name not in surveys:
        hint = did_you_mean(name, surveys) or f"surveys: {', '.join(surveys) or 'none'}"
        raise SourceError(f"the book has no survey {name!r}", do=hint)
    return surveys[name]


def no_such_wave(survey: Survey, name: str) -> SourceError:
    """The error that a wave deserves which the survey does not have."""
    known = [wave.id for wave in survey.waves]
    hint = did_you_mean(name, known) or f"waves: {', '.join(known) or 'none'}"
    return SourceError(f"the survey {survey.id} has no wave {name!r}", do=hint)
