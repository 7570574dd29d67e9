"""Answers become facts: when somebody has finished, and what was begun when the wave closes.

    landing (a row with its sheets) -> facts (durable, once by key) -> leaf -> landing done

Killed between any two, nothing acknowledged is lost and nothing counts twice: a landing that is not done lands again
under its own key, with the same rows. Of an anonymous survey, sheets land together, at least as many as the smallest
group that may be shown: from the difference between two looks at the results nobody's answers can be read.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from trueup.jobs.survey import Survey
from trueup.vocabulary.digest import digest
from trueup.web.documents.books import open_book
from trueup.web.evidence.actions.land import Sent, land
from trueup.web.surveys.models import Fielding, Invitation, Landing, Sheet
from trueup.web.surveys.paper import Paper
from trueup.web.surveys.waves import promised

_COLUMNS = (
    "survey", "wave", "respondent", "customer", "segment_keys", "outcome", "importance", "satisfaction", "weight",
    "answered_at", "source_ref",
)  # fmt: skip
Row = tuple[Any, ...]


def land_ready(fielding: Fielding) -> int:
    """Land what is ready of a wave: what is under way, then what has become ready; return how many sheets.

    Raises FactError, TrueupError where disk or database fail: to be called again.
    """
    _gather(fielding)
    landed = 0
    for landing in fielding.landings.filter(done_at=None).order_by("made_at"):
        landed += _land(landing)
    return landed


@transaction.atomic
def _gather(fielding: Fielding) -> None:
    """Put the sheets that are ready into a landing."""
    locked = Fielding.objects.select_for_update().get(pk=fielding.pk)
    survey = survey_of(locked)
    waiting = Sheet.objects.filter(fielding=locked, landing=None).exclude(started_at=None)
    if locked.closed_at is None:
        waiting = waiting.exclude(finished_at=None)
        if survey.anonymous and waiting.count() < int(survey.minimum_group):
            return
    ready = list(waiting.select_for_update().values_list("pk", flat=True))
    if ready:
        landing = Landing.objects.create(fielding=locked, made_at=timezone.now())
        Sheet.objects.filter(pk__in=ready).update(landing=landing)


def _land(landing: Landing) -> int:
    fielding = landing.fielding
    sheets = list(landing.sheets.order_by("pk"))
    rows = list(rows_of(fielding, sheets))
    land(
        Sent(
            book=fielding.book,
            agreement="",
            key=f"responses/{landing.pk.hex}",
            asked=digest([sheet.respondent for sheet in sheets]),
            seat=fielding.seat.local_id,
            member=fielding.member_id,
            how="survey",
            reason="",
            corrections=0,
            unchanged=0,
            columns={name: [row[place] for row in rows] for place, name in enumerate(_COLUMNS)},
            table="responses",
        )
    )
    Landing.objects.filter(pk=landing.pk, done_at=None).update(done_at=timezone.now())
    return len(sheets)


def rows_of(fielding: Fielding, sheets: Iterable[Sheet]) -> Iterator[Row]:
    """One row for each outcome that was shown; what was not answered is null, what was not shown has no row."""
    survey, papers = survey_of(fielding), papers_of(fielding)
    zone = ZoneInfo(open_book(fielding.book.slug).book.definition.time_zone)
    for sheet in sheets:
        keys = json.dumps(sheet.keys, sort_keys=True) if sheet.keys else None
        at = _answered_at(survey, sheet, zone)
        for outcome in shown(papers(sheet.form), sheet):
            importance, satisfaction, *_not_mine = sheet.answers.get(outcome) or (None, None)
            yield (
                fielding.survey, fielding.wave, sheet.respondent, sheet.customer or None, keys, outcome, importance,
                satisfaction, 1.0, at, None,
            )  # fmt: skip


def papers_of(fielding: Fielding) -> Callable[[int], Paper]:
    """Each form of a wave by its number, made once."""
    survey = survey_of(fielding)
    maps = open_book(fielding.book.slug).book.job_maps[survey.job_map]
    pinned = next((each for each in maps if each.version == fielding.map_version), maps.latest)
    made: dict[int, Paper] = {}

    def paper(form: int) -> Paper:
        if form not in made:
            made[form] = Paper(survey, pinned, form)
        return made[form]

    return paper


def shown(paper: Paper, sheet: Sheet) -> Sequence[str]:
    """The outcomes on the pages that the respondent has seen."""
    pages = paper.pages
    seen = pages if sheet.finished_at is not None else pages[: max([sheet.reached, *sheet.saved])]
    return [outcome for page in seen for outcome in page]


def _answered_at(survey: Survey, sheet: Sheet, zone: ZoneInfo) -> dt.datetime:
    """When; of an anonymous survey only the day, so that no log of letters or visits tells whose answers these are."""
    at = sheet.finished_at or sheet.changed_at
    assert at is not None
    there = at.astimezone(zone)
    return there.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(dt.UTC) if survey.anonymous else at


def survey_of(fielding: Fielding) -> Survey:
    """The survey as it was promised to the people of a wave."""
    versions = open_book(fielding.book.slug).book.surveys[fielding.survey]
    return promised(versions, fielding.wave) or versions.latest


def end(fielding: Fielding) -> None:
    """After closing: land what was begun, and cut the link between people and answers of an anonymous survey."""
    land_ready(fielding)
    with transaction.atomic():
        if survey_of(fielding).anonymous:
            Invitation.objects.filter(fielding=fielding).update(sheet=None, keys={}, customer="")
        Fielding.objects.filter(pk=fielding.pk, ended_at=None).update(ended_at=timezone.now())


def unlanded() -> list[int]:
    """Waves with something to land or to end, by number."""
    open_ones = Landing.objects.filter(done_at=None).values_list("fielding_id", flat=True)
    finished = Sheet.objects.filter(landing=None).exclude(finished_at=None).values_list("fielding_id", flat=True)
    ending = Fielding.objects.filter(ended_at=None).exclude(closed_at=None)
    return sorted({*open_ones, *finished, *ending.values_list("pk", flat=True)})
