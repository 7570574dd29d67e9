import datetime as dt
from decimal import Decimal

import pytest

from tests.delivery.containment.plans import START, plan_of
from trueup.delivery.containment.people import chained, one_by_one, overloads
from trueup.delivery.documents import Plan
from trueup.delivery.schedule import schedule


def crew(*needs: str, capacity: str = "2") -> Plan:
    activities = [{"id": f"a{at}", "duration": f"{at + 1}d", "needs": {"crew": need}} for at, need in enumerate(needs)]
    return plan_of(activities, resources=[{"id": "crew", "capacity": capacity}])


def test_who_is_booked_twice_is_found_with_the_worst_moment() -> None:
    [found] = overloads(schedule(crew("1", "1", "1")))
    assert (found.resource, found.needed, found.capacity, found.moment) == ("crew", 3, 2, 0.0)
    assert overloads(schedule(crew("1", "0.5", "0.5"))) == ()


def test_what_ends_as_another_begins_is_no_double_booking() -> None:
    plan = plan_of(
        [
            {"id": "a", "duration": "5d", "needs": {"crew": 1}},
            {"id": "b", "duration": "1d", "after": ["a"], "needs": {"crew": 1}},
        ],
        resources=[{"id": "crew", "capacity": 1}],
    )
    assert overloads(schedule(plan)) == ()


def test_people_go_from_hand_to_hand() -> None:
    plan = crew("2", "1", "1")
    left = chained(plan, {"a0": (0, 1), "a1": (1, 3), "a2": (1, 4)})
    assert [[str(link) for link in each.after] for each in left.activities] == [[], ["a0"], ["a0"]]
    assert overloads(schedule(left)) == ()
    with pytest.raises(ValueError, match="more of crew than there is"):
        chained(plan, {"a0": (0, 1), "a1": (0, 2), "a2": (0, 3)})


def test_chains_hold_in_every_future() -> None:
    plan = chained(crew("2", "1", "1"), {"a0": (0, 1), "a1": (1, 3), "a2": (1, 4)})
    slow = plan.activities[0].model_copy(update={"duration": plan.activities[2].duration})
    late = plan.model_copy(update={"activities": (slow, *plan.activities[1:])})
    assert overloads(schedule(late)) == ()
    assert schedule(late).last_day == START + dt.timedelta(7)


def test_one_by_one_is_always_possible() -> None:
    plan = crew("2", "2", "2")
    assert overloads(schedule(plan))[0].needed == Decimal(6)
    alone = schedule(one_by_one(plan, ["a0", "a1", "a2"]))
    assert overloads(alone) == ()
    assert alone.finish == 8.0  # six working days over a weekend
