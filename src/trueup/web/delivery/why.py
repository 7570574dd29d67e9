"""Why an activity, or the end of the plan, stands where it stands: worked out when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from trueup.delivery.assess import PlanAssessment
from trueup.delivery.results import Why
from trueup.scorecard.assess import SEED
from trueup.scorecard.deliveries import Plans
from trueup.vocabulary import Grade, Moment
from trueup.web.assessments.state import today
from trueup.web.delivery.queries import Seen
from trueup.web.documents.books import open_book
from trueup.web.parties.access import NotFound


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps from the status date to an activity; the activity's name, and whether it is critical."""

    activity: str
    name: str
    critical: bool
    days: float | None
    steps: tuple[Why, ...]


def assessment(slug: str, plan: str, grade: Grade = Grade.reported) -> PlanAssessment:
    """One plan under assessment as things are now; what is asked of it is worked out then."""
    opened, now = open_book(slug), timezone.now()
    as_of = today(opened.book.definition.time_zone, now)
    with opened.store.snapshot() as snapshot:
        plans = Plans(opened.book, snapshot, Moment(as_of), grade, SEED)
        return plans.assessment(plan)


def chain_to(seen: Seen, activity: str) -> Chain:
    """Why an activity is where it is. Raises NotFound for one that the plan has not."""
    assert seen.result is not None
    row = next((each for each in seen.result.activities if each.activity == activity), None)
    if row is None:
        raise NotFound(f"there is no activity {activity!r} in this plan")
    steps = assessment(seen.book, seen.id, Grade.parse(seen.grade)).why(activity)
    return Chain(activity, row.name, row.critical, row.total_float, steps)
