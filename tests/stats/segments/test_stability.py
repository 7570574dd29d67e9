import numpy as np
import pytest

from trueup.stats.segments.kmeans import kmeans_stability
from trueup.stats.segments.stability import LOOK, STABLE, jaccard

GROUPS = np.repeat([0, 1, 2], 40)


def test_groups_that_come_back_are_stable() -> None:
    """Whatever they are called then."""
    renamed = np.array([2, 0, 1])[GROUPS]
    found = jaccard(GROUPS, 3, lambda drawn: renamed, np.random.default_rng(0), 10)
    assert found.tolist() == [1, 1, 1]


def test_the_similarity_is_shared_people_over_people_of_either() -> None:
    """Groups 1 and 2 merge: half of the merged group is each; the first is as before."""
    merged = np.minimum(GROUPS, 1)
    found = jaccard(GROUPS, 3, lambda drawn: merged, np.random.default_rng(0), 200)
    assert found == pytest.approx([1, 0.5, 0.5], abs=0.01)


def test_groups_by_lot_are_not_stable_and_given_up_early() -> None:
    rng, asked = np.random.default_rng(1), list[int]()

    def by_lot(drawn: np.ndarray) -> np.ndarray:
        asked.append(int(drawn.sum()))
        return rng.integers(0, 3, len(GROUPS))

    assert jaccard(GROUPS, 3, by_lot, np.random.default_rng(0), 50).max() < 0.5
    assert asked == [len(GROUPS)] * LOOK


def test_kmeans_is_stable_at_the_number_that_is_there_only() -> None:
    rng = np.random.default_rng(0)
    gaps = np.array([[3.0, 0, 0], [0, 3, 0], [0, 0, 3]])[GROUPS] + rng.normal(0, 0.5, (120, 3))
    labels, stable = kmeans_stability(gaps, 3, 1, rng, 10)
    assert len(set(zip(labels.tolist(), GROUPS.tolist(), strict=True))) == 3
    assert stable.min() > 0.95
    assert kmeans_stability(gaps, 5, 1, rng, 10)[1].min() < STABLE
