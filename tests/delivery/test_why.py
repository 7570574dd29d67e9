"""Why something is critical: the chain, a sentence a step."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings

from tests.delivery.drawn import START, plan_of, plans
from tests.delivery.test_schedule import progress, status
from trueup.delivery.documents import Plan
from trueup.delivery.schedule import schedule
from trueup.delivery.status import Progress
from trueup.delivery.why import why
from trueup.vocabulary import UnknownName

ACTIVITIES: list[dict[str, Any]] = [
    {"id": "dig", "name": "Dig", "party": "acme", "duration": "3d"},
    {"id": "pour", "name": "Pour", "party": "sint", "duration": "2d", "after": ["dig"]},
    {"id": "fence", "name": "Fence", "duration": "1d", "after": ["dig"]},
    {"id": "roof", "name": "Roof", "party": "acme", "duration": "4d", "after": ["pour SS+5d", "fence"]},
]


def told(plan: Plan, activity: str | None = None, known: Progress | None = None) -> list[str]:
    return [step.words for step in why(schedule(plan, known), activity)]


def test_the_chain_to_the_end() -> None:
    assert told(plan_of(ACTIVITIES)) == [
        "Dig (acme) starts on 7 January 2026, with the plan. It takes 3 working days, to 9 January 2026.",
        "Pour (sint) starts on 12 January 2026 because Dig finishes on 9 January 2026 (2 days between are not worked). "
        "It takes 2 working days, to 13 January 2026.",
        "Roof (acme) starts on 19 January 2026 because Pour starts on 12 January 2026, and the link asks for "
        "5 working days after that (2 days between are not worked). It takes 4 working days, to 22 January 2026. "
        "With it the plan ends, on 22 January 2026.",
    ]


def test_a_step_names_its_link_and_lag() -> None:
    steps = why(schedule(plan_of(ACTIVITIES)))
    assert [(step.activity, step.link, step.lag) for step in steps] == [
        ("dig", None, None),
        ("pour", "FS", None),
        ("roof", "SS", "5d"),
    ]
    assert [step.party for step in steps] == ["acme", "sint", "acme"]


def test_an_activity_in_the_middle_has_both_sides() -> None:
    assert [step.activity for step in why(schedule(plan_of(ACTIVITIES)), "pour")] == ["dig", "pour", "roof"]


def test_what_is_not_critical_says_how_far_it_can_slip() -> None:
    last = told(plan_of(ACTIVITIES), "fence")[-1]
    assert last.endswith("It can slip by 4 working days before it moves the plan's end, 22 January 2026.")


def test_a_slip_that_is_absorbed_ends_the_chain() -> None:
    plan = plan_of([*ACTIVITIES[:3], {"id": "last", "duration": "1d", "after": ["pour", "fence"]}])
    assert [step.activity for step in why(schedule(plan), "fence")] == ["dig", "fence"]
    assert told(plan, "fence")[-1].endswith(
        "It can slip by 1 working day before it moves the plan's end, 14 January 2026."
    )


def test_holidays_are_named() -> None:
    plan = plan_of(ACTIVITIES, calendar={"holidays": ["2026-01-12"]})
    assert "(3 days between are not worked, 12 January 2026 as a holiday)" in told(plan)[1]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"constraint": {"kind": "start_no_earlier_than", "date": "2026-01-20"}},
         "starts on 20 January 2026 because of its date: start no earlier than 2026-01-20."),
        ({"constraint": {"kind": "must_finish_on", "date": "2026-01-22"}},
         "starts on 20 January 2026 because of its date: must finish on 2026-01-22."),
        ({"after": ["pour FF+3d"]}, "finishes on 16 January 2026 because Pour finishes on 13 January 2026"),
        ({"after": ["pour-1d"]}, "and the link lets it 1 working day before that"),
        ({"after": ["pour FS+2ed"]}, "and the link asks for 2 days after that"),
        ({"duration": "3ed"}, "It takes 3 days, to "),
    ],
)  # fmt: skip
def test_every_driver_is_told(change: dict[str, Any], words: str) -> None:
    plan = plan_of([*ACTIVITIES[:3], {"id": "last", "duration": "3d", "after": ["pour"]} | change])
    assert words in told(plan, "last")[-1]


def test_progress_drives_what_is_left() -> None:
    known = progress(
        status("dig", "done", START, dt.date(2026, 1, 13), 100),
        status("pour", "under_way", dt.date(2026, 1, 14), None, 50),
        on=dt.date(2026, 1, 15),
    )
    steps = told(plan_of(ACTIVITIES), "pour", known)
    assert steps[0] == (
        "Pour (sint) has been under way since 14 January 2026 and goes on from 16 January 2026. "
        "It has 1 working day left, to 16 January 2026."
    )
    assert "Roof" in steps[1]
    assert told(plan_of(ACTIVITIES), "dig", known) == [
        "Dig (acme) was done on 13 January 2026. What is done moves nothing any more."
    ]


def test_what_has_not_begun_by_the_status_date_waits_for_nothing_else() -> None:
    known = progress(status("dig", "done", START, dt.date(2026, 1, 9), 100), on=dt.date(2026, 1, 23))
    first = told(plan_of(ACTIVITIES), "pour", known)[0]
    assert first.startswith("Pour (sint) has not started: nothing before 26 January 2026, the first working day after")


def test_a_date_that_cannot_be_kept_is_told() -> None:
    late = {"id": "last", "duration": "3d", "after": ["pour"],
            "constraint": {"kind": "finish_no_later_than", "date": "2026-01-14"}}  # fmt: skip
    assert told(plan_of([*ACTIVITIES[:2], late]))[-1].endswith("It is 2 working days behind what its latest date asks.")


def test_an_unknown_activity_has_a_near_name() -> None:
    with pytest.raises(UnknownName, match="did you mean 'pour'"):
        why(schedule(plan_of(ACTIVITIES)), "puor")


@settings(max_examples=80, deadline=None)
@given(plans(constrained=True))
def test_the_chain_is_joined_and_reaches_the_end(plan: Plan) -> None:
    found = schedule(plan)
    steps = why(found)
    assert steps[-1].finish == found.last_day
    assert steps[0].link is None
    for before, step in pairwise(steps):
        activity = plan.activity(step.activity)
        assert activity is not None
        assert before.activity in [link.before for link in activity.after if link.kind == step.link]


@settings(max_examples=80, deadline=None)
@given(plans(constrained=True))
def test_every_activity_has_its_chain(plan: Plan) -> None:
    found = schedule(plan)
    for activity in plan.activities:
        steps = [step.activity for step in why(found, activity.id)]
        assert activity.id in steps
        assert len(steps) == len(set(steps))


def test_parties_are_called_by_their_names() -> None:
    steps = why(schedule(plan_of([{"id": "dig", "party": "acme", "duration": "1d"}])), names={"acme": "Acme GmbH"})
    assert steps[0].words.startswith("dig (Acme GmbH) starts on")


def test_two_holidays_are_holidays() -> None:
    activities = [{"id": "a", "duration": "1d"}, {"id": "b", "duration": "1d", "after": ["a"]}]
    days = [str(START + dt.timedelta(days=day)) for day in (1, 2)]
    text = why(schedule(plan_of(activities, calendar={"holidays": days})))[-1].words
    assert "8 January 2026 and 9 January 2026 as holidays" in text
