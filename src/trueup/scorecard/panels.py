"""What customers say, as of a moment: the surveys of a book and the ratings that are known, handed to the jobs.

The one door for the command line, the web application and Python: `trueup.open(path).panels()`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from trueup.book.book import Book
from trueup.facts import Snapshot
from trueup.jobs.asked import version_of_wave
from trueup.jobs.job_map import JobMap
from trueup.jobs.queries import read_counts, read_ratings, waves_answered
from trueup.jobs.ratings import Counts, Ratings
from trueup.jobs.survey import Survey
from trueup.scorecard.standing import grade_of
from trueup.vocabulary import Grade, InputError, Moment, UnknownName, did_you_mean


@dataclass(frozen=True)
class Panels:
    """The surveys of a book as of a moment."""

    book: Book
    snapshot: Snapshot
    moment: Moment
    seed: int

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The ids of the surveys that were known at the moment, in the order of the book."""
        return tuple(each.id for each in self.book.surveys.values() if each.known(self.moment.known_at))

    def named(self, id: str | None) -> str:
        """The survey of that id, or the only one. UnknownName, or InputError where one has to be named."""
        if id is not None:
            return self.book.survey(id).id
        if len(self.known) == 1:
            return self.known[0]
        if not self.known:
            raise UnknownName("the book has no survey", do="make one from a job map with: trueup jobs survey")
        raise InputError(f"the book has {len(self.known)} surveys", do=f"name one: {', '.join(self.known[:8])}")

    def survey(self, id: str | None, wave: str | None = None) -> Survey:
        """The version of a survey that a wave asks by; without a wave the latest that was known.

        InputError where none was known at the moment.
        """
        name = self.named(id)
        versions = self.book.survey(name).known(self.moment.known_at)
        if not versions:
            raise InputError(f"no version of the survey {name!r} was known at this moment", do="ask for a later moment")
        return (version_of_wave(versions, wave) if wave else None) or versions[-1]

    def job_map(self, survey: Survey) -> JobMap:
        """The job map that a survey asks about, as it was known at the moment."""
        versions = self.book.job_map(survey.job_map).known(self.moment.known_at)
        if not versions:
            raise InputError(
                f"the job map {survey.job_map!r} was not known at this moment", do="ask for a later moment"
            )
        return versions[-1]

    def waves(self, survey: Survey) -> Mapping[str, tuple[dt.date, dt.date]]:
        """The waves that have answers, the earliest first: wave -> days of its first and its last answer."""
        return waves_answered(self.snapshot, survey, as_of=self.moment.as_of, zone=self._zone)

    def wave(self, survey: Survey, id: str | None) -> str:
        """The wave of that id, or the last with answers; the first of the survey where nobody has answered yet.

        UnknownName for a wave that the survey does not have and nobody answered in.
        """
        answered = tuple(self.waves(survey))
        listed = tuple(wave.id for wave in survey.waves)
        if id is None:
            return next(iter([*reversed(answered), *listed]), "")
        if id not in (*answered, *listed):
            near = (
                did_you_mean(id, (*listed, *answered)) or f"there are: {', '.join(dict.fromkeys((*listed, *answered)))}"
            )
            raise UnknownName(f"the survey {survey.id!r} has no wave {id!r}", do=near)
        return id

    def counts(
        self, survey: Survey, wave: str, by: str | None = None, where: Mapping[str, str] | None = None
    ) -> Counts:
        """How often each pair of ratings was given in a wave, by the values of a segment key."""
        moment = {"as_of": self.moment.as_of, "zone": self._zone}
        return read_counts(self.snapshot, survey, wave, by=by, where=where, **moment)  # type: ignore[arg-type]

    def ratings(self, survey: Survey, wave: str) -> Ratings:
        """Every respondent's ratings in a wave."""
        return read_ratings(self.snapshot, survey, wave, as_of=self.moment.as_of, zone=self._zone)

    def frame(self, survey: Survey, wave: str) -> int | None:
        """How many people there are to ask in a wave; None: not said."""
        found = survey.wave(wave)
        size = found.size if found is not None and found.size is not None else survey.frame.size
        return None if size is None else int(size)

    def grade(self, survey: Survey) -> Grade:
        """What a survey's answers are graded: by who asks. Nobody named: reported."""
        return grade_of(self.book.parties.get(survey.party or ""))

    @property
    def _zone(self) -> dt.tzinfo:
        return self.book.definition.zone
