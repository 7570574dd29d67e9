"""What needs a seat, for programs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from ninja import Field, Router, Schema

from trueup.web.agreements.history import Happening
from trueup.web.delivery.lines import every
from trueup.web.given import Instant
from trueup.web.horizons.lines import every as every_horizon
from trueup.web.jobs.lines import every as every_job
from trueup.web.operating_model.lines import every as every_model
from trueup.web.parties.access import ActorRequest, require
from trueup.web.surveys.lines import every as every_wave
from trueup.web.today import needs, queries
from trueup.web.today.horizons import wanted as of_horizons
from trueup.web.today.jobs import wanted as of_jobs
from trueup.web.today.maps import wanted as of_models
from trueup.web.today.needs import Need
from trueup.web.today.plans import wanted as of_plans
from trueup.web.today.surveys import wanted as of_surveys
from trueup.web.today.worth import wanted as of_worth
from trueup.web.worth.lines import measure_first

router = Router()
LATELY = dt.timedelta(days=7)


class DueRead(Schema):
    """An objective that is due soon or was lately, or one that nobody has measured yet."""

    book: str
    agreement: str
    objective: str
    title: str
    due: dt.date | None
    days: int | None = Field(description="days from now; negative once it is past")


class TurnRead(Schema):
    """A verdict that is another than it was."""

    book: str
    agreement: str
    before: str
    now: str


class TodayRead(Schema):
    """What needs the seat, what is due, what changed."""

    since: dt.datetime
    needs: list[Need] = Field(description="what this member may do and should, the urgent first")
    due: list[DueRead]
    turns: list[TurnRead]
    happened: list[Happening] = Field(description="entries of the ledger in words, the latest of them")


@router.get("/today", response=TodayRead, summary="What needs one's seat")
def today(request: ActorRequest, since: Instant | None = None) -> dict[str, Any]:
    """What needs the seat, what is due, and what changed since an instant (default: seven days ago)."""
    actor, from_then = require(request.actor), since or timezone.now() - LATELY
    found = queries.read(actor, from_then)
    return {
        "since": from_then,
        "needs": [
            each.tell()
            for each in needs.sorted_by_urgency(
                [
                    *needs.wanted(actor, found.rows, found.waiting),
                    *of_plans(actor, every(actor)),
                    *of_surveys(actor, every_wave(actor)),
                    *of_jobs(every_job(actor), timezone.now()),
                    *of_worth(measure_first(actor)),
                    *of_horizons(every_horizon(actor)),
                    *of_models(every_model(actor)),
                ]
            )
        ],
        "due": [_due(each) for each in needs.due(found.rows)],
        "turns": [
            {"book": each.row.book, "agreement": each.row.id, "before": each.before, "now": each.row.verdict}
            for each in found.turns
        ],
        "happened": list(found.happenings),
    }


def _due(each: needs.Due) -> dict[str, Any]:
    where = {"book": each.row.book, "agreement": each.row.id, "objective": each.line.id}
    return {**where, "title": each.line.title, "due": each.line.due, "days": each.days}
