"""What parties predicted of improvements that they carried out: effect, cost, and P(worth it), against what came.

Only their own party sees them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from trueup.agreements.promise import ONE_DAY
from trueup.scorecard.calibration.sight import Sight
from trueup.scorecard.value_worth import followed
from trueup.value.calibration.issued import TRUEUP, Came, Issued, Subject, Told
from trueup.value.results_worth import Followed
from trueup.vocabulary import said

EFFECT, COST, WORTH = said("predicted effect"), said("predicted cost"), said("simulated net benefit")


def carried_out(sight: Sight) -> Iterator[Told]:
    """Effect, cost and P(worth it) of every option that was carried out, of every party."""
    for party in dict.fromkeys(versions.latest.party for versions in sight.values.book.improvements.values()):
        for option in followed(sight.values, party):
            yield from _told(sight, party, option)


def _told(sight: Sight, party: str, option: Followed) -> Iterator[Told]:
    known = sight.as_of - ONE_DAY
    over = known if option.realised is not None else max(option.since, sight.as_of)
    effect = _issued(party, option, over, kind="improvement", who=party, method=EFFECT, point=option.predicted)
    yield effect, _came(option.realised, known)
    if option.realised_cost is not None:
        cost = _issued(party, option, known, kind="improvement", who=party, method=COST,
                       point=float(option.predicted_cost), less=True)  # fmt: skip
        yield cost, _came(float(option.realised_cost), known)
    chance = _issued(party, option, over, kind="p_worth", who=TRUEUP, method=WORTH, probability=option.p_worth)
    yield chance, _came(None if option.paid is None else float(option.paid), known)


def _issued(party: str, option: Followed, over: dt.date, **said_: Any) -> Issued:
    label = f"{option.improvement}/{option.option}"
    subject = Subject(cluster=label, label=label, owner=party)
    return Issued(subject=subject, issued_on=option.since, for_date=over, basis="signed", **said_)


def _came(value: float | None, on: dt.date) -> Came | None:
    return None if value is None else Came(value, on)
