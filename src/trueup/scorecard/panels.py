"""What customers say, as of a moment: the surveys of a book and the ratings that are known, handed to the jobs.

The one door for the command line, the web application and Python: `trueup.open(path).panels()`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trueup.book.book import Book
from trueup.facts import Snapshot
from trueup.jobs.asked import version_of_wave
from trueup.jobs.hiding import may_part
from trueup.jobs.job_map import JobMap
from trueup.jobs.outcome_score import Asking
from trueup.jobs.queries import read_counts, read_ratings, waves_answered
from trueup.jobs.ratings import Counts, Ratings
from trueup.jobs.results import Scores, Segmentation
from trueup.jobs.score import hidden, scores_by
from trueup.jobs.segments import Found, find
from trueup.jobs.survey import Survey
from trueup.scorecard.standing import grade_of
from trueup.stats.opportunity import MOST
from trueup.vocabulary import Grade, InputError, Moment, UnknownName, did_you_mean

SEGMENT = "segment"
"""What groups are called that share unmet needs, beside the keys that are known of respondents."""


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

    def scores(
        self,
        survey: str | None = None,
        wave: str | None = None,
        by: str | None = None,
        where: Mapping[str, str] | None = None,
    ) -> tuple[Scores, ...]:
        """What a wave says of each outcome: of everybody, then of each group that the segment key `by` makes.

        By "segment" the groups are those that share unmet needs (`segments`). Without a wave, the last that has
        answers. `where` keeps respondents of whom the keys are known to have these values. UnknownName for a survey or
        a wave that is not there.
        """
        found, at = self._asked(survey, wave)
        if by == SEGMENT:
            return self._by_segment(found, at, where or {})
        counts = self.counts(found, at, by, where)
        whole = self._respondents(found, at) if where else int(counts.respondents.sum())
        asking = self.asking(found, at, whole)
        people = self._some(found, at, counts, where or {})
        everybody = counts.together()
        if where and not self._may_be_shown(found, int(everybody.respondents[0]), whole):
            return (hidden(asking, everybody),)
        groups = () if by is None else scores_by(asking, counts, people, people.label(by))
        return (*scores_by(asking, everybody, people, None), *groups)

    def asking(self, survey: Survey, wave: str, answered: int | None = None) -> Asking:
        """Who is asked about what in a wave, as scores need it."""
        return Asking(
            survey=survey,
            job_map=self.job_map(survey),
            grade=self.grade(survey),
            seed=self.seed,
            frame=self.frame(survey, wave),
            answered=answered,
        )

    def segments(self, survey: str | None = None, wave: str | None = None) -> Segmentation:
        """The groups of respondents that share unmet needs, or why there are none to be trusted.

        Without a wave, the last that has answers. UnknownName for a survey or a wave that is not there, InputError
        where the libraries for it are not installed.
        """
        return self.segmented(survey, wave)[1].result

    def segmented(self, survey: str | None = None, wave: str | None = None) -> tuple[Ratings, Found]:
        """The ratings of a wave, and with the segments the one that each respondent is in."""
        asked, at = self._asked(survey, wave)
        people = self.ratings(asked, at)
        return people, find(people, asked, self.job_map(asked), seed=self.seed)

    def _asked(self, survey: str | None, wave: str | None) -> tuple[Survey, str]:
        """The version of the survey that a wave, or the last with answers, asks by; and the wave."""
        named = self.survey(survey)
        at = self.wave(named, wave)
        return self.survey(named.id, at), at

    def _by_segment(self, survey: Survey, wave: str, where: Mapping[str, str]) -> tuple[Scores, ...]:
        """Scores of everybody and of each segment. InputError where there are no segments to be trusted."""
        if where:
            raise InputError("segments are those of all respondents", do="leave the condition on keys out")
        people, found = self.segmented(survey.id, wave)
        if found.result.refused is not None:
            raise InputError(found.result.refused, where="segments", do="score by a key of the respondents")
        counts = people.counts(found.labels(), by=SEGMENT)
        asking = self.asking(survey, wave, int(counts.respondents.sum()))
        everybody = scores_by(asking, counts.together(), people, None)
        return (*everybody, *scores_by(asking, counts, people, found.labels()))

    def _respondents(self, survey: Survey, wave: str) -> int:
        return int(self.counts(survey, wave).respondents.sum())

    def _some(self, survey: Survey, wave: str, counts: Counts, where: Mapping[str, str]) -> Ratings:
        """Those whose ratings tell which places go together: all of a few, and some of many."""
        many = int(counts.respondents.sum()) > MOST
        moment = {"as_of": self.moment.as_of, "zone": self._zone}
        people = read_ratings(self.snapshot, survey, wave, most=MOST if many else None, **moment)  # type: ignore[arg-type]
        keep = np.ones(len(people.respondents), dtype=bool)
        for key, value in where.items():
            keep &= people.label(key) == value
        return people.of(keep)

    @staticmethod
    def _may_be_shown(survey: Survey, part: int, whole: int) -> bool:
        return not survey.anonymous or may_part(part, whole, int(survey.minimum_group))

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
