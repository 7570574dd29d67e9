"""Checklists, the hostage test and people: what is not answered leaves bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.horizons.made import stakeholders
from tests.horizons.stood import answer, march
from trueup.horizons.answered import Answer
from trueup.horizons.checklists import HOSTAGE
from trueup.horizons.figure import Figure
from trueup.horizons.scoring.asked import asked
from trueup.horizons.scoring.itemised import checklist_timeline, people_timeline

ITEMS = [{"id": name, "what": f"The {name}"} for name in ("plan", "data", "rights", "other")]


def checked(day: int, *answers: Answer, **keys: object) -> Figure:
    stated = keys or {"checklist": ITEMS}
    document = stakeholders(corporation={"criteria": [{"id": "c", **stated}]})
    level = document.levels[0]
    return checklist_timeline(asked(document, level, level.criteria[0]), answers).at(march(day))


def test_an_answer_in_part_gives_bounds() -> None:
    """Two yes and a no of four: 2/3 of what was answered; between 2/4 and 3/4."""
    found = checked(9, answer(1, 1, item="plan"), answer(1, 5, item="data"), answer(0, 8, item="rights"))
    assert found.score is not None
    assert (found.score.low, found.score.high, found.score.bounds) == (0.5, 0.75, True)
    assert found.score.value == pytest.approx(2 / 3)
    assert (found.on, found.stale_on) == (march(1), march(91)), "as old as the oldest item"
    assert found.reasons == ("1 of 4 are not answered: the score lies between all of them no and all yes",)
    assert [each.value for each in found.items] == [1.0, 1.0, 0.0, None]


def test_all_answered_is_exact() -> None:
    found = checked(9, *(answer(float(name != "other"), 1, item=name) for name in ("plan", "data", "rights", "other")))
    assert found.score is not None
    assert (found.score.value, found.score.low, found.score.bounds) == (0.75, None, False)


def test_nobody_has_answered() -> None:
    found = checked(9)
    assert (found.score, len(found.items), found.on) == (None, 4, None)
    assert checked(9, answer(1, 1, item="something else")).score is None


def test_the_last_word_on_an_item_counts_and_of_one_day_the_no() -> None:
    found = checked(9, answer(0, 1, item="plan"), answer(1, 3, item="plan"), answer(1, 4, item="data"),
                    answer(0, 4, item="data", person="another"))  # fmt: skip
    assert [each.value for each in found.items] == [1.0, 0.0, None, None]


def test_what_the_provider_ticks_stands_beside() -> None:
    own = [answer(1, 1, "provider", item=each["id"]) for each in ITEMS]
    found = checked(9, *own, answer(0, 5, item="plan"))
    assert found.score is not None
    assert (found.score.low, found.score.high) == (0.0, 0.75)
    assert found.rater == "customer"
    assert found.overridden is not None
    assert found.overridden.score is not None
    assert found.overridden.score.value == 1.0


def test_the_hostage_test_has_a_line_a_group() -> None:
    ticked = [answer(float(each.id != "exit.rehearsed"), 1, item=each.id) for each in HOSTAGE if each.id != "docs.used"]
    found = checked(9, *ticked, hostage=True)
    assert found.score is not None
    assert (found.score.low, found.score.high) == (pytest.approx(9 / 11), pytest.approx(10 / 11))
    assert found.reasons[1:] == (
        "exit plan: 3 of 4",
        "documentation: 2 of 3, 1 not answered",
        "replaceability: 4 of 4",
    )


def test_people_have_a_number_each() -> None:
    people = [{"id": name, "party": "mill"} for name in ("cio", "cfo", "coo")]
    document = stakeholders(people=people)
    level = document.levels[4]
    given_ = [answer(0.9, 1, person="cio"), answer(0.6, 2, person="cfo"), answer(0.1, 2, person="somebody else")]
    found = people_timeline(asked(document, level, level.criteria[0]), given_).at(march(9))
    assert found.score is not None
    assert found.score.value == pytest.approx(0.75)
    assert (found.score.low, found.score.high) == (pytest.approx(0.5), pytest.approx(2.5 / 3))
    assert [each.id for each in found.items] == ["cio", "cfo", "coo"]


MARKS = st.lists(st.sampled_from([0.0, 1.0, None]), min_size=4, max_size=4)


@given(marks=MARKS, place=st.integers(0, 3), then=st.sampled_from([0.0, 1.0]))
def test_one_more_answer_only_narrows_the_bounds(marks: list[float | None], place: int, then: float) -> None:
    names = [str(each["id"]) for each in ITEMS]
    open_ = [answer(mark, 1, item=name) for name, mark in zip(names, marks, strict=True) if mark is not None]
    if marks[place] is not None or not open_:
        return
    before, after = checked(9, *open_).score, checked(9, *open_, answer(then, 1, item=names[place])).score
    assert before is not None
    assert after is not None
    assert before.least <= after.least <= after.value <= after.most <= before.most
