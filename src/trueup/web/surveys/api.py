"""Surveys that are asked here, for programs: invite, remind, close, rates, answers. For the party that asks."""

# No `from __future__ import annotations` here: the library reads the annotations of paged functions from elsewhere.

from ninja import Router, Status
from ninja.pagination import paginate

from trueup.vocabulary import Insufficient
from trueup.web.evidence.sheets import stated
from trueup.web.parties.access import ActorRequest
from trueup.web.surveys import queries
from trueup.web.surveys.actions import settle
from trueup.web.surveys.actions.invite import hand_out
from trueup.web.surveys.actions.invite import invite as ask
from trueup.web.surveys.shapes import (
    AnswerRead,
    InvitedRead,
    LinksGiven,
    PeopleGiven,
    PersonRead,
    RemindedRead,
    SurveyRead,
    WaveRead,
)
from trueup.web.surveys.views.page import withheld

router = Router()
SURVEY = "/books/{book}/surveys/{path:id}"
WAVE = SURVEY + "/waves/{wave}"


@router.get("/surveys", response=list[SurveyRead], summary="Every survey that one's party asks")
@paginate(key=("book", "id"))
def surveys(request: ActorRequest) -> list[SurveyRead]:
    """Every survey in force that the party asks, over all books, with its waves in numbers."""
    return [SurveyRead.of(row) for row in queries.surveys(request.actor)]


@router.get(WAVE + "/people", response=list[PersonRead], summary="Whom a wave has asked")
@paginate(key=("invitation",))
def people(request: ActorRequest, book: str, id: str, wave: str) -> list[PersonRead]:
    """Everybody who was asked, for editors and owners of the party that asks."""
    return [PersonRead.of(row) for row in queries.people(request.actor, book, id, wave)]


@router.post(WAVE + "/people", response={201: InvitedRead}, summary="Ask people")
def invite(request: ActorRequest, book: str, id: str, wave: str, given: PeopleGiven) -> Status[InvitedRead]:
    """Ask people by letter or by link. Who was asked too short a time ago is not, and is listed with the day."""
    return Status(201, InvitedRead.of(ask(request.actor, book, id, wave, stated(given.rows), given.by)))


@router.post(WAVE + "/links", response={201: InvitedRead}, summary="Links without names")
def links(request: ActorRequest, book: str, id: str, wave: str, given: LinksGiven) -> Status[InvitedRead]:
    """So many links for whoever gets them. They are shown this once."""
    found = hand_out(request.actor, book, id, wave, given.count, language=given.language, customer=given.customer)
    return Status(201, InvitedRead.of(found))


@router.post(WAVE + "/reminders", response={202: RemindedRead}, summary="Remind now")
def remind(request: ActorRequest, book: str, id: str, wave: str) -> Status[RemindedRead]:
    """A letter to everybody who has not finished, but who had one within a day."""
    return Status(202, RemindedRead(reminded=settle.remind(request.actor, book, id, wave)))


@router.post(WAVE + "/close", response={202: WaveRead}, summary="Close a wave now")
def close(request: ActorRequest, book: str, id: str, wave: str) -> Status[WaveRead]:
    """Nobody can answer any more; what was answered in part lands."""
    settle.close(request.actor, book, id, wave)
    return Status(202, WaveRead.of(queries.wave(queries.survey(request.actor, book, id), wave)))


@router.get(WAVE + "/answers", response=list[AnswerRead], summary="The answers of a wave")
@paginate(key=("respondent", "outcome"))
def answers(request: ActorRequest, book: str, id: str, wave: str) -> list[AnswerRead]:
    """One row a rated outcome, for the party that asks. Of an anonymous survey nothing below its smallest group."""
    found = queries.answers(request.actor, book, id, wave)
    if isinstance(found, Insufficient):
        raise withheld(found)
    return [AnswerRead.of(each) for each in found.answers]


@router.delete(SURVEY + "/invitations/{int:invitation}/contact", response={204: None}, summary="Forget a person")
def erase(request: ActorRequest, book: str, id: str, invitation: int) -> Status[None]:
    """Delete address and name of whom an invitation was for; they are not asked again."""
    settle.erase(request.actor, book, id, invitation)
    return Status(204, None)


@router.delete(SURVEY + "/invitations/{int:invitation}", response={204: None}, summary="Take an invitation back")
def revoke(request: ActorRequest, book: str, id: str, invitation: int) -> Status[None]:
    """Its links lead nowhere from now on."""
    settle.revoke(request.actor, book, id, invitation)
    return Status(204, None)


@router.get(WAVE, response=WaveRead, summary="A wave of a survey")
def wave(request: ActorRequest, book: str, id: str, wave: str) -> WaveRead:
    """When it is open, where it stands, how many have answered, and where the others stopped."""
    return WaveRead.of(queries.wave(queries.survey(request.actor, book, id), wave))
