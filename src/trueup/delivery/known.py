"""What of a plan was known at a moment, and whether that is enough to forecast from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from trueup.delivery import words
from trueup.delivery.containment.moves import NO_WORK
from trueup.delivery.documents import Containment, Plan
from trueup.delivery.status import Progress
from trueup.vocabulary import Moment, said

SILENT = dt.timedelta(days=62)
"""Two months without a word: what the plan says of the days since is a wish, and a forecast from it a guess."""


def known_versions(versions: Sequence[Plan], moment: Moment) -> tuple[Plan, ...]:
    """The versions of a plan that were known at the moment and whose day had come, the first promise first.

    The first version stands even before its `effective`: what will be promised is known.
    """
    at = moment.known_at
    heard = [each for each in versions if at is None or each.agreed_at is None or each.agreed_at <= at]
    return tuple(
        each for number, each in enumerate(heard) if not number or not each.effective or each.effective <= moment.as_of
    )


def known_steps(versions: Sequence[Containment], moment: Moment) -> tuple[Containment, ...]:
    """The steps of a containment that had been taken by the moment, as far as they were known."""
    at = moment.known_at
    heard = (each for each in versions if at is None or each.agreed_at is None or each.agreed_at <= at)
    return tuple(each for each in heard if each.on <= moment.as_of)


def without_given_up(plan: Plan) -> Plan:
    """The plan without the work of activities that only serve scope that was given up."""
    out = {name for item in plan.scope if item.descoped for name in item.activities}
    out -= {name for item in plan.scope if not item.descoped for name in item.activities}
    if not out:
        return plan
    nothing: dict[str, object] = {"duration": NO_WORK, "three_point": None, "constraint": None, "needs": {}}
    kept = (each.model_copy(update=nothing) if each.id in out else each for each in plan.activities)
    return plan.model_copy(update={"activities": tuple(kept)})


def too_silent(plan: Plan, progress: Progress, as_of: dt.date) -> str | None:
    """Why nothing can be forecast, where the latest report is too old; None where it is not."""
    heard = progress.status_date
    silence = as_of - (heard or plan.start)
    if silence <= SILENT:
        return None
    last = said("nothing has been reported yet")
    if heard is not None:
        last = said("the latest report is of {day}", day=words.day(heard, as_of.year))
    return said(
        "no forecast: {last}, and {days} days have passed; it needs a report of the last {most} days",
        last=last,
        days=silence.days,
        most=SILENT.days,
    )
