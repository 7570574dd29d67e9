"""The value of information against closed forms and published tables, and what always holds."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from trueup.stats.decision.information import LEAST, evpi, evppi
from trueup.stats.decision.states import DecisionTable
from trueup.vocabulary import InputError

N, FEW = 10_000, 8
SURVEY = [[0.6, 0.2], [0.4, 0.8]]
"""P(favourable, unfavourable | oil, dry)."""
GOFERBROKE = DecisionTable.of([[700, -100], [90, 90]], [0.25, 0.75])


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def against_nothing(net: np.ndarray) -> np.ndarray:
    return np.stack([np.zeros(len(net)), net])


@pytest.fixture(scope="session")
def reference(shared_reference: Path) -> dict[tuple[str, str], float]:
    with (shared_reference / "voi_reference.csv").open(encoding="utf-8") as file:
        return {(row["quantity"], row["inputs"]): float(row["value"]) for row in csv.DictReader(file)}


def test_goferbroke_is_that_of_the_book() -> None:
    """Hillier & Lieberman: EVPI 142.5, expected value of the seismic survey 53 (thousand dollars)."""
    assert pytest.approx(142.5) == GOFERBROKE.evpi
    assert GOFERBROKE.evsi(SURVEY) == pytest.approx(53.0)
    assert GOFERBROKE.posterior(SURVEY)[:, 0] == pytest.approx([1 / 2, 1 / 7])
    assert pytest.approx(100.0) == GOFERBROKE.expected


def test_the_published_table(reference: dict[tuple[str, str], float]) -> None:
    """Every row that is a figure of ours, by exact states or by regression."""
    goferbroke = "Goferbroke p(oil)=.25 drill 700/-100 sell 90 (k$)"
    assert reference["EVPI", goferbroke] == pytest.approx(GOFERBROKE.evpi)
    assert reference["posterior P(oil|unfav)", ""] == pytest.approx(GOFERBROKE.posterior(SURVEY)[1, 0], abs=1e-6)
    for (name, inputs), value in reference.items():
        if name == "EVPI normal INB":
            mean, sd = (float(part.partition("=")[2]) for part in inputs.split())
            assert normal_evpi(mean, sd) == pytest.approx(value, rel=1e-5)
            draws = mean + sd * norm.ppf((np.arange(N) + 0.5) / N)
            assert evpi([against_nothing(draws)]).value == pytest.approx(value, rel=2e-3)


def normal_evpi(mean: float, sd: float) -> float:
    """The unit normal loss integral."""
    return float(sd * norm.pdf(mean / sd) - abs(mean) * norm.cdf(-abs(mean) / sd))


def test_toy_net_benefit_by_regression() -> None:
    """INB = p1 + p2 with standard deviations 1 and 2: EVPPI phi(0) and 2 phi(0), EVPI 5 ** .5 phi(0)."""
    generator = rng(7)
    first, second = generator.normal(0, 1, N), generator.normal(0, 2, N)
    net = [against_nothing(first + second)]
    for known, expected in ((first, 0.398942), (second, 0.797885)):
        found = evppi(net, known, rng())
        assert found.value == pytest.approx(expected, abs=3 * found.stderr)
        assert 0 < found.stderr < 0.03
        assert found.n == N
    whole = evpi(net)
    assert whole.value == pytest.approx(math.sqrt(5) * norm.pdf(0), abs=3 * whole.stderr)


def test_a_curved_mean_is_followed() -> None:
    """E(NB | x) = x ** 2 - 1 is missed by a straight line: EVPPI E max(0, x ** 2 - 1) = 2 phi(1)."""
    generator = rng(3)
    x, noise = generator.normal(0, 1, N), generator.normal(0, 3, N)
    found = evppi([against_nothing(x**2 - 1 + noise)], x, rng())
    assert found.value == pytest.approx(2 * norm.pdf(1), abs=4 * found.stderr)


def test_a_case_is_no_quantity() -> None:
    """An input of two values has a mean at each: the survey of Goferbroke by simulation."""
    generator = rng(5)
    oil = generator.random(N) < 0.25
    net = [np.stack([np.where(oil, 700.0, -100.0), np.full(N, 90.0)])]
    shown = (generator.random(N) < np.where(oil, 0.6, 0.2)).astype(float)
    assert evppi(net, oil.astype(float), rng()).value == pytest.approx(142.5, abs=5)
    found = evppi(net, shown, rng())
    assert found.value == pytest.approx(53.0, abs=3 * found.stderr)


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(InputError, match="4999 draws"):
        evpi([np.zeros((2, LEAST - 1))])
    with pytest.raises(InputError, match="not a finite number"):
        evpi([np.full((2, LEAST), np.nan)])


def test_groups_decided_apart_are_as_all_sets_together() -> None:
    """Two options that nothing links: four sets, or twice with and without."""
    generator = rng(11)
    one, two, shared = generator.normal(0.2, 1, N), generator.normal(-0.1, 1, N), generator.normal(0, 1, N)
    nets = one + shared, two + shared
    apart = [against_nothing(net) for net in nets]
    together = [np.stack([np.zeros(N), nets[0], nets[1], nets[0] + nets[1]])]
    assert evpi(apart).value == pytest.approx(evpi(together).value, rel=1e-9)
    assert evppi(apart, shared, rng(), FEW).value == pytest.approx(evppi(together, shared, rng(), FEW).value, rel=0.02)


@given(
    st.integers(0, 2**32 - 1),
    st.integers(2, 4),
    st.floats(-3, 3),
    st.lists(st.floats(-2, 2), min_size=4, max_size=4),
)
@settings(max_examples=6, deadline=None)
def test_what_always_holds(seed: int, decisions: int, constant: float, tilts: list[float]) -> None:
    generator = rng(seed)
    x, noise = generator.normal(size=LEAST), generator.normal(size=(decisions, LEAST))
    net = np.stack([tilts[d] * x + noise[d] for d in range(decisions)])
    whole, part = evpi([net]), evppi([net], x, rng(), FEW)
    assert 0 <= part.value <= whole.value + 3 * (whole.stderr + part.stderr)
    moved = evppi([net + constant], x, rng(), FEW)
    assert moved.value == pytest.approx(part.value, abs=1e-6)
    assert evpi([net + constant]).value == pytest.approx(whole.value, abs=1e-9)
    assert evpi([net[::-1]]).value == pytest.approx(whole.value, abs=1e-12)
    assert evppi([net[::-1]], x, rng(), FEW).value == pytest.approx(part.value, abs=1e-6)
    best = np.concatenate([net, net.max(axis=0, keepdims=True) + 0.1])
    assert evpi([best]).value == 0
    assert evppi([best], x, rng(), FEW).value < 0.02
    again = evppi([net], x, rng(), FEW)
    assert (again.value, again.stderr) == (part.value, part.stderr)


def test_tables_that_are_none_are_refused() -> None:
    for payoff, chance in (([[1, 2]], [0.5, 0.6]), ([[1, 2]], [1.0]), ([[1, 2]], [1.5, -0.5])):
        with pytest.raises(InputError):
            DecisionTable.of(payoff, chance)
    with pytest.raises(InputError, match="add up to 1"):
        GOFERBROKE.evsi([[0.5, 0.5]])
