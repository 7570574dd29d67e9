"""What the party that asks reads: its surveys, their waves in numbers, and, for those who may ask, whom it asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.jobs.survey import Survey
from trueup.scorecard.exported import Released
from trueup.vocabulary import Insufficient
from trueup.web.parties.access import Actor, require
from trueup.web.surveys import exported
from trueup.web.surveys.access import Asking, asking
from trueup.web.surveys.actions.fielding import fielding_of, promise_of, times_of
from trueup.web.surveys.mine import mine
from trueup.web.surveys.models import Fielding, Invitation
from trueup.web.surveys.paper import Paper
from trueup.web.surveys.rates import NONE, Rates, counted
from trueup.web.surveys.waves import State, Times, times


@dataclass(frozen=True, slots=True)
class WaveRow:
    """A wave of a survey: when, where it stands, and in numbers. `fielding` None: nobody was invited yet."""

    survey: Survey
    times: Times
    state: State
    fielding: Fielding | None
    rates: Rates

    @property
    def id(self) -> str:
        """The wave's id."""
        return self.times.wave.id

    @property
    def last_day(self) -> dt.date:
        """The last day on which one can answer."""
        return self.times.wave.closes - dt.timedelta(1)

    @property
    def size(self) -> int | None:
        """How many there are to ask, where the survey says it."""
        return self.times.wave.size or self.survey.frame.size


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A survey that the actor's party asks, in a list."""

    book: str
    book_name: str
    id: str
    title: str
    anonymous: bool
    waves: tuple[WaveRow, ...]

    @property
    def address(self) -> str:
        """Its page."""
        return f"/surveys/{self.book}/{self.id}"


@dataclass(frozen=True, slots=True)
class SurveyOf:
    """A survey as the party that asks sees it."""

    place: Asking
    waves: tuple[WaveRow, ...]
    paper: Paper

    @property
    def survey(self) -> Survey:
        """The version in force."""
        return self.place.survey


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who was asked. Of an anonymous survey `state` says nothing of whether they answered."""

    invitation: int
    label: str
    email: str
    customer: str
    language: str
    state: str
    asked_at: dt.datetime
    sent_at: dt.datetime | None
    letters: int
    erasable: bool


def surveys(actor: Actor | None) -> tuple[SurveyRow, ...]:
    """Every survey in force that the actor's party asks, over all books."""
    found, now = mine(require(actor)), timezone.now()
    if not found:
        return ()
    waves = counted(Fielding.objects.filter(book__in={each.book.pk for each in found}))
    return tuple(
        SurveyRow(
            each.book.slug, each.book.name, each.survey.id, each.title, each.survey.anonymous,
            tuple(_waves(each.survey, each.book.pk, each.zone, waves, now)),
        )
        for each in found
    )  # fmt: skip


def _waves(
    survey: Survey,
    book: int,
    zone: str,
    fielded: Sequence[tuple[Fielding, Rates]],
    now: dt.datetime,
) -> Iterator[WaveRow]:
    known = {each.wave: (each, said) for each, said in fielded if (each.book_id, each.survey) == (book, survey.id)}
    for wave in sorted(survey.waves, key=lambda each: each.opens, reverse=True):
        fielding, said = known.get(wave.id, (None, NONE))
        span = times(wave, zone)
        yield WaveRow(survey, span, span.state(now, fielding.closed_at if fielding else None), fielding, said)


def survey(actor: Actor | None, book: str, id: str) -> SurveyOf:
    """One survey with its waves, the latest first. Raises NotFound."""
    place = asking(actor, book, id)
    waves = counted(Fielding.objects.filter(book=place.book, survey=id), pages=True)
    rows = _waves(place.survey, place.book.pk, place.zone, waves, timezone.now())
    return SurveyOf(place, tuple(rows), Paper(place.survey, place.maps.latest, 0))


def wave(seen: SurveyOf, id: str) -> WaveRow:
    """One of its waves. Raises NotFound."""
    times_of(seen.place, id)
    return next(row for row in seen.waves if row.id == id)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a wave has asked."""

    place: Asking
    state: State
    anonymous: bool
    people: tuple[PersonRow, ...]


def asked(actor: Actor | None, book: str, id: str, wave: str) -> Asked:
    """Everybody who was asked in a wave, for those who may ask. Raises NotFound, Refused."""
    place = asking(actor, book, id, role="editor")
    span, fielding = times_of(place, wave), fielding_of(place, wave)
    state = span.state(timezone.now(), fielding.closed_at if fielding else None)
    anonymous = promise_of(place, wave).anonymous
    return Asked(place, state, anonymous, _people(place, wave, anonymous=anonymous))


def people(actor: Actor | None, book: str, id: str, wave: str) -> tuple[PersonRow, ...]:
    """The same people alone."""
    return asked(actor, book, id, wave).people


def _people(place: Asking, wave: str, *, anonymous: bool) -> tuple[PersonRow, ...]:
    rows = Invitation.objects.filter(
        fielding__book=place.book, fielding__survey=place.id, fielding__wave=wave, revoked_at=None
    ).select_related("contact", "sheet")
    sent = Q(letters__sent_at__isnull=False)
    counted = rows.annotate(
        letters_sent=Count("letters", filter=sent),
        last_sent=Max("letters__sent_at"),
        lost=Count("letters", filter=Q(letters__number=0) & ~Q(letters__failed_at=None)),
    )
    return tuple(_person(row, anonymous=anonymous) for row in counted.order_by("pk"))


def _person(row: Invitation, *, anonymous: bool) -> PersonRow:
    contact = row.contact
    return PersonRow(
        invitation=row.pk,
        label=(contact.name or contact.email) if contact else _("Link %(n)s") % {"n": row.label},
        email=contact.email if contact else "",
        customer=row.customer,
        language=row.language,
        state=_state(row, anonymous=anonymous),
        asked_at=row.asked_at,
        sent_at=row.last_sent,  # type: ignore[attr-defined]
        letters=row.letters_sent,  # type: ignore[attr-defined]
        erasable=contact is not None and contact.erased_at is None,
    )


def _state(row: Invitation, *, anonymous: bool) -> str:
    """What is known of how far they are; of anonymous people only what the letters tell."""
    contact, sheet = row.contact, row.sheet
    if contact is not None and contact.erased_at is not None:
        return "erased"
    if row.declined_at is not None:
        return "declined"
    if sheet is not None and not anonymous:
        return "finished" if sheet.finished_at else "started" if sheet.started_at else "opened"
    return "undelivered" if row.lost else "asked"  # type: ignore[attr-defined]


def answers(actor: Actor | None, book: str, id: str, wave: str) -> Released | Insufficient:
    """The answers of a wave, for those who may ask; Insufficient where too few. Raises NotFound, Refused."""
    place = asking(actor, book, id, role="editor")
    times_of(place, wave)
    return exported.answers(book, id, wave)
