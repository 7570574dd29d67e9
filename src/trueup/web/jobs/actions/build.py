"""Making a survey of a job map in one step: a draft, to be read, changed and signed like every document."""

from __future__ import annotations

from trueup.book.write import plain
from trueup.jobs.build import Wanted, build
from trueup.jobs.survey import Survey
from trueup.web.documents.access import book_place
from trueup.web.documents.actions import save_draft
from trueup.web.jobs.access import job_place
from trueup.web.parties.access import Actor


def make(actor: Actor | None, book: str, job_map: str, wanted: Wanted) -> Survey:
    """Write down the survey as a draft of the actor's party. Raises NotFound, Refused, InputError."""
    place = job_place(actor, book, job_map)
    book_place(actor, book, "book.edit")
    survey = build(wanted, place.job_map)
    save_draft(actor, book, "survey", survey.id, data=plain(survey))
    return survey
