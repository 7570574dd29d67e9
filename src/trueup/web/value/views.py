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
from trueup.web.assessments import queries as assessments
from trueup.web.kept.page import kept
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.value.panel import At
from trueup.web.value.panels import PANELS

KNOWN = {"Value realised": "#know-value", "Value attributed": "#know-caused", "Cost to date": "#know-value"}


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """What was promised, realised, caused and proved, against what it costs; then every other panel."""
    rests_on = [each.rests_on(book, id) for each in PANELS if each.rests_on is not None]
    return kept(request, partial(_made, request, book, id), *rests_on)


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
