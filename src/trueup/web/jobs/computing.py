"""Computing what the panels of a book say, part by part, and keeping each. Parts that stand are left alone."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.utils import timezone

from trueup.jobs.mark import answers_mark
from trueup.jobs.ratings import Ratings
from trueup.jobs.results import Scores, Segmentation
from trueup.jobs.segments import Found
from trueup.jobs.survey import Survey
from trueup.scorecard.method import METHOD
from trueup.scorecard.panel_roadmap import make_roadmap
from trueup.scorecard.panel_shifts import shifts
from trueup.scorecard.panels import SEGMENT, Panels
from trueup.vocabulary import InputError, in_parts
from trueup.vocabulary.digest import digest
from trueup.vocabulary.result import Result
from trueup.web.assessments.state import state_now, today
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.jobs.models import Told
from trueup.web.jobs.parts import Groups, basis_of, summarise

Progress = Callable[[str, int, int], None]


class Remembering(Panels):
    """The same panels; what several parts ask for is worked out once."""

    @cached_property
    def _scored(self) -> dict[tuple[str | None, ...], tuple[Scores, ...]]:
        return {}

    @cached_property
    def _parted(self) -> dict[tuple[str | None, str | None], tuple[Ratings, Found]]:
        return {}

    @cached_property
    def _answered(self) -> dict[str, Mapping[str, tuple[dt.date, dt.date]]]:
        return {}

    def waves(self, survey: Survey) -> Mapping[str, tuple[dt.date, dt.date]]:
        """As Panels.waves."""
        if survey.id not in self._answered:
            self._answered[survey.id] = super().waves(survey)
        return self._answered[survey.id]

    def scores(
        self,
        survey: str | None = None,
        wave: str | None = None,
        by: str | None = None,
        where: Mapping[str, str] | None = None,
    ) -> tuple[Scores, ...]:
        """As Panels.scores."""
        if where:
            return super().scores(survey, wave, by, where)
        key = (survey, wave, by)
        if key not in self._scored:
            self._scored[key] = super().scores(survey, wave, by)
        return self._scored[key]

    def segmented(self, survey: str | None = None, wave: str | None = None) -> tuple[Ratings, Found]:
        """As Panels.segmented."""
        if (survey, wave) not in self._parted:
            self._parted[survey, wave] = super().segmented(survey, wave)
        return self._parted[survey, wave]


@dataclass(frozen=True)
class Step:
    """One part to keep: of which wave, by which key, from what, and how it is worked out."""

    survey: str
    wave: str
    part: str
    by: str
    basis: str
    make: Callable[[], Result]


def compute(slug: str, *, heavy: bool, progressed: Progress = lambda doing, done, total: None) -> int:
    """Compute and keep every part that does not stand; return how many were computed.

    `heavy` are segments and what rests on them; without it, all else.
    """
    book, opened, state = Book.objects.get(slug=slug), open_book(slug), state_now(slug)
    as_of = today(opened.book.definition.time_zone, timezone.now())
    with opened.panels(as_of) as found:
        panels = Remembering(found.book, found.snapshot, found.moment, found.seed)
        steps = [step for name in panels.known for step in _steps(panels, panels.survey(name), state, heavy=heavy)]
        standing = dict(_standing(book))
        waiting = [each for each in steps if standing.get(_key(each)) != each.basis]
        for done, step in enumerate(waiting):
            progressed(step.part, done, len(waiting))
            _keep(book, step)
    _forget(book, steps, heavy=heavy)
    return len(waiting)


def _standing(book: Book) -> Iterator[tuple[tuple[str, str, str, str], str]]:
    for *key, basis in Told.objects.filter(book=book).values_list("survey", "wave", "part", "by", "basis"):
        yield tuple(key), basis  # type: ignore[misc]


def _key(step: Step) -> tuple[str, str, str, str]:
    return step.survey, step.wave, step.part, step.by


def _keep(book: Book, step: Step) -> None:
    began, body, problem = time.monotonic(), "", ""
    try:
        body = in_parts(step.make())
    except InputError as wrong:  # too few waves, no segments, a library that is not installed: said in its place
        problem = wrong.what
    said = {"basis": step.basis, "body": body, "problem": problem, "computed_at": timezone.now()}
    named: dict[str, Any] = {"survey": step.survey, "wave": step.wave, "part": step.part, "by": step.by}
    Told.objects.update_or_create(book=book, **named, defaults=said | {"seconds": round(time.monotonic() - began, 3)})


def _forget(book: Book, steps: list[Step], *, heavy: bool) -> None:
    """What is asked no more, or has no answers any more."""
    named = {_key(each) for each in steps}
    gone = [
        pk
        for pk, *key in Told.objects.filter(book=book).values_list("pk", "survey", "wave", "part", "by")
        if is_heavy(key[2], key[3]) == heavy and tuple(key) not in named
    ]
    Told.objects.filter(pk__in=gone).delete()


def is_heavy(part: str, by: str) -> bool:
    """Whether a part rests on segments, which take long to find."""
    return part == "segments" or by == SEGMENT


def _steps(panels: Panels, survey: Survey, state: str, *, heavy: bool) -> Iterator[Step]:
    """The parts of each wave with answers, the latest wave first."""
    waves = list(panels.waves(survey))
    for number in reversed(range(len(waves))):
        upto = waves[: number + 1]
        if heavy:
            yield from _of_segments(panels, survey, upto)
        else:
            yield from _of_wave(panels, survey, upto)
    if waves and not heavy:
        yield from _roadmaps(panels, survey, waves[-1], state)


def _of_wave(panels: Panels, survey: Survey, upto: Sequence[str]) -> Iterator[Step]:
    """Summary, scores and shifts of the last of these waves; by every key that is known of respondents."""
    name, wave, basis = survey.id, upto[-1], answers_of(panels, survey, upto)
    again = len(upto) > 1

    def summary() -> Result:
        return summarise(panels.scores(name, wave)[0], shifts(panels, name, wave) if again else None)

    yield Step(name, wave, "summary", "", basis, summary)
    for by in ("", *panels.survey(name, wave).frame.keys):
        yield Step(name, wave, "scores", by, basis, partial(_groups, panels, name, wave, by or None))
        if again:
            yield Step(name, wave, "shifts", by, basis, partial(shifts, panels, name, wave, by=by or None))


def _groups(panels: Panels, survey: str, wave: str, by: str | None) -> Groups:
    return Groups(groups=panels.scores(survey, wave, by))


def _roadmaps(panels: Panels, survey: Survey, wave: str, state: str) -> Iterator[Step]:
    """What to work on first, by the last wave: it rests on KPIs, agreements and actuals as well."""
    for by in ("", *panels.survey(survey.id, wave).frame.keys):
        make = partial(make_roadmap, panels, survey.id, wave, by or None)
        yield Step(survey.id, wave, "roadmap", by, basis_of(state), make)


def _of_segments(panels: Panels, survey: Survey, upto: Sequence[str]) -> Iterator[Step]:
    """Segments of the last of these waves, and what shifted for each since the wave before."""
    name, wave = survey.id, upto[-1]
    yield Step(
        name, wave, "segments", "", answers_of(panels, survey, upto[-1:]), partial(_segments, panels, name, wave)
    )
    if len(upto) > 1:
        make = partial(shifts, panels, name, wave, upto[-2], by=SEGMENT)
        yield Step(name, wave, "shifts", SEGMENT, answers_of(panels, survey, upto), make)


def _segments(panels: Panels, survey: str, wave: str) -> Segmentation:
    return panels.segmented(survey, wave)[1].result


def answers_of(panels: Panels, survey: Survey, waves: Sequence[str]) -> str:
    """What scores, shifts and segments of these waves rest on: documents and answers, and no other fact."""
    days, known = panels.waves(survey), panels.snapshot
    asked = [panels.survey(survey.id, wave) for wave in waves]
    documents = [each.model_dump_json() for each in (survey, *asked, *(panels.job_map(each) for each in asked))]
    answers = [
        [wave, *(day.isoformat() for day in days.get(wave, ())), *answers_mark(known, survey.id, wave)]
        for wave in waves
    ]
    return digest([METHOD, panels.seed, panels.grade(survey).name, *documents, *answers])
