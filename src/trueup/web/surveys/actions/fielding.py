"""The wave as it is carried out: begun with the first invitation, one a wave."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from trueup.jobs.survey import Survey
from trueup.vocabulary import InputError, did_you_mean
from trueup.web.parties.access import NotFound
from trueup.web.surveys.access import Asking
from trueup.web.surveys.models import Fielding
from trueup.web.surveys.waves import Times, promised, times


def times_of(place: Asking, wave: str) -> Times:
    """The days of a wave of the survey in force. Raises NotFound."""
    found = place.survey.wave(wave)
    if found is None:
        near = did_you_mean(wave, [each.id for each in place.survey.waves])
        raise NotFound(_("there is no wave %(wave)r in this survey") % {"wave": wave}, do=near)
    return times(found, place.zone)


def promise_of(place: Asking, wave: str) -> Survey:
    """The version that the people of a wave were promised."""
    return promised(place.versions, wave) or place.survey


def fielding_of(place: Asking, wave: str) -> Fielding | None:
    """The wave as carried out, if anybody was invited."""
    return Fielding.objects.filter(book=place.book, survey=place.id, wave=wave).first()


def begun(place: Asking, wave: str, now: dt.datetime) -> Fielding:
    """The wave as carried out, begun where nobody was invited before. Raises InputError once it is closed."""
    made, _new = Fielding.objects.select_for_update().get_or_create(
        book=place.book, survey=place.id, wave=wave,
        defaults={"seat": place.seat, "member_id": place.actor.member, "begun_at": now},
    )  # fmt: skip
    if times_of(place, wave).state(now, made.closed_at) == "closed":
        raise InputError(_("this wave is closed"), do=_("add a wave to the survey: it is a new version"))
    return made


def standing(place: Asking, wave: str) -> Fielding:
    """The wave as carried out. Raises NotFound while nobody was invited."""
    times_of(place, wave)
    found = fielding_of(place, wave)
    if found is None:
        raise NotFound(_("nobody was invited to this wave yet"))
    return found
