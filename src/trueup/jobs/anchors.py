"""The words of a form: the questions, the points of both scales, and what else stands on it, by language.

Every point has words, and the words of both scales go up in the same steps. The questions ask how the customer is
doing, never how the provider is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trueup.jobs.job_map import Outcome
from trueup.jobs.survey import Anchors, Scale, Survey
from trueup.vocabulary import InputError

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a form says in one language. `{job}`, `{minutes}` and `{group}` are filled in."""

    about: str
    importance: str
    satisfaction: str
    not_known: str
    anonymous: str
    named: str
    takes: str
    anchors: Anchors


WORDINGS: Mapping[str, Wording] = {
    "en": Wording(
        about="How are you doing? Think of this: {job}",
        importance="How important is it to YOU to do this well?",
        satisfaction="How satisfied are YOU with how well you can do this today?",
        not_known="Don't know, or does not apply to me",
        anonymous="Nobody is told which answers are yours, and nothing is shown of fewer than {group} people.",
        named="Your answers are kept together with who you are.",
        takes="It takes about {minutes} minutes.",
        anchors=Anchors(
            importance=(
                "Not at all important", "Slightly important", "Moderately important", "Very important",
                "Extremely important",
            ),
            satisfaction=(
                "Not at all satisfied", "Slightly satisfied", "Moderately satisfied", "Very satisfied",
                "Extremely satisfied",
            ),
        ),
    ),
    "de": Wording(
        about="Wie kommen Sie zurecht? Denken Sie an dies: {job}",
        importance="Wie wichtig ist es IHNEN, dass Ihnen das gut gelingt?",
        satisfaction="Wie zufrieden sind SIE damit, wie gut Ihnen das heute gelingt?",
        not_known="Weiß ich nicht, oder trifft auf mich nicht zu",
        anonymous="Niemand erfährt, welche Antworten Ihre sind; von weniger als {group} Personen wird nichts gezeigt.",
        named="Ihre Antworten werden zusammen damit gespeichert, wer Sie sind.",
        takes="Es dauert etwa {minutes} Minuten.",
        anchors=Anchors(
            importance=(
                "Überhaupt nicht wichtig", "Wenig wichtig", "Mittelmäßig wichtig", "Sehr wichtig", "Äußerst wichtig",
            ),
            satisfaction=(
                "Überhaupt nicht zufrieden", "Wenig zufrieden", "Mittelmäßig zufrieden", "Sehr zufrieden",
                "Äußerst zufrieden",
            ),
        ),
    ),
}  # fmt: skip
LANGUAGES = tuple(WORDINGS)


def wording(language: str) -> Wording:
    """The words of a form. InputError for a language that has none."""
    found = _shipped(language)
    if found is None:
        raise InputError(f"a form has no words in {language!r}", do=f"languages: {', '.join(LANGUAGES)}")
    return found


def _shipped(language: str) -> Wording | None:
    return WORDINGS.get(language) or WORDINGS.get(language.partition("-")[0])


def anchors_of(scale: Scale, language: str) -> Anchors:
    """The words of each point: the survey's own in this language, else those that ship for 1 to 5, else its numbers.

    On a scale of numbers the ends have words.
    """
    own = scale.anchors.get(language)
    if own is not None:
        return own
    shipped = (_shipped(language) or WORDINGS[ENGLISH]).anchors
    if (scale.low, scale.points) == (1, len(shipped.importance)):
        return shipped
    return Anchors(importance=_numbered(scale, shipped.importance), satisfaction=_numbered(scale, shipped.satisfaction))


def _numbered(scale: Scale, words: tuple[str, ...]) -> tuple[str, ...]:
    points = [str(point) for point in range(scale.low, int(scale.high) + 1)]
    return (f"{points[0]} {words[0]}", *points[1:-1], f"{points[-1]} {words[-1]}")


def opening(survey: Survey, job: str, language: str, minutes: float) -> tuple[str, ...]:
    """What stands above the questions: what it is about, how long it takes, and who will see the answers."""
    words = wording(language)
    about = survey.introduction.get(language) or words.about.format(job=job)
    shown = words.anonymous.format(group=survey.minimum_group) if survey.anonymous else words.named
    return about, words.takes.format(minutes=max(1, round(minutes))), shown


def statement(outcome: Outcome, language: str) -> str:
    """The outcome's statement in a language, or as it was written where it has not been translated."""
    return outcome.translations.get(language, outcome.statement)
