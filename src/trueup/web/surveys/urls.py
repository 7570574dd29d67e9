"""Addresses of surveys. An id may hold slashes, so the page of a survey comes after all that is beneath it."""

from __future__ import annotations

from django.urls import path

from trueup.web.surveys.views import answer, asking, page

_AT = "surveys/<str:book>/<path:id>"
_WAVE = f"{_AT}/waves/<str:wave>"

urlpatterns = [
    path("a/<str:token>", answer.door, name="answer"),
    path("a/<str:token>/<int:number>", answer.page, name="answer-page"),
    path("a/<str:token>/thanks", answer.thanks, name="answer-thanks"),
    path("a/<str:token>/no-more", answer.no_more, name="answer-no-more"),
    path("surveys", page.index, name="surveys"),
    path(f"{_WAVE}/invite", asking.invite, name="survey-invite"),
    path(f"{_WAVE}/links", asking.links, name="survey-links"),
    path(f"{_WAVE}/links-anew", asking.links_anew, name="survey-links-anew"),
    path(f"{_WAVE}/people", page.people, name="survey-people"),
    path(f"{_WAVE}/remind", asking.remind, name="survey-remind"),
    path(f"{_WAVE}/close", asking.close, name="survey-close"),
    path(f"{_WAVE}/answers.<str:format>", page.answers, name="survey-answers"),
    path(f"{_WAVE}/rates.<str:format>", page.rates, name="survey-rates"),
    path(f"{_AT}/invitations/<int:invitation>/revoke", asking.revoke, name="survey-revoke"),
    path(f"{_AT}/invitations/<int:invitation>/erase", asking.erase, name="survey-erase"),
    path(_AT, page.show, name="survey"),
]
