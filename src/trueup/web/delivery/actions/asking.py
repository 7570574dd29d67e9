"""Asking for a frontier: a job in the background, one a plan at a time. It is derived, so nothing is recorded."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.web.delivery.frontiers import DEAD
from trueup.web.delivery.models import FrontierRun
from trueup.web.documents.access import plan_place
from trueup.web.documents.books import open_book
from trueup.web.parties.access import Actor
from trueup.web.work.queue import put

KEPT = 5
"""Frontiers of a plan that are kept."""


def ask(
    actor: Actor | None, book: str, plan: str, *, deadline: dt.date | None = None, budget: Decimal | None = None
) -> FrontierRun:
    """Have the frontier of a plan computed, or find the one that is under way.

    `deadline` and `budget` stand for the plan's own commitments where they are given. Raises NotFound, Refused,
    InputError for a plan without moves.
    """
    from trueup.web.delivery.tasks import compute_frontier

    place = plan_place(actor, book, plan, "version.propose")
    versions = open_book(book).book.plans.get(plan)
    if versions is None or not versions.latest.moves:
        raise InputError(
            _("the plan names no move that could contain a slip"), do=_("add `moves` to it: help, crash, overlap ...")
        )
    now = timezone.now()
    FrontierRun.objects.filter(book=place.book, plan=plan, ended_at=None, asked_at__lt=now - DEAD).update(
        ended_at=now, problem=_("it did not end in half an hour")
    )
    stated = {"asked_by_id": place.actor.member, "asked_at": now, "deadline": deadline, "budget": budget}
    try:
        with transaction.atomic():
            run = FrontierRun.objects.create(book=place.book, plan=plan, **stated)
            put(compute_frontier, about=f"plan/{plan}", book=book, run=run.pk)
    except IntegrityError:
        return FrontierRun.objects.get(book=place.book, plan=plan, ended_at=None)
    _forget(place.book.pk, plan)
    return run


def _forget(book: int, plan: str) -> None:
    old = FrontierRun.objects.filter(book=book, plan=plan).order_by("-asked_at").values_list("pk", flat=True)[KEPT:]
    FrontierRun.objects.filter(pk__in=list(old)).delete()
