"""What is wrong with a survey by itself, beside its job map, and beside the version before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from trueup.jobs.anchors import LANGUAGES
from trueup.jobs.asked import asked, changed_questions
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey, Wave
from trueup.vocabulary import did_you_mean, joined, said
from trueup.vocabulary.finding import Finding, Path, error, hint


def issues(survey: Survey) -> Iterator[Finding]:
    """Every finding about one version of a survey."""
    yield from _twice(survey)
    yield from _overlaps(survey.waves)
    yield from _languages(survey)


def _twice(survey: Survey) -> Iterator[Finding]:
    lists: tuple[tuple[Path, Sequence[str]], ...] = (
        (("outcomes",), survey.outcomes),
        (("forms", "common"), survey.forms.common),
        (("languages",), survey.languages),
    )
    for path, names in lists:
        for name in _repeated(names):
            yield error(path, said("{name} stands here twice", name=repr(name)), said("once is enough"))
    for name in _repeated([wave.id for wave in survey.waves]):
        yield error(("waves",), said("there are two waves {id}", id=repr(name)), said("give each an id of its own"))


def _repeated(names: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _overlaps(waves: tuple[Wave, ...]) -> Iterator[Finding]:
    """Two waves at once: nobody could say to which of them an answer belongs."""
    placed = sorted(enumerate(waves), key=lambda item: item[1].opens)
    for (_, first), (index, second) in pairwise(placed):
        if second.opens < first.closes:
            message = said(
                "wave {second} opens on {opens}, and {first} closes on {closes}",
                second=second.id,
                opens=second.opens,
                first=first.id,
                closes=first.closes,
            )
            yield error(("waves", index, "opens"), message, said("waves follow one another: let one end first"))


def _languages(survey: Survey) -> Iterator[Finding]:
    """The form, and every point of the scale, have words in every language."""
    has_words = survey.scale.points == 5 and survey.scale.low == 1
    for index, language in enumerate(survey.languages):
        ships = language.partition("-")[0] in LANGUAGES
        if not ships:
            message = said("the form itself has no words in {language}", language=language)
            yield hint(("languages", index), message, said("it ships in: {languages}", languages=", ".join(LANGUAGES)))
        if language not in survey.scale.anchors and not (ships and has_words):
            message = said("the points of the scale have no words in {language}", language=language)
            suggestion = said("add them under scale, anchors, {language}", language=language)
            yield hint(("languages", index), message, suggestion)
    for language in survey.introduction:
        if language not in survey.languages:
            message = said("the survey is not in {language}", language=language)
            yield hint(("introduction", language), message, said("add it to `languages`, or take this away"))


def beside(survey: Survey, versions: Sequence[JobMap]) -> Iterator[Finding]:
    """What does not fit the job map, given all its versions, the latest last.

    What fitted an earlier version is no error: an amendment of the map breaks no survey that has been answered.
    """
    yield from _outcomes(survey, versions)
    yield from _common(survey, versions)
    yield from _forms(survey, [len(asked(survey, job_map)) for job_map in versions])
    yield from _translations(survey, versions[-1])


def _ever(versions: Sequence[JobMap]) -> dict[str, int]:
    """The outcomes of all versions, each with the last version that has it."""
    return {placed.outcome.id: job_map.version for job_map in versions for placed in job_map.placed()}


def _outcomes(survey: Survey, versions: Sequence[JobMap]) -> Iterator[Finding]:
    ever = _ever(versions)
    for index, name in enumerate(survey.outcomes):
        path = ("outcomes", index)
        if name not in ever:
            message = said("job map {map} has no outcome {id}", map=repr(survey.job_map), id=repr(name))
            yield error(path, message, did_you_mean(name, ever) or said("it has: {ids}", ids=_some(list(ever))))
        elif ever[name] < versions[-1].version:
            since = ever[name] + 1
            message = said("outcome {id} is not in the job map since version {version}", id=repr(name), version=since)
            yield hint(path, message, said("what was answered stays; leave it out of the next wave"))


def _common(survey: Survey, versions: Sequence[JobMap]) -> Iterator[Finding]:
    known = dict.fromkeys(survey.outcomes) or dict.fromkeys(_ever(versions))
    for index, name in enumerate(survey.forms.common):
        if name not in known:
            message = said("outcome {id} is not asked about", id=repr(name))
            yield error(("forms", "common", index), message, did_you_mean(name, known) or said("add it to `outcomes`"))


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:8]) or "none"


def _forms(survey: Survey, counts: Sequence[int]) -> Iterator[Finding]:
    see, common = survey.forms.see, len(survey.forms.common)
    if see is None:
        return
    if see > counts[-1]:
        level = error if see > max(counts) else hint
        message = said("each is to see {see} outcomes, and there are {there}", see=see, there=counts[-1])
        yield level(("forms", "see"), message, said("leave `see` out: then everybody sees all"))
    elif see <= common and see < counts[-1]:
        message = said("each is to see {see} outcomes, and {common} are common to all", see=see, common=common)
        yield error(("forms", "see"), message, said("the others would never be asked: raise `see`"))


def _translations(survey: Survey, job_map: JobMap) -> Iterator[Finding]:
    """Every outcome that is asked about has a statement in every language."""
    ids = set(asked(survey, job_map))
    outcomes = [placed.outcome for placed in job_map.placed() if placed.outcome.id in ids]
    for index, language in enumerate(survey.languages):
        lacking = [each.id for each in outcomes if language not in (job_map.language, *each.translations)]
        if lacking:
            message = said(
                "{count} of {all} outcomes have no statement in {language}: {ids}",
                count=len(lacking),
                all=len(outcomes),
                language=language,
                ids=_some(lacking),
            )
            yield hint(("languages", index), message, said("add their translations to the job map"))


def amended(earlier: Sequence[Survey], after: Survey) -> Iterator[Finding]:
    """What a version may not change beside the ones before it, the latest of them last (see trueup.jobs.asked)."""
    stood = {wave.id: None for survey in earlier for wave in survey.waves}
    before = earlier[-1]
    is_new = any(wave.id not in stood for wave in after.waves)
    if before.waves and not is_new:
        for key, sentence in changed_questions(before, after).items():
            waves = ", ".join(wave.id for wave in before.waves)
            message = joined((sentence, said("which is asked already in: {waves}", waves=waves)), ", ")
            yield error((key,), message, said("add a wave, or put it back"))
    for wave in before.waves:
        if after.wave(wave.id) is None:
            message = said("wave {id} of version {version} is gone", id=repr(wave.id), version=before.version)
            yield hint(("waves",), message, said("put it back: what was answered in it could not be read any more"))
