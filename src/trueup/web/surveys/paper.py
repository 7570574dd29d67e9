"""What one respondent sees: the questions of their form in pages, in their language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from trueup.jobs.anchors import LANGUAGES, Wording, anchors_of, opening, wording
from trueup.jobs.forms import forms_of
from trueup.jobs.job_map import JobMap, Placed
from trueup.jobs.minutes import minutes_of
from trueup.jobs.survey import Survey

A_PAGE = 5
"""Outcomes on a page, at most."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a scale and what it is called."""

    value: int
    word: str


@dataclass(frozen=True, slots=True)
class Question:
    """An outcome as it is asked, and what was answered."""

    outcome: str
    statement: str
    language: str
    importance: int | None = None
    satisfaction: int | None = None
    not_mine: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Outcomes of one step or job, under its name."""

    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One form of a wave: a survey's promise and the statements of a job map."""

    survey: Survey
    job_map: JobMap
    form: int

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What is asked, in the order of the job."""
        known = {placed.outcome.id for placed in self.job_map.placed()}
        return tuple(name for name in forms_of(self.survey, self.job_map).forms[self.form] if name in known)

    @property
    def pages(self) -> tuple[tuple[str, ...], ...]:
        """The outcomes page by page, as even as can be."""
        return paged(self.outcomes)

    @property
    def taps(self) -> int:
        """How often somebody taps who answers everything: begin, two ratings an outcome, on from each page."""
        return 1 + 2 * len(self.outcomes) + len(self.pages)

    @property
    def minutes(self) -> float:
        """About how long it takes."""
        mine = set(self.outcomes)
        return minutes_of([each.outcome.statement for each in self.job_map.placed() if each.outcome.id in mine])

    def opening(self, language: str) -> tuple[str, ...]:
        """What stands above the questions: what it is about, how long it takes, who will see the answers."""
        own = self.survey.introduction.get(language)
        told = opening(self.survey, self.job_map.job, interface(language), self.minutes)
        return (own, *told[1:]) if own else told

    def sections(
        self, page: int, language: str, answers: Mapping[str, Sequence[int | None]], errors: Mapping[str, str]
    ) -> tuple[Section, ...]:
        """A page (from 1) in a language, with what was answered so far."""
        placed = {each.outcome.id: each for each in self.job_map.placed()}
        found: list[tuple[str, list[Question]]] = []
        for outcome in self.pages[page - 1]:
            name = _place(placed[outcome])
            if not found or found[-1][0] != name:
                found.append((name, []))
            found[-1][1].append(self._question(placed[outcome], language, answers, errors.get(outcome, "")))
        return tuple(Section(name, tuple(questions)) for name, questions in found)

    def _question(
        self, placed: Placed, language: str, answers: Mapping[str, Sequence[int | None]], error: str
    ) -> Question:
        outcome = placed.outcome
        spoken = language if language in outcome.translations else ""
        given = answers.get(outcome.id)
        importance, satisfaction, *not_mine = given or (None, None)
        return Question(
            outcome=outcome.id,
            statement=outcome.translations.get(language, outcome.statement),
            language=spoken or self.job_map.language,
            importance=importance,
            satisfaction=satisfaction,
            not_mine=bool(not_mine),
            error=error,
        )

    def points(self, language: str) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
        """The points of both scales, worded."""
        words = anchors_of(self.survey.scale, language)
        return _points(words.importance, self.survey.scale.low), _points(words.satisfaction, self.survey.scale.low)


def _points(words: Sequence[str], low: int) -> tuple[Point, ...]:
    return tuple(Point(low + number, word) for number, word in enumerate(words))


def _place(placed: Placed) -> str:
    return placed.step.name if placed.step else placed.job


def paged(outcomes: Sequence[str], most: int = A_PAGE) -> tuple[tuple[str, ...], ...]:
    """Outcomes in pages of at most so many, none more than one shorter than another."""
    count = max(1, -(-len(outcomes) // most))
    return tuple(_cut(outcomes, count))


def _cut(outcomes: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    size, longer = divmod(len(outcomes), count)
    start = 0
    for number in range(count):
        end = start + size + (number < longer)
        yield tuple(outcomes[start:end])
        start = end


def interface(language: str) -> str:
    """The language of our own words: the respondent's, where Trueup speaks it."""
    known = dict(settings.LANGUAGES)
    near = language.partition("-")[0]
    return next((each for each in (language, near) if each in known and each in LANGUAGES), settings.LANGUAGE_CODE)


def words(language: str) -> Wording:
    """The questions in the language of our own words."""
    return wording(interface(language))
