from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trueup.jobs.hiding import may_part, shown

GROUPS = st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=8)


def test_large_groups_are_shown_and_small_ones_are_not() -> None:
    assert shown({"a": 10, "b": 25, "c": 9, "d": 8, "e": 0}, 10) == {"a", "b"}


def test_one_small_group_takes_the_smallest_other_with_it() -> None:
    assert shown({"a": 30, "b": 12, "c": 3}, 10) == {"a"}


def test_where_two_are_left_neither_is_shown_with_a_small_rest() -> None:
    assert shown({"a": 30, "c": 3}, 10) == set()
    assert shown({"a": 30}, 10) == {"a"}
    assert shown({"a": 9}, 10) == set()
    assert shown({}, 10) == set()


@given(GROUPS, st.integers(3, 15))
def test_neither_a_group_nor_what_is_left_of_all_is_small(groups: dict[str, int], minimum: int) -> None:
    visible = shown(groups, minimum)
    rest = sum(size for name, size in groups.items() if name not in visible)
    assert all(groups[name] >= minimum for name in visible)
    assert rest == 0 or rest >= minimum or not visible


@given(GROUPS, st.integers(3, 15))
def test_what_need_not_be_hidden_is_shown(groups: dict[str, int], minimum: int) -> None:
    if all(size >= minimum for size in groups.values()):
        assert shown(groups, minimum) == set(groups)


def test_a_part_beside_the_whole() -> None:
    assert may_part(10, 20, 10)
    assert may_part(20, 20, 10)
    assert not may_part(9, 40, 10)
    assert not may_part(31, 40, 10)
