from __future__ import annotations

import numpy as np
import pytest

from trueup.stats.arrays import Floats
from trueup.stats.opportunity import Indicators, Tables, figures, rank_chances, resampled


def _people(rng: np.random.Generator, n: int, shares: Floats, together: float) -> Indicators:
    """People whose answers go together: each, by chance, follows the person's mood or is a draw of its own."""
    m = len(shares)
    mood = rng.random((n, 1))
    own = rng.random((n, m))
    first = np.where(rng.random((n, m)) < together, mood, own) < shares
    second = np.where(rng.random((n, m)) < together, mood, rng.random((n, m))) < 0.3
    rated = np.ones((n, m), dtype=bool)
    return Indicators(first, rated, second, rated, np.ones(n))


def _tables(people: Indicators) -> Tables:
    m = people.top_first.shape[1]
    whole = np.zeros((m, 3, 3))
    one = np.where(people.rated_first, np.where(people.top_first, 0, 1), 2)
    two = np.where(people.rated_second, np.where(people.top_second, 0, 1), 2)
    for thing in range(m):
        np.add.at(whole[thing], (one[:, thing], two[:, thing]), 1)
    return Tables(whole, whole.copy())


def test_places_and_equals() -> None:
    drawn = np.array([[3.0, 1.0, 2.0], [3.0, 3.0, 1.0]])
    assert rank_chances(drawn, (1, 2, 3, 9)).tolist() == [[1, 1, 1, 1], [0.5, 0.5, 1, 1], [0, 0.5, 1, 1]]


def test_one_thing_drawn_with_others_varies_as_it_does_alone() -> None:
    rng = np.random.default_rng(3)
    people = _people(rng, 150, np.array([0.8, 0.6, 0.5]), 0.4)
    tables = _tables(people)
    drawn, alone = resampled(people, tables, rng, draws=8000), figures(tables, rng, draws=8000).opportunity
    ends = np.quantile(drawn, [0.025, 0.975], axis=0)
    assert ends[0] == pytest.approx(alone.low, abs=0.15)
    assert ends[1] == pytest.approx(alone.high, abs=0.15)


def test_what_goes_together_is_kept() -> None:
    rng = np.random.default_rng(4)
    alike = _people(rng, 400, np.full(2, 0.6), 0.95)
    apart = _people(rng, 400, np.full(2, 0.6), 0.0)
    assert np.corrcoef(resampled(alike, _tables(alike), rng).T)[0, 1] > 0.6
    assert abs(np.corrcoef(resampled(apart, _tables(apart), rng).T)[0, 1]) < 0.2


def test_some_people_tell_for_all() -> None:
    """Mean and variance are everybody's, whoever the part is."""
    rng = np.random.default_rng(5)
    people = _people(rng, 20_000, np.array([0.8, 0.7, 0.6]), 0.5)
    tables = _tables(people)
    part = Indicators(
        *(each[:500] for each in (people.top_first, people.rated_first, people.top_second, people.rated_second)),
        people.weight[:500],
    )
    drawn, alone = resampled(part, tables, rng, draws=8000), figures(tables, rng).opportunity
    assert drawn.mean(0) == pytest.approx(alone.value, abs=0.01)
    assert drawn.std(0) * 1.96 == pytest.approx((alone.high - alone.low) / 2, rel=0.06)


def test_a_census_knows_its_places() -> None:
    rng = np.random.default_rng(6)
    people = _people(rng, 40, np.array([0.9, 0.5, 0.2]), 0.3)
    drawn = resampled(people, _tables(people), rng, size=np.full(3, 40.0))
    assert np.ptp(drawn, axis=0) == pytest.approx(0, abs=1e-12)
    assert set(np.unique(rank_chances(drawn, (1, 2)))) == {0.0, 1.0}


def test_chances_of_first_place_are_calibrated() -> None:
    """Among things said to be first with chance p, about p are: the mean chance given to the truth against its rate."""
    rng, shares, hits, claims = np.random.default_rng(7), np.array([0.72, 0.7, 0.6, 0.68]), [], []
    for _ in range(150):
        people = _people(rng, 120, shares, 0.4)
        chances = rank_chances(resampled(people, _tables(people), rng, draws=300), (1,))[:, 0]
        best = int(np.argmax(chances))
        claims.append(chances[best])
        hits.append(best == 0)
        assert chances.sum() == pytest.approx(1)
    truth = np.array(hits)
    assert abs(np.mean(claims) - truth.mean()) < 0.2


def test_weights_and_missing_ratings_count() -> None:
    rng = np.random.default_rng(8)
    people = _people(rng, 200, np.array([0.8, 0.4]), 0.2)
    rated = rng.random((200, 2)) < 0.5
    people = Indicators(people.top_first & rated, rated, people.top_second & rated, rated, np.ones(200))
    drawn = resampled(people, _tables(people), rng, draws=4000)
    assert drawn.mean(0) == pytest.approx(figures(_tables(people), rng).opportunity.value, abs=0.35)
    heavy = Indicators(
        people.top_first, people.rated_first, people.top_second, people.rated_second, rng.uniform(0.1, 4, 200)
    )
    assert resampled(heavy, _tables(people), rng).shape == (2000, 2)
