import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.stats.runs import NELSON_RUN, SHAPES, WESTERN_ELECTRIC, Signal, signals, signals_many
from trueup.vocabulary import InputError


def spoken(values: list[float], rule: str, present: list[bool] | None = None) -> list[int]:
    return [signal.index for signal in signals(values, 0, 1, present, rules=[rule])]  # type: ignore[list-item]


def test_a_point_beyond_three_sigma_signals_and_a_tie_does_not() -> None:
    assert signals([0, 3.0, 3.1, -3.2], 0, 1, rules=["beyond_3_sigma"]) == (
        Signal("beyond_3_sigma", 2, 3.1, "above"),
        Signal("beyond_3_sigma", 3, -3.2, "below"),
    )


def test_two_of_three_beyond_two_sigma_on_one_side() -> None:
    assert spoken([2.1, 0, 2.1], "2_of_3_beyond_2_sigma") == [2]
    assert spoken([2.1, 0, 0, 2.1], "2_of_3_beyond_2_sigma") == []
    assert spoken([2.1, 0, -2.1], "2_of_3_beyond_2_sigma") == []
    assert spoken([2.0, 2.0, 2.0], "2_of_3_beyond_2_sigma") == []


def test_four_of_five_beyond_one_sigma() -> None:
    assert spoken([1.1, 1.1, -5, 1.1, 1.1], "4_of_5_beyond_1_sigma") == [4]
    assert spoken([1.1, 1.1, 0, 0, 1.1, 1.1], "4_of_5_beyond_1_sigma") == []


def test_eight_on_one_side_and_a_tie_on_the_centre_breaks_the_run() -> None:
    assert spoken([0.1] * 9, "8_on_one_side") == [7, 8]
    assert spoken([0.1] * 7 + [0.0] + [0.1] * 7, "8_on_one_side") == []
    assert spoken([0.1] * 8, "9_on_one_side") == []
    assert spoken([-0.1] * 9, "9_on_one_side") == [8]


def test_a_missing_point_breaks_a_run() -> None:
    there = [True] * 5 + [False] + [True] * 5
    assert spoken([0.1] * 11, "8_on_one_side", there) == []
    assert spoken([2.1, 9, 2.1], "2_of_3_beyond_2_sigma", [True, False, True]) == []


def test_by_default_single_points_and_runs_of_eight_speak() -> None:
    rules = {signal.rule for signal in signals([0.1] * 8 + [2.5, 2.5, 4.0], 0, 1)}
    assert rules == {"beyond_3_sigma", "8_on_one_side"}


def test_limits_may_differ_from_point_to_point() -> None:
    assert [s.index for s in signals([4.0, 4.0], 0, [1.0, 2.0])] == [0]


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="not a run rule"):
        signals([1.0], 0, 1, rules=["7_on_one_side"])  # type: ignore[list-item]
    with pytest.raises(InputError, match="sigma"):
        signals([1.0], 0, 0)


def brute(values: list[float], present: list[bool], rule: str) -> set[tuple[int, str]]:
    """The rule as a person reads it: look back point by point until the window or the run ends."""
    hits, window, line = SHAPES[rule]  # type: ignore[index]
    found = set()
    for t in range(len(values)):
        for side, sign in (("above", 1), ("below", -1)):
            back = []
            for s in range(t, max(-1, t - window), -1):
                if not present[s]:
                    break
                back.append(sign * values[s] > line)
            if back and back[0] and sum(back) >= hits:
                found.add((t, side))
    return found


points = st.lists(st.tuples(st.sampled_from([-3.5, -2.5, -1.5, -0.5, 0.0, 0.5, 1.5, 2.5, 3.5]), st.booleans()))


@given(points, st.sampled_from(sorted(SHAPES)), st.booleans())
def test_every_rule_is_what_a_person_would_read(series: list[tuple[float, bool]], rule: str, gaps: bool) -> None:
    values = [value for value, _ in series]
    present = [there or not gaps for _, there in series]
    found = {(s.index, s.side) for s in signals(values, 0, 1, present, rules=[rule])}  # type: ignore[list-item]
    assert found == brute(values, present, rule)


@given(st.lists(st.floats(-4, 4), min_size=1, max_size=40))
def test_the_mirror_image_signals_on_the_other_side(values: list[float]) -> None:
    other = {"above": "below", "below": "above"}
    one = signals(values, 0, 1, rules=NELSON_RUN)
    mirrored = signals([-v for v in values], 0, 1, rules=NELSON_RUN)
    assert [(s.rule, s.index, other[s.side]) for s in one] == [(s.rule, s.index, s.side) for s in mirrored]


def test_many_series_are_what_each_is_alone() -> None:
    x = np.random.default_rng(9).normal(size=(5, 50)) * 2
    together = signals_many(x, np.arange(5.0) / 5, np.ones(5), rules=WESTERN_ELECTRIC)
    assert together == tuple(signals(x[i], i / 5, 1.0, rules=WESTERN_ELECTRIC) for i in range(5))
