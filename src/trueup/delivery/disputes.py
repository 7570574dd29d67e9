"""Claims that contradict each other, and what would settle them, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.delivery import words
from trueup.delivery.case import Case
from trueup.delivery.status import ActivityStatus, Conflict
from trueup.vocabulary import listed, said


def disputes(case: Case) -> Iterator[str]:
    """Who says what of each activity that is disputed."""
    for conflict in case.progress.conflicts:
        says = [
            said("{party} says {what}", party=case.roles.name(claim.reported_by), what=_claimed(case, conflict, claim))
            for claim in conflict.claims
        ]
        yield said("{Activity} is disputed: {claims}.", Activity=case.called(conflict.activity), claims=listed(says))


def _claimed(case: Case, conflict: Conflict, claim: ActivityStatus) -> str:
    year, found = case.plan.start.year, []
    if "finish" in conflict.about and claim.finish is not None:
        found.append(said("it was finished on {day}", day=words.day(claim.finish, year)))
    elif "finish" in conflict.about:
        found.append(said("it was not finished on {day}", day=words.day(claim.status_date, year)))
    if "cost" in conflict.about and claim.cost is not None:
        found.append(said("it cost {amount}", amount=words.amount(claim.cost, case.currency)))
    return listed(found) or said("nothing of it")


def answers(case: Case) -> Iterator[str]:
    """What would settle each dispute."""
    for conflict in case.progress.conflicts:
        activity = case.called(conflict.activity)
        parties = words.either([case.roles.name(party) for party in conflict.claimants])
        if case.roles.observers:
            yield said("the observer's report of {activity}, or a correction by {parties}",
                       activity=activity, parties=parties)  # fmt: skip
        else:
            yield said("an observer's report of {activity}, or a correction by {parties}",
                       activity=activity, parties=parties)  # fmt: skip
