from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from trueup.delivery.documents import Commitment, Committed, Plan
from trueup.sources.plans.merge import merged, same


def plan(**more: Any) -> Plan:
    given = {
        "id": "house",
        "title": "House",
        "start": "2026-01-05",
        "activities": [{"id": "dig", "duration": "2d"}, {"id": "pour", "duration": "3d", "after": ["dig"]}],
        "baselines": [_baseline("baseline", "2026-01-06")],
    }
    return Plan.model_validate(given | more)


def _baseline(name: str, finish: str) -> dict[str, Any]:
    return {"id": name, "set_on": "2026-01-05", "activities": {"dig": {"start": "2026-01-05", "finish": finish}}}


def test_what_people_added_in_the_book_stays() -> None:
    old = plan(
        commitment={"finish": "2026-03-01"},
        moves=[{"id": "help", "kind": "help", "activity": "pour", "by": "acme", "saves": "1d"}],
        activities=[
            {
                "id": "dig",
                "duration": "2d",
                "party": "acme",
                "three_point": ["1d", "2d", "4d"],
                "committed": {"cost": 9},
            },
            {"id": "pour", "duration": "3d", "after": ["dig"]},
        ],
        title="Our house",
    )
    new = plan(activities=[{"id": "dig", "duration": "5d"}, {"id": "roof", "duration": "1d", "party": "sint"}])
    found = merged(old, new)
    dig, roof = found.activities
    assert found.commitment == Commitment(finish=dt.date(2026, 3, 1))
    assert [move.id for move in found.moves] == ["help"]
    assert found.title == "Our house"
    assert (str(dig.duration), dig.party, dig.committed) == ("5d", "acme", Committed(cost=Decimal(9)))
    assert dig.three_point is not None
    assert (roof.id, roof.party) == ("roof", "sint")


def test_a_file_that_says_who_owns_an_activity_is_believed() -> None:
    old = plan(activities=[{"id": "dig", "duration": "2d", "party": "acme"}])
    new = plan(activities=[{"id": "dig", "duration": "2d", "party": "sint"}])
    assert merged(old, new).activities[0].party == "sint"


def test_baselines_are_never_overwritten() -> None:
    moved = plan(baselines=[_baseline("baseline", "2026-01-20")])
    once = merged(plan(), moved)
    assert [each.id for each in once.baselines] == ["baseline", "baseline-2"]
    assert once.baselines[0] == plan().baselines[0]
    assert merged(once, moved) == once
    assert merged(once, plan(baselines=[])).baselines == once.baselines


def test_number_date_and_reason_make_no_difference() -> None:
    later = plan(version=2, effective="2026-02-01", why="read again", agreed_at="2026-02-01T00:00:00Z")
    assert same(plan(), later)
    assert not same(plan(), plan(start="2026-01-06"))
