"""The Reliable Construction Company (Hillier & Lieberman): 14 activities, 44 weeks, a deadline at 47."""

import csv

import numpy as np
import pytest

from tests.stats.network.experiments import arrows, experiment
from trueup.stats.network.draws import ThreePoint
from trueup.stats.network.passes import backward, forward
from trueup.stats.network.pert import pert
from trueup.stats.network.simulate import simulate
from trueup.stats.network.slack import critical, total_float

IDS = "ABCDEFGHIJKLMN"
DEADLINE = 47


@pytest.fixture(scope="module")
def rows(shared_reference):
    with (shared_reference / "reliable_construction.csv").open(newline="") as lines:
        return list(csv.DictReader(lines))


def points(rows, shape="pert"):
    return [
        ThreePoint(*(float(row[name]) for name in ("optimistic", "most_likely", "pessimistic")), shape) for row in rows
    ]


def links(rows):
    return arrows(*((IDS.index(b), i) for i, row in enumerate(rows) for b in row["predecessors"].split()))


@pytest.fixture(scope="module")
def by_beta(rows):
    return simulate(experiment(points(rows), links(rows)), seed=1, iterations=200_000)


def named(values) -> dict[str, float]:
    return dict(zip(IDS, values, strict=True))


def test_the_critical_path_method(rows) -> None:
    net = experiment(points(rows), links(rows)).network
    weeks = [float(row["mean"]) for row in rows]
    early, late = forward(net, weeks), backward(net, weeks)
    assert early.finish.max() == 44
    assert named(total_float(net, early, late)) == {
        **dict.fromkeys("ABCEFJLN", 0), **dict.fromkeys("DGHM", 4), "I": 2, "K": 1,
    }  # fmt: skip
    assert "".join(name for name, is_ in named(critical(net, early, late)).items() if is_) == "ABCEFJLN"


def test_pert(rows) -> None:
    found = pert(experiment(points(rows), links(rows)).network, points(rows))
    assert "".join(IDS[i] for i in found.path) == "ABCEFJLN"
    assert (found.mean, found.variance) == (44, pytest.approx(9))
    assert found.chance(DEADLINE) == pytest.approx(0.8413, abs=5e-5)


def test_simulation_sees_that_paths_merge(by_beta) -> None:
    assert by_beta.finish.mean() == pytest.approx(44.32, abs=0.02)
    assert by_beta.finish.std() == pytest.approx(2.93, abs=0.01)
    assert (by_beta.finish <= DEADLINE).mean() == pytest.approx(0.817, abs=0.01)


def test_triangular_has_longer_tails(rows) -> None:
    found = simulate(experiment(points(rows, "triangular"), links(rows)), seed=1, iterations=100_000)
    assert found.finish.mean() == pytest.approx(46.23, abs=0.03)
    assert (found.finish <= DEADLINE).mean() == pytest.approx(0.596, abs=0.01)


def test_indices(by_beta) -> None:
    ci, ssi = named(by_beta.indices.criticality), named(by_beta.indices.sensitivity)
    expected = {"C": 1, "J": 0.901, "E": 0.831, "F": 0.831, "L": 0.745, "D": 0.099, "G": 0.099, "H": 0.099, "I": 0.07}
    assert {name: ci[name] for name in expected} == pytest.approx(expected, abs=0.01)
    assert (ssi["C"], ssi["B"]) == (pytest.approx(0.728, abs=0.01), pytest.approx(0.364, abs=0.01))
    assert np.isnan(ssi["K"])  # it does not vary


def test_the_larger_of_two_normal_lengths() -> None:
    # E max of two iid N(0, 1) is 1 / sqrt(pi) = .564190. A lognormal exp(s Z) is nearly 1 + s Z for a small s.
    small = 1e-3
    near = ThreePoint(float(np.exp(-1.6448536 * small)), 1.0, float(np.exp(1.6448536 * small)), "lognormal")
    found = simulate(experiment([near, near]), seed=5, iterations=400_000)
    assert (found.finish.mean() - 1) / small == pytest.approx(0.564190, abs=5e-3)
