from __future__ import annotations

import numpy as np
import pytest

from trueup.stats.causal.did import difference_in_differences
from trueup.stats.causal.effect import Effect
from trueup.stats.causal.staggered import staggered
from trueup.vocabulary import InputError, Insufficient

STARTS = [10, 10, 14, 14, 18, 18, None, None, None]


def found(values, starts=STARTS, **options) -> Effect:
    effect = staggered(values, starts, np.random.default_rng(1), permutations=99, **options)
    assert isinstance(effect, Effect)
    return effect


def grown(noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Parallel units with an effect of 1 per period since the start: where the plain regression goes wrong."""
    rng = np.random.default_rng(2)
    y = rng.normal(20, 5, (9, 1)) + np.arange(24) ** 1.3 + noise * rng.normal(size=(9, 24))
    since = np.array([[0 if s is None else max(0, t - s + 1) for t in range(24)] for s in STARTS])
    return y + since, since


def plain_regression(y: np.ndarray) -> float:
    """The coefficient of "is under treatment" with fixed effects of units and periods."""
    treated = np.array([[s is not None and t >= s for t in range(24)] for s in STARTS], dtype=float)
    units, periods = np.indices(y.shape)
    design = np.column_stack([treated.ravel(), np.eye(9)[units.ravel()], np.eye(24)[periods.ravel()][:, 1:]])
    return float(np.linalg.lstsq(design, y.ravel(), rcond=None)[0][0])


@pytest.mark.parametrize("base", ["last", "all"])
def test_effects_that_grow_are_found_where_the_plain_regression_is_wrong(base):
    y, since = grown(0.0)
    effect = found(y, base=base)
    true = since.sum() / (since > 0).sum()
    assert effect.average.point == pytest.approx(true)
    assert effect.total.point == pytest.approx(since.sum())
    assert abs(plain_regression(y) - true) > 1


def test_the_event_study_shows_the_growth():
    effect = found(grown(0.05)[0])
    points = {each.name: each.span.point for each in effect.parameters}
    assert points["since_0"] == pytest.approx(1, abs=0.15)
    assert points["since_5"] == pytest.approx(6, abs=0.15)
    assert np.abs(effect.leads.point).max() < 0.3
    assert effect.exposed.tolist() == [2] * 4 + [4] * 4 + [6] * 6


def test_with_one_start_it_is_difference_in_differences():
    y, _ = grown(1.0)
    starts = [10, 10, 10, *[None] * 6]
    one = difference_in_differences(y, [0, 1, 2], 10, np.random.default_rng(1))
    assert found(y, starts, base="all").average.point == pytest.approx(one.average.point)


def test_periods_without_a_comparison_are_left_out():
    starts = [10, 10, 12, 12, 18, 18]
    effect = found(grown(1.0)[0][:6], starts)
    assert effect.n_post == 8
    assert "last 6 periods" in effect.notes[0]


def test_units_on_other_paths_beforehand_are_called_out():
    y, _ = grown(0.1)
    y[:6] += 3 * np.arange(24)
    (check,) = found(y).checks
    assert (check.name, check.passed) == ("parallel_trends", False)


def test_bad_input_is_refused(rng):
    y, _ = grown(1.0)
    for starts, says in (
        ([None] * 9, "no unit"),
        ([10] * 9, "at once"),
        ([30, *STARTS[1:]], "row 0"),
        ([1], "1 starts"),
    ):
        with pytest.raises(InputError, match=says):
            staggered(y, starts, rng)
    assert staggered(y, [5, *STARTS[1:]], rng) == Insufficient("a comparison: periods before the start", 5, 8)
    assert staggered(y[:5], STARTS[:5], rng) == Insufficient("a stepped comparison: units", 5, 6)
