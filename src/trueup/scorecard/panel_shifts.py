"""What changed from wave to wave, read from the facts and handed to the jobs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from trueup.jobs.customers import customer_trends
from trueup.jobs.outlook import Told, next_day, outlooks
from trueup.jobs.queries import read_ratings
from trueup.jobs.ratings import Labels, Ratings
from trueup.jobs.results import Outlook, Shift, Shifts
from trueup.jobs.segments import same_segments
from trueup.jobs.shifts import Side, shifts_of, told
from trueup.jobs.survey import Survey
from trueup.scorecard.panels import SEGMENT, Panels
from trueup.stats.opportunity import MOST
from trueup.vocabulary import InputError

Segments = tuple[tuple[int, int | None], ...]


def shifts(
    panels: Panels,
    survey: str | None = None,
    after: str | None = None,
    before: str | None = None,
    by: str | None = None,
) -> Shifts:
    """What changed between two waves: of everybody, then of each group that the key `by` makes ("segment": segments).

    Without `after` the last wave with answers, without `before` the one before it. InputError where there are not two,
    UnknownName for a survey or a wave that is not there.
    """
    latest = panels.survey(survey)
    earlier, later = _waves(panels, latest, before, after)
    sides = _side(panels, latest, earlier), _side(panels, latest, later)
    found = shifts_of(*sides)
    segments: Segments = ()
    if by == SEGMENT:
        grouped, segments = _of_segments(panels, latest, earlier, later)
        found = [*found, *grouped]
    elif by is not None:
        found = [*found, *shifts_of(_side(panels, latest, earlier, by), _side(panels, latest, later, by), by=by)]
    upto = _upto(panels, latest, later)
    people = [sides[1].people if each == later else _people(panels, latest, each) for each in upto]
    customers = customer_trends(people, latest)
    return told(*sides, found, segments=segments, customers=customers, outlook=_outlook(panels, latest, upto))


def _waves(panels: Panels, survey: Survey, before: str | None, after: str | None) -> tuple[str, str]:
    answered = list(panels.waves(survey))
    for named in (before, after):
        if named is not None:
            panels.wave(survey, named)
            if named not in answered:
                raise InputError(f"nobody has answered in the wave {named!r}", where=f"survey {survey.id}")
    later = after or (answered[-1] if answered else "")
    previous = {second: first for first, second in pairwise(answered)}
    earlier = before or previous.get(later)
    if earlier is None or earlier == later:
        have = f"answers in {len(answered)} wave{'' if len(answered) == 1 else 's'}"
        raise InputError(
            f"the survey {survey.id!r} has {have}, and a change lies between two", do="ask again in another wave"
        )
    if answered.index(earlier) > answered.index(later):
        raise InputError(f"the wave {earlier!r} came after {later!r}", do="name the earlier one with --before")
    return earlier, later


def _upto(panels: Panels, survey: Survey, wave: str) -> list[str]:
    """The waves with answers, up to one."""
    answered = list(panels.waves(survey))
    return answered[: answered.index(wave) + 1]


def _people(panels: Panels, survey: Survey, wave: str) -> Ratings:
    """The respondents of a wave; of very many a random part, which tells what goes together."""
    asked = panels.survey(survey.id, wave)
    zone = panels.book.definition.zone
    return read_ratings(panels.snapshot, asked, wave, as_of=panels.moment.as_of, zone=zone, most=MOST)


def _side(panels: Panels, survey: Survey, wave: str, by: str | None = None) -> Side:
    asked = panels.survey(survey.id, wave)
    people = _people(panels, survey, wave)
    labels = None if by is None else people.label(by)
    return Side(panels.asking(asked, wave), panels.counts(asked, wave, by), people, labels)


def _of_segments(panels: Panels, survey: Survey, before: str, after: str) -> tuple[list[Shift], Segments]:
    """The shifts of segments, each under its later number; and which earlier one each is."""
    earlier, later = (panels.segmented(survey.id, wave) for wave in (before, after))
    for (_, found), wave in ((earlier, before), (later, after)):
        if found.result.refused is not None:
            raise InputError(f"wave {wave}: {found.result.refused}", do="look at everybody, or at groups by a key")
    same = same_segments(earlier[1].result, later[1].result)
    sides = [
        _segment_side(panels, survey, people, labels)
        for people, labels in (
            (earlier[0], _renamed(earlier[1].labels(), same)),
            (later[0], later[1].labels()),
        )
    ]
    return shifts_of(sides[0], sides[1], by=SEGMENT), same


def _renamed(labels: Labels, same: Segments) -> Labels:
    """Earlier segments by the later one that each is; None where it is none."""
    names = {str(was): None if now is None else str(now) for was, now in same}
    return np.array([names.get(each) for each in labels.tolist()], dtype=object)


def _segment_side(panels: Panels, survey: Survey, people: Ratings, labels: Labels) -> Side:
    asked = panels.survey(survey.id, people.wave)
    return Side(panels.asking(asked, people.wave), people.counts(labels, by=SEGMENT), people, labels)


def _outlook(panels: Panels, survey: Survey, waves: Sequence[str]) -> tuple[Outlook, ...]:
    days = panels.waves(survey)
    told_ = [
        Told(panels.scores(survey.id, wave)[0], days[wave][0] + (days[wave][1] - days[wave][0]) / 2) for wave in waves
    ]
    if any(each.scores.hidden is not None for each in told_):
        return ()
    return outlooks(told_, next_day(survey, told_))
