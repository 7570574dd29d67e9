"""Who comes with a token, and what is open to them. Unknown and revoked look the same: there is nothing here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.utils import timezone

from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.web.documents.books import open_book
from trueup.web.parties.access import NotFound
from trueup.web.parties.secrets import hash_of
from trueup.web.surveys.models import Invitation, Sheet, Token
from trueup.web.surveys.paper import Paper, interface
from trueup.web.surveys.waves import Times, promised, times

Standing = Literal["early", "open", "done", "closed"]
LONGEST = 100


@dataclass(frozen=True)
class Visit:
    """A respondent at the door: the invitation, the wave as promised, and where it stands."""

    invitation: Invitation
    survey: Survey
    job_map: JobMap
    times: Times
    standing: Standing
    asks: str

    @property
    def sheet(self) -> Sheet | None:
        """What was answered so far."""
        return self.invitation.sheet

    @property
    def title(self) -> str:
        """What the survey is called."""
        return self.survey.title or self.job_map.job

    @property
    def language(self) -> str:
        """The respondent's language: the one chosen last, else that of the invitation."""
        chosen = self.sheet.language if self.sheet else self.invitation.language
        return chosen if chosen in self.survey.languages else self.survey.languages[0]

    @property
    def speaks(self) -> str:
        """The language of our own words."""
        return interface(self.language)

    @cached_property
    def paper(self) -> Paper:
        """The respondent's form."""
        return Paper(self.survey, self.job_map, self.sheet.form if self.sheet else 0)

    @property
    def next_page(self) -> int:
        """The first page that was not sent yet; one more than there are where all were."""
        saved = set(self.sheet.saved) if self.sheet else set()
        pages = len(self.paper.pages)
        return next((page for page in range(1, pages + 1) if page not in saved), pages + 1)


def visit(token: str, now: dt.datetime | None = None) -> Visit:
    """What a token opens. Raises NotFound for one that is unknown or was taken back."""
    rows = Token.objects.select_related("invitation__fielding__book", "invitation__fielding__seat", "invitation__sheet")
    known = rows.filter(token_hash=hash_of(token[:LONGEST]), invitation__revoked_at=None).first()
    if known is None:
        raise NotFound("there is no such page")
    return of_invitation(known.invitation, now or timezone.now())


def of_invitation(invitation: Invitation, now: dt.datetime) -> Visit:
    """What an invitation opens. Raises NotFound where the book has no such survey any more."""
    fielding = invitation.fielding
    documents = open_book(fielding.book.slug).book
    versions = documents.surveys.get(fielding.survey)
    latest = versions.latest.wave(fielding.wave) if versions else None
    survey = promised(versions, fielding.wave) if versions else None
    if survey is None or latest is None:
        raise NotFound("there is no such page")
    maps = documents.job_maps[survey.job_map]
    pinned = next((each for each in maps if each.version == fielding.map_version), maps.latest)
    span = times(latest, documents.definition.time_zone)
    return Visit(invitation, survey, pinned, span, _standing(invitation, span, now), fielding.seat.name)


def _standing(invitation: Invitation, span: Times, now: dt.datetime) -> Standing:
    state = span.state(now, invitation.fielding.closed_at)
    if state == "open" and invitation.sheet is not None and invitation.sheet.finished_at is not None:
        return "done"
    return state
