"""One wave with three planted segments, and what is found in it, for all tests of this folder."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.jobs.build import job_map, ratings, survey
from tests.stats.segments.drawn import planted
from trueup.jobs.ratings import Ratings
from trueup.jobs.segments import Found, find

THINGS = 15
OUTCOMES = [f"o{j}" for j in range(THINGS)]
SEED = 3


def people(n: int = 240, k: int = 3, seed: int = 1, **more: Any) -> tuple[Ratings, NDArray[np.int64]]:
    """Ratings with planted segments, and the truth; men and women by lot, regions by segment."""
    rng = np.random.default_rng(seed)
    (first, second), group = planted(n, THINGS, k, rng, low=0.25, high=0.9)
    keys = {
        "sex": np.array(["m", "f"], dtype=object)[rng.integers(0, 2, n)],
        "region": np.where(rng.random(n) < 0.9, group, (group + 1) % k).astype(str).astype(object),
    }
    return ratings(first, second, keys=keys, **more), group


@pytest.fixture(scope="session")
def planted_people() -> tuple[Ratings, NDArray[np.int64]]:
    return people()


@pytest.fixture(scope="session")
def segmented(planted_people: tuple[Ratings, NDArray[np.int64]]) -> Found:
    return find(planted_people[0], survey(), job_map(*OUTCOMES), seed=SEED, resamples=10)
