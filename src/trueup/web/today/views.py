"""The first page of a seat."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trueup.report.signs import VERDICTS
from trueup.web.assessments.queries import portfolio
from trueup.web.delivery.lines import every
from trueup.web.horizons.lines import every as every_horizon
from trueup.web.horizons.queries import SCORED
from trueup.web.jobs.lines import TOLD
from trueup.web.jobs.lines import every as every_job
from trueup.web.kept.page import kept
from trueup.web.operating_model.lines import every as every_model
from trueup.web.operating_model.queries import MAPPED
from trueup.web.parties.access import Actor, ActorRequest, require
from trueup.web.site.door import seated
from trueup.web.site.stands import stands
from trueup.web.surveys.lines import MOVING
from trueup.web.surveys.lines import every as every_wave
from trueup.web.today import needs, queries
from trueup.web.today.computed import ask_at_once
from trueup.web.today.horizons import wanted as of_horizons
from trueup.web.today.jobs import wanted as of_jobs
from trueup.web.today.maps import wanted as of_models
from trueup.web.today.plans import wanted as of_plans
from trueup.web.today.surveys import wanted as of_surveys
from trueup.web.today.visits import last_visit
from trueup.web.today.worth import wanted as of_worth
from trueup.web.worth.lines import measure_first
from trueup.web.worth.queries import JUDGED

MOST = 8


@require_safe
@seated
def index(request: ActorRequest) -> HttpResponse:
    """What needs the seat, what is due, what changed since the last visit."""
    since = last_visit(request, timezone.now())
    return kept(request, partial(_made, request, since), since, on=(MOVING, TOLD, JUDGED, SCORED, MAPPED))


def _made(request: ActorRequest, since: dt.datetime) -> HttpResponse:
    actor = require(request.actor)
    ask_at_once(actor)
    found, of_agreements = queries.read(actor, since), _of_agreements(actor)
    wanted = needs.sorted_by_urgency(
        [
            *needs.wanted(actor, (), found.waiting),
            *of_agreements.wanted,
            *of_plans(actor, every(actor)),
            *of_surveys(actor, every_wave(actor)),
            *of_jobs(every_job(actor), timezone.now()),
            *of_worth(measure_first(actor)),
            *of_horizons(every_horizon(actor)),
            *of_models(every_model(actor)),
        ]
    )
    coming, titles, counts = of_agreements.due, of_agreements.titles, of_agreements.counts
    context = {
        "found": found,
        "happened": [(each, titles.get((each.book, each.about), each.about)) for each in found.happenings],
        "since": since,
        "needs": [each.tell() for each in wanted[:MOST]],
        "more_needs": len(wanted) - MOST,
        "due": coming[:MOST],
        "more_due": len(coming) - MOST,
        "counts": [(verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict]],
    }
    return render(request, "today/today.html", context)


@dataclass(frozen=True, slots=True)
class OfAgreements:
    """What Today says of agreements, whatever happened lately."""

    wanted: Sequence[needs.Wanted]
    due: Sequence[needs.Due]
    titles: Mapping[tuple[str, str], str]
    counts: Mapping[str, int]


@stands
def _of_agreements(actor: Actor) -> OfAgreements:
    rows = portfolio(actor)
    return OfAgreements(
        wanted=needs.wanted(actor, rows, ()),
        due=needs.due(rows),
        titles={(row.book, row.id): row.title for row in rows},
        counts=Counter(row.verdict for row in rows),
    )
