"""Tidy tables: zeros and skips come back exactly, and nothing leaves that would tell who somebody is."""

from __future__ import annotations

import datetime as dt

from trueup.jobs.survey import Survey
from trueup.jobs.tidy import Answer, long, releasable, wide
from trueup.vocabulary import Insufficient

AT = dt.datetime(2026, 10, 5, 8, tzinfo=dt.UTC)


def answer(who: str, outcome: str, importance: int | None, satisfaction: int | None, **more: object) -> Answer:
    return Answer(who, outcome, importance, satisfaction, AT, **more)  # type: ignore[arg-type]


def test_a_long_table_has_a_row_a_rated_outcome_in_the_order_of_the_survey() -> None:
    said = [answer("bob", "o1", 0, None), answer("ann", "o2", None, None), answer("ann", "o1", 5, 0, weight=2.0)]
    columns, rows = long(said, ("o2", "o1"))
    assert columns == ("respondent", "customer", "outcome", "importance", "satisfaction", "weight", "answered_at")
    assert rows == [
        ("ann", None, "o2", None, None, None, AT),
        ("ann", None, "o1", 5, 0, 2.0, AT),
        ("bob", None, "o1", 0, None, None, AT),
    ]


def test_a_wide_table_tells_zero_from_not_rated_from_not_shown() -> None:
    said = [
        answer("ann", "o1", 5, 0, keys=(("region", "north"),)),
        answer("bob", "o1", None, 3),
        answer("bob", "o9", 1, 1),
    ]
    made = wide(said, ("o2", "o1"))
    assert made.columns == (
        "respondent", "customer", "key:region", "weight", "answered_at",
        "imp_o2", "sat_o2", "imp_o1", "sat_o1", "imp_o9", "sat_o9",
    )  # fmt: skip
    assert made.rows == [
        ("ann", None, "north", None, AT, None, None, "5", "0", None, None),
        ("bob", None, None, None, AT, None, None, "NA", "3", "1", "1"),
    ]
    assert made.several == 0


def test_a_wide_row_says_what_was_said_last_and_counts_who_said_more() -> None:
    later = Answer("ann", "o2", 1, 1, AT + dt.timedelta(hours=1))
    made = wide([answer("ann", "o1", 5, 0), later], ("o1", "o2"))
    assert made.rows[0][3] == later.answered_at
    assert made.several == 1


def test_keys_of_a_row_are_text() -> None:
    row = {"respondent": "ann", "outcome": "o1", "importance": 1, "satisfaction": 1, "answered_at": AT, "weight": None,
           "customer": None, "segment_keys": '{"b": "x", "a": 2, "c": null}'}  # fmt: skip
    assert Answer.of(row).keys == (("a", "2"), ("b", "x"))


def people(count: int, region: str, first: int = 0) -> list[Answer]:
    return [
        answer(f"p{first + n}", "o1", 5, 1, customer="acme", keys=(("region", region), ("role", "broker")))
        for n in range(count)
    ]


def test_an_anonymous_survey_gives_no_customer_and_no_small_groups() -> None:
    survey = Survey(id="s", job_map="job", minimum_group=5)
    found = releasable([*people(12, "north"), *people(6, "south", 12), *people(3, "east", 18)], survey)
    assert not isinstance(found, Insufficient)
    assert {each.customer for each in found} == {None}
    regions = [dict(each.keys).get("region") for each in found]
    # three of the east alone could be worked out as all less the others: so the south is hidden with them
    assert (regions.count("north"), regions.count("south"), regions.count("east"), regions.count(None)) == (12, 0, 0, 9)


def test_of_fewer_people_than_the_smallest_group_nothing_leaves() -> None:
    survey = Survey(id="s", job_map="job", minimum_group=5)
    assert releasable(people(4, "north"), survey) == Insufficient("answers of an anonymous survey", have=4, need=5)


def test_of_a_survey_with_names_everything_leaves() -> None:
    said = people(2, "north")
    assert releasable(said, Survey(id="s", job_map="job", anonymous=False)) == said
