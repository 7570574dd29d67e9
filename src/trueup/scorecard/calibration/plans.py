"""What parties committed to in plans: days and money for their portions and activities, as they committed first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from trueup.delivery.assess import PlanAssessment
from trueup.delivery.case import Case
from trueup.delivery.commitments import own_portion
from trueup.delivery.documents import Plan
from trueup.delivery.parameters import Judged
from trueup.scorecard.calibration.sight import Sight
from trueup.scorecard.deliveries import Plans
from trueup.value.calibration.issued import Came, Issued, Subject, Told
from trueup.vocabulary import day_of, said

METHODS = {"finish": said("committed day"), "cost": said("committed cost")}
UNIT = said("share of what was committed")


def committed(sight: Sight) -> Iterator[Told]:
    """Every first commitment of every party in every plan: how long it took, and what it cost, over what was committed.

    A commitment that is not kept and not finished either has no figure yet: it counts as not known.
    """
    values = sight.values
    plans = Plans(values.book, values.snapshot, values.moment, values.grade, values.seed)
    for name in plans.known:
        assessment = plans.assessment(name)
        providers = _providers(plans, assessment)
        for party in _parties(assessment.versions):
            for judged in own_portion(assessment.case, party).first:
                if judged.what in METHODS:
                    yield _told(assessment, party, judged, providers)


def _parties(versions: Sequence[Plan]) -> list[str]:
    named = [each.party for plan in versions for each in plan.activities if each.party is not None]
    return list(dict.fromkeys([*named, *(name for plan in versions for name in plan.commitments)]))


def _providers(plans: Plans, assessment: PlanAssessment) -> tuple[str, ...]:
    agreement = plans.agreement_of(assessment.current)
    return tuple(agreement.providers) if agreement is not None else ()


def _told(assessment: PlanAssessment, party: str, judged: Judged, providers: tuple[str, ...]) -> Told:
    first, due = assessment.versions[0], _due(assessment.case, judged)
    issued = Issued(
        kind="plan",
        who=party,
        method=METHODS[judged.what],
        subject=Subject(
            cluster=f"{first.id}/{party}",
            label=f"{first.id}/{judged.of} {judged.what}",
            agreements=(first.agreement,) if first.agreement is not None else (),
            unit=UNIT,
            providers=providers,
        ),
        issued_on=_made_on(first, assessment.zone),
        for_date=due,
        basis="signed",
        point=1.0,
        less=True,
    )
    if judged.better is None or judged.status == "open":
        return issued, None
    return issued, Came(float(1 - judged.better), min(due, assessment.moment.as_of), assessment.grade)


def _due(case: Case, judged: Judged) -> dt.date:
    """The day by which it shows: the committed day, or the end of the portion for its cost."""
    if judged.last is not None:
        return judged.last
    return case.finish(judged.activities) or case.expected_finish(judged.activities) or case.plan.start


def _made_on(plan: Plan, zone: dt.tzinfo) -> dt.date:
    if plan.agreed_at is not None:
        return day_of(plan.agreed_at, zone)
    return plan.effective or plan.start
