"""Claims that contradict each other, and what would settle them, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.delivery import words
from trueup.delivery.case import Case
from trueup.delivery.status import ActivityStatus, Conflict


def disputes(case: Case) -> Iterator[str]:
    """Who says what of each activity that is disputed."""
    for conflict in case.progress.conflicts:
        says = [
            f"{case.roles.name(claim.reported_by)} says {_said(case, conflict, claim)}" for claim in conflict.claims
        ]
        yield f"{words.upper_first(case.called(conflict.activity))} is disputed: {words.listed(says)}."


def _said(case: Case, conflict: Conflict, claim: ActivityStatus) -> str:
    year, said = case.plan.start.year, []
    if "finish" in conflict.about and claim.finish is not None:
        said.append(f"it was finished on {words.day(claim.finish, year)}")
    elif "finish" in conflict.about:
        said.append(f"it was not finished on {words.day(claim.status_date, year)}")
    if "cost" in conflict.about and claim.cost is not None:
        said.append(f"it cost {words.amount(claim.cost, case.currency)}")
    return words.listed(said) or "nothing of it"


def answers(case: Case) -> Iterator[str]:
    """What would settle each dispute."""
    who = "the observer's" if case.roles.observers else "an observer's"
    for conflict in case.progress.conflicts:
        parties = [case.roles.name(party) for party in conflict.claimants]
        yield f"{who} report of {case.called(conflict.activity)}, or a correction by {' or '.join(parties)}"
