"""What jobs say to a seat: needs that are unmet, and shifts between waves, while a wave is fresh."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trueup.jobs.survey import Survey, Wave
from trueup.report import words
from trueup.web.assessments.state import today
from trueup.web.jobs.parts import WaveSummary
from trueup.web.jobs.queries import MapRow
from trueup.web.today.needs import LATELY, Need, Wanted


def wanted(rows: Iterable[MapRow], now: dt.datetime) -> list[Wanted]:
    """What there is to read: of each survey whose last wave is open, or closed lately."""
    lines = ((row, survey, told) for row in rows for survey, told in row.told)
    return [each for row, survey, told in lines for each in _fresh(row, survey, told, today(row.zone, now))]


def _fresh(row: MapRow, survey: Survey, told: WaveSummary, day: dt.date) -> Iterator[Wanted]:
    wave = survey.wave(told.wave)
    last = wave.closes if wave else told.last
    if told.hidden is None and told.scored and last is not None and day - last <= LATELY:
        yield Wanted(partial(_tell, row, survey, told, wave))


def _tell(row: MapRow, survey: Survey, told: WaveSummary, wave: Wave | None) -> Need:
    why = [
        ngettext(
            "%(n)d of %(of)d outcomes is an unmet need in wave %(wave)s.",
            "%(n)d of %(of)d outcomes are unmet needs in wave %(wave)s.",
            told.unmet,
        )
        % {"n": told.unmet, "of": told.scored, "wave": told.wave}
    ]
    if told.notable:
        shifted = ngettext("%(n)d has shifted notably.", "%(n)d have shifted notably.", told.notable)
        why.append(shifted % {"n": told.notable})
    if wave is not None:
        why.append(_("The wave closes on %(day)s.") % {"day": words.day(wave.closes)})
    return Need(row.job_map.job, " ".join(why), f"{row.address}?survey={survey.id}", _("See what is unmet"))
