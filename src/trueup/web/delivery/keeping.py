"""Keeping what was said of plans beside the assessment that says it."""

from __future__ import annotations

from typing import Any

from trueup.scorecard.model import Scorecard
from trueup.vocabulary import in_parts
from trueup.web.assessments.models import Assessment
from trueup.web.delivery.models import AssessedPlan
from trueup.web.delivery.summary import summarise


def keep(sender: object, *, assessment: Assessment, card: Scorecard, **_more: Any) -> None:
    """In the transaction that keeps the scorecard: each of its plans."""
    AssessedPlan.objects.bulk_create(
        AssessedPlan(
            assessment=assessment,
            plan=result.plan,
            agreement=result.agreement or "",
            summary=in_parts(summarise(result)),
            body=in_parts(result),
        )
        for result in card.deliveries
    )
