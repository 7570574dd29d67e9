"""Computing what the panels of a book say, part by part, and keeping each. Parts that stand are left alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.utils import timezone

from trueup.jobs.mark import answers_mark
from trueup.jobs.ratings import Ratings
from trueup.jobs.results import Scores
from trueup.jobs.segments import Found
from trueup.jobs.survey import Survey
from trueup.scorecard.assess import METHOD
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

    def scores(self, survey=None, wave=None, by=None, where=None):  # type: ignore[no-untyped-def]
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
    before = {second: first for first, second in pairwise(waves)}
    for wave in reversed(waves):
        if heavy:
            yield from _of_segments(panels, survey, wave, before.get(wave))
        else:
            yield from _of_wave(panels, survey, wave, before.get(wave), state)


def _of_wave(panels: Panels, survey: Survey, wave: str, before: str | None, state: str) -> Iterator[Step]:
    """WaveSummary, scores, shifts and roadmap; by every key that is known of respondents."""
    name, basis = survey.id, basis_of(state)

    def step(part: str, by: str, make: Callable[[], Result]) -> Step:
        return Step(name, wave, part, by, basis, make)

    def summary() -> Result:
        return summarise(panels.scores(name, wave)[0], shifts(panels, name, wave) if before else None)

    yield step("summary", "", summary)
    for by in ("", *panels.survey(name, wave).frame.keys):
        key = by or None
        yield step("scores", by, lambda key=key: Groups(groups=panels.scores(name, wave, key)))  # type: ignore[misc]
        if before:
            yield step("shifts", by, lambda key=key: shifts(panels, name, wave, by=key))  # type: ignore[misc]
        yield step("roadmap", by, lambda key=key: make_roadmap(panels, name, wave, key))  # type: ignore[misc]


def _of_segments(panels: Panels, survey: Survey, wave: str, before: str | None) -> Iterator[Step]:
    """Segments, and their shifts: they rest on the answers and on the documents, not on any other fact."""
    name, basis = survey.id, answers_of(panels, survey, wave)
    yield Step(name, wave, "segments", "", basis, lambda: panels.segmented(name, wave)[1].result)
    if before:
        both = digest([basis, answers_of(panels, survey, before)])
        yield Step(name, wave, "shifts", SEGMENT, both, lambda: shifts(panels, name, wave, before, by=SEGMENT))


def answers_of(panels: Panels, survey: Survey, wave: str) -> str:
    """What the segments of a wave rest on: its survey, its job map, and the answers that are known."""
    asked = panels.survey(survey.id, wave)
    documents = [asked.model_dump_json(), panels.job_map(asked).model_dump_json()]
    days = [day.isoformat() for day in panels.waves(asked).get(wave, ())]
    return digest([METHOD, panels.seed, wave, *documents, days, *answers_mark(panels.snapshot, survey.id, wave)])
