"""A survey for the party that asks: its waves in numbers, whom it asked, and the answers as a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trueup.report.html.figure import Charts
from trueup.report.theme import config
from trueup.vocabulary import Insufficient, TrueupError
from trueup.web.parties.access import ActorRequest
from trueup.web.site.door import seated
from trueup.web.site.export import Table, download
from trueup.web.surveys import queries
from trueup.web.surveys.exported import table
from trueup.web.surveys.figures import funnel, stops
from trueup.web.surveys.queries import WaveRow
from trueup.web.surveys.words import person_word, wave_tone, wave_word

SHOWN = 50
RATES = ("page", "shown", "sent", "stopped")


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """Every survey that the seat's party asks."""
    rows = [(row, [_told(each) for each in row.waves]) for row in queries.surveys(request.actor)]
    return render(request, "surveys/surveys.html", {"rows": rows})


@require_safe
@seated
def show(request: ActorRequest, book: str, id: str) -> HttpResponse:
    """One survey: its waves, the latest first, each in numbers."""
    seen, charts = queries.survey(request.actor, book, id), Charts()
    waves = [
        _told(row) | {"funnel": funnel(row.rates, charts), "stops": stops(row.rates, charts)}
        if row.fielding
        else _told(row)
        for row in seen.waves
    ]
    told = {"seen": seen, "place": seen.place, "waves": waves, "may_ask": seen.place.may_ask}
    return render(request, "surveys/survey.html", {**told, "charts": charts.json(config()) if charts.drawn else None})


def _told(row: WaveRow) -> dict[str, object]:
    return {"row": row, "word": wave_word(row.state), "tone": wave_tone(row.state)}


@require_safe
@seated
def people(request: ActorRequest, book: str, id: str, wave: str) -> HttpResponse:
    """Everybody who was asked in a wave."""
    found = queries.asked(request.actor, book, id, wave)
    page = Paginator(found.people, SHOWN).get_page(request.GET.get("page"))
    rows = [(row, person_word(row.state)) for row in page]
    told = {"page": page, "rows": rows, "place": found.place, "wave": wave, "found": found}
    return render(request, "surveys/people.html", told)


@require_safe
@seated
def answers(request: ActorRequest, book: str, id: str, wave: str, format: str) -> HttpResponse:
    """The answers, tidy; of an anonymous survey not below the smallest group. With ?wide=1 a row a respondent."""
    found = queries.answers(request.actor, book, id, wave)
    if isinstance(found, Insufficient):
        raise withheld(found)
    return download(f"{id}-{wave}-answers", table(found, wide=bool(request.GET.get("wide"))), format)


def withheld(found: Insufficient) -> TrueupError:
    """That there are too few people to show any of their answers."""
    if not found.have:
        return TrueupError(_("nobody's answers are in yet"), do=_("wait until more have answered"))
    told = _("the answers of %(have)d people are in; of this anonymous survey nothing is shown below %(need)d")
    return TrueupError(told % {"have": found.have, "need": found.need}, do=_("wait until more have answered"))


@require_safe
@seated
def rates(request: ActorRequest, book: str, id: str, wave: str, format: str) -> HttpResponse:
    """Who sent which page, and where people stopped."""
    row = queries.wave(queries.survey(request.actor, book, id), wave)
    made = Table(RATES, [(each.page, each.shown, each.sent, each.stopped) for each in row.rates.pages])
    return download(f"{id}-{wave}-rates", made, format)
