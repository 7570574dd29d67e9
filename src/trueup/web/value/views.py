"""The Value tab of an agreement."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trueup.report.html.context import Context
from trueup.report.theme import config
from trueup.vocabulary import Grade
from trueup.web.agreements import queries
from trueup.web.agreements.panel import At
from trueup.web.assessments import queries as assessments
from trueup.web.documents.access import agreement_place
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.value.computing import ATTRIBUTION
from trueup.web.value.panels import PANELS
from trueup.web.value.queries import kept as kept_part

KNOWN = {"Value realised": "#know-value", "Value attributed": "#know-caused", "Cost to date": "#know-value"}


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """What was promised, realised, caused and proved, against what it costs; then every other panel."""
    rests_on = [each.rests_on(book, id) for each in PANELS if each.rests_on is not None]
    return kept(request, partial(_made, request, book, id), *rests_on)


@require_safe
@seated
def state(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """Whether what is computed in the background is there, as a piece of the page that asks again until it is."""
    place = agreement_place(request.actor, book, id)
    told = kept_part(place, ATTRIBUTION)
    answer = render(request, "value/under-way.html", {"address": f"/agreements/{book}/{id}/value"})
    if told is not None:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _made(request: ActorRequest, book: str, id: str) -> HttpResponse:
    grade = request.GET.get("grade") or Grade.reported.name
    around = queries.surroundings(request.actor, book, id)
    judged = assessments.judged_at(around.place, grade)
    page = Context(judged.parties if judged else {}, level=1, known=KNOWN)
    at = At(request, around.place, judged, grade, page)
    told = [(each, each.context(at)) for each in PANELS]
    context = {
        "book": book,
        "id": id,
        "here": "value",
        "around": around,
        "judged": judged,
        "grade": grade,
        "grades": [each.name for each in Grade],
        "panels": [(each, said) for each, said in told if said is not None],
        "charts": page.charts.json(config()) if page.charts.drawn else None,
    }
    return render(request, "value/value.html", context)
