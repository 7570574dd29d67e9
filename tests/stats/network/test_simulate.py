import numpy as np
import pytest
from scipy import stats

from tests.stats.network.experiments import arrows, experiment
from trueup.stats.network import choose
from trueup.stats.network.converge import FEWEST, MOST, STEP
from trueup.stats.network.draws import ThreePoint, draws
from trueup.stats.network.experiment import BLOCK, Happenings
from trueup.stats.network.simulate import simulate
from trueup.vocabulary import InputError

LONG, SHORT, SURE = ThreePoint(4, 6, 14), ThreePoint(1, 2, 3, "triangular"), ThreePoint(5, 5, 5)
DIAMOND = ([SURE, LONG, LONG, SHORT], arrows((0, 1), (0, 2), (1, 3), (2, 3)))


def test_the_same_seed_gives_the_same_futures_however_many_are_asked_for() -> None:
    few, many = (simulate(experiment(*DIAMOND), seed=9, iterations=each) for each in (300, 2_000))
    assert np.array_equal(few.finish, many.finish[:300])
    other = simulate(experiment(*DIAMOND), seed=10, iterations=300)
    assert not np.array_equal(few.finish, other.finish)


def test_numba_changes_no_bit(monkeypatch) -> None:
    def found():
        return simulate(
            experiment(*DIAMOND, group=[0, 0, 1, 1], fixed=[1, 2, 3], rate=[1, 2, 3, 4]), seed=2, iterations=700
        )

    monkeypatch.setattr(choose, "WORTH", 0)
    compiled = found()
    monkeypatch.setattr(choose, "_installed", lambda: False)
    plain = found()
    for name in ("finish", "finish_by_group", "cost", "cost_by_group"):
        assert np.array_equal(getattr(plain, name), getattr(compiled, name))
    for name in ("criticality", "cruciality", "cruciality_rank", "significance", "sensitivity", "mean", "sd"):
        assert np.array_equal(getattr(plain.indices, name), getattr(compiled.indices, name), equal_nan=True)


def test_networks_that_share_activities_share_their_futures() -> None:
    whole = simulate(experiment([LONG, SHORT, LONG]), seed=4, iterations=500)
    part = simulate(experiment([SHORT, LONG], stream=[1, 2]), seed=4, iterations=500)
    assert (part.finish <= whole.finish).all()
    assert (part.finish == whole.finish).any()


def test_indices_by_their_definitions() -> None:
    found = simulate(experiment(*DIAMOND), seed=3, iterations=1_500)
    lengths = np.concatenate([_lengths(seed_block) for seed_block in range(6)], axis=1)[:, :1_500]
    a, b, c, d = lengths
    finish = a + np.maximum(b, c) + d
    assert found.finish == pytest.approx(finish)
    assert found.indices.criticality == pytest.approx([1, (b >= c).mean(), (c >= b).mean(), 1])
    assert found.indices.cruciality[1] == pytest.approx(abs(stats.pearsonr(b, finish)[0]))
    assert found.indices.cruciality_rank[1] == pytest.approx(abs(stats.spearmanr(b, finish)[0]), abs=1e-6)
    slack = np.maximum(c - b, 0)
    assert found.indices.significance[1] == pytest.approx((b / (b + slack) * finish).mean() / finish.mean())
    assert found.indices.sensitivity[1] == pytest.approx(b.std() * (b >= c).mean() / finish.std())
    assert np.isnan(found.indices.cruciality[0])


def _lengths(number: int) -> np.ndarray:
    from trueup.stats.network.experiment import draw_block

    return draw_block(experiment(*DIAMOND), 3, number).duration


def test_an_event_happens_as_often_as_stated_and_hits_all_of_its_activities_at_once() -> None:
    event = Happenings(
        chance=np.array([0.3]),
        impact=draws([ThreePoint(10, 10, 10)]),
        hits=(np.array([0, 1]),),
        cost=np.array([500.0]),
        group=np.array([0]),
    )
    found = simulate(
        experiment([SURE, SURE], arrows((0, 1)), happenings=event, fixed=[7.0, 1.0]), seed=1, iterations=20_000
    )
    assert set(np.unique(found.finish)) == {10.0, 30.0}
    assert (found.finish == 30).mean() == pytest.approx(0.3, abs=0.01)
    assert np.array_equal(found.cost_by_group[0], np.where(found.finish == 30, 507.0, 7.0))
    assert (found.cost_by_group[1] == 1.0).all()


def test_cost_is_fixed_and_by_the_day_and_each_group_has_its_own() -> None:
    found = simulate(experiment([LONG, SURE], group=[1, 0], fixed=[10, 20, 40], rate=[2, 3]), seed=1, iterations=300)
    assert found.cost_by_group[0] == pytest.approx(np.full(300, 10 + 3 * 5.0))
    assert found.cost_by_group[1] == pytest.approx(20 + 2 * found.finish_by_group[1])
    assert found.cost == pytest.approx(found.cost_by_group.sum(axis=0))


def test_what_is_done_takes_no_time_and_has_no_figures() -> None:
    done = {"started": [0.0, np.nan], "finished": [8.0, np.nan], "resume": 3.0}
    found = simulate(experiment([LONG, SURE], arrows((0, 1)), **done), seed=1, iterations=300)
    assert (found.finish == 13).all()
    assert np.isnan(found.indices.criticality[0])
    assert found.indices.criticality[1] == 1


def test_it_stops_when_the_estimates_stand_still() -> None:
    easy = simulate(experiment(*DIAMOND), seed=1, asks={"sure": lambda finish, _: finish < 99})
    hard = simulate(experiment(*DIAMOND), seed=1, asks={"even": lambda finish, _: finish < np.median(finish)})
    assert easy.converged
    assert hard.converged
    assert FEWEST <= easy.iterations < hard.iterations <= MOST
    assert (hard.iterations - FEWEST) % STEP == 0
    assert not simulate(
        experiment(*DIAMOND), seed=1, iterations=BLOCK, asks={"e": lambda f, _: f < np.median(f)}
    ).converged


def test_both_at_once_come_from_the_same_futures() -> None:
    asks = {"time": lambda finish, _: finish <= 14, "money": lambda _, cost: cost <= 24}
    found = simulate(experiment(*DIAMOND, rate=[0, 2, 2, 0]), seed=1, iterations=2_000, asks=asks)
    both = found.holds["time"] & found.holds["money"]
    assert both.mean() > found.holds["time"].mean() * found.holds["money"].mean() + 0.02


def test_one_future_is_not_a_simulation() -> None:
    with pytest.raises(InputError, match="1 iterations"):
        simulate(experiment(*DIAMOND), seed=1, iterations=1)
