"""Keeping what a respondent says, page by page: what was acknowledged is durable, and counts once.

Each change holds the row of its sheet: of two that come at once, one waits for the other. A sheet that is finished, or
on its way into the facts, does not change any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from trueup.web.surveys.answering.reading import Page
from trueup.web.surveys.models import Contact, Fielding, Invitation, Letter, Sheet
from trueup.web.surveys.paper import Paper
from trueup.web.surveys.visits import Visit, of_invitation
from trueup.web.work.queue import put


class Over(Exception):
    """The wave is closed, or the sheet is finished: nothing was changed."""


@transaction.atomic
def begin(visit: Visit, language: str = "") -> Visit:
    """The visit with a sheet: taken up where there is one, else with the next form.

    Forms go round in the order in which people come, so that each is answered about equally often.
    """
    fielding = Fielding.objects.select_for_update().get(pk=visit.invitation.fielding_id)
    invitation = Invitation.objects.select_related("sheet", "fielding__book", "fielding__seat").get(
        pk=visit.invitation.pk
    )
    if invitation.sheet is None:
        if fielding.closed_at is not None:
            raise Over
        invitation.sheet = _new_sheet(visit, fielding, language)
        invitation.save(update_fields=["sheet"])
        invitation.fielding.map_version = fielding.map_version
    return of_invitation(invitation, timezone.now())


def _new_sheet(visit: Visit, fielding: Fielding, language: str) -> Sheet:
    from trueup.jobs.forms import forms_of

    if fielding.map_version is None:
        fielding.map_version = visit.job_map.version
        fielding.save(update_fields=["map_version"])
    place = fielding.sheets.count()
    form = forms_of(visit.survey, visit.job_map).number_for(place, fielding.pk)
    return Sheet.objects.create(
        fielding=fielding,
        form=form,
        language=language or visit.language,
        customer=visit.invitation.customer,
        keys=visit.invitation.keys,
        pages=len(Paper(visit.survey, visit.job_map, form).pages),
    )


def speak(visit: Visit, language: str) -> None:
    """Go on in another language of the survey."""
    if language in visit.survey.languages and visit.sheet is not None:
        Sheet.objects.filter(pk=visit.sheet.pk).update(language=language)
        visit.sheet.language = language


def show(visit: Visit, page: int) -> None:
    """Note the furthest page that was shown."""
    assert visit.sheet is not None
    if page > visit.sheet.reached:
        Sheet.objects.filter(pk=visit.sheet.pk, reached__lt=page).update(reached=page)


def save(visit: Visit, number: int, page: Page, *, whole: bool) -> Sheet:
    """Keep the answers of a page; `whole`: it was sent, else somebody is still at it. Raises Over."""
    assert visit.sheet is not None
    with transaction.atomic():
        sheet, now = _held(visit.sheet), timezone.now()
        sheet.answers = {**sheet.answers, **_merged(sheet.answers, page, whole=whole)}
        if whole and number not in sheet.saved:
            sheet.saved = sorted([*sheet.saved, number])
        sheet.reached = max(sheet.reached, number)
        if sheet.started_at is None and (whole or page.touched):
            sheet.started_at = now
        sheet.changed_at = now
        sheet.save()
    return sheet


def _merged(before: Mapping[str, object], page: Page, *, whole: bool) -> dict[str, object]:
    """A page that is not sent yet says nothing of what was not touched on it."""
    if whole:
        return dict(page.answers)
    return {name: given for name, given in page.answers.items() if any(each is not None for each in given)}


def finish(visit: Visit) -> bool:
    """End the sheet, once: it is on its way into the facts. Whether it was this call that ended it.

    Raises Over where the wave was closed meanwhile.
    """
    from trueup.web.surveys.tasks import land_answers

    assert visit.sheet is not None
    with transaction.atomic():
        sheet = Sheet.objects.select_for_update().get(pk=visit.sheet.pk)
        if sheet.finished_at is not None:
            return False
        sheet, now = _held(visit.sheet), timezone.now()
        sheet.finished_at = sheet.changed_at = now
        sheet.save(update_fields=["finished_at", "changed_at"])
        key = f"surveys.land {sheet.fielding_id}"
        put(land_answers, key=key, about=f"survey/{visit.survey.id}", fielding=sheet.fielding_id)
    return True


def decline(visit: Visit) -> None:
    """No more letters to this person, from any survey of the book: what was answered stays."""
    now = timezone.now()
    with transaction.atomic():
        Invitation.objects.filter(pk=visit.invitation.pk).update(declined_at=now)
        contact = visit.invitation.contact_id
        if contact is not None:
            identity = Contact.objects.values_list("identity", flat=True).get(pk=contact)
            same = Contact.objects.filter(book=visit.invitation.fielding.book_id, identity=identity)
            same.update(declined_at=now)
            waiting = Letter.objects.filter(invitation__contact__in=same, sent_at=None, failed_at=None)
            waiting.update(failed_at=now, reason="declined")


def _held(sheet: Sheet) -> Sheet:
    """The row as it is now, held until the end of the transaction. Raises Over where it may not change any more."""
    found = Sheet.objects.select_for_update().get(pk=sheet.pk)
    closed: dt.datetime | None = Fielding.objects.values_list("closed_at", flat=True).get(pk=found.fielding_id)
    if found.finished_at is not None or found.landing_id is not None or closed is not None:
        raise Over
    return found
