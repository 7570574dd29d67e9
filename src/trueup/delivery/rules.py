"""What is wrong with a plan by itself, and with a version of it beside the one before.

What needs the book (parties, agreements, other documents) is asked in trueup.book.rules.plans.
"""

from __future__ import annotations

from collections.abc import Iterator

from trueup.delivery.documents import Plan, date_of
from trueup.delivery.finding import Finding, error, hint, soon
from trueup.delivery.logic import in_words, logic
from trueup.delivery.options import options
from trueup.delivery.promised import promises


def issues(plan: Plan) -> Iterator[Finding]:
    """Every finding about one version of a plan."""
    yield from logic(plan)
    yield from _constraints(plan)
    yield from promises(plan)
    yield from options(plan)


def signing(plan: Plan) -> Iterator[Finding]:
    """What a plan lacks before anyone may sign it."""
    if plan.commitment.finish is None:
        yield soon((), "promises no day by which it is done", "add commitment: {finish: DATE}")


def amended(before: Plan, after: Plan) -> Iterator[Finding]:
    """Baselines of an earlier version that are not in a later one as they were."""
    now = {baseline.id: (index, baseline) for index, baseline in enumerate(after.baselines)}
    for baseline in before.baselines:
        if baseline.id not in now:
            message = f"baseline {baseline.id!r} of version {before.version} is gone"
            yield error(("baselines",), message, "a baseline stays for good: put it back")
        elif now[baseline.id][1] != baseline:
            message = f"baseline {baseline.id!r} is not what version {before.version} says"
            yield error(("baselines", now[baseline.id][0]), message, "a baseline stays as it is: add another one")


def _constraints(plan: Plan) -> Iterator[Finding]:
    for index, activity in enumerate(plan.activities):
        found = activity.constraint
        if found is not None and found.date is not None and date_of(found.date) < plan.start:
            message = f"{activity.id!r}: {in_words(found)}, before the plan starts on {plan.start}"
            yield hint(("activities", index, "constraint"), message, "move the date, or the plan's `start`")
