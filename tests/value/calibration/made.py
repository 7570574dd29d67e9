"""Forecasts made for tests: probabilities, intervals and promises with known faults."""

from __future__ import annotations

import datetime as dt
from statistics import NormalDist
from typing import Any

import numpy as np

from trueup.value.calibration.issued import Came, Issued, Subject, Told
from trueup.value.calibration.pairing import Pair
from trueup.vocabulary import Grade

FIRST = dt.date(2025, 1, 1)
LEVELS = (0.025, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.975)


def month(number: int) -> dt.date:
    return dt.date(2025 + number // 12, number % 12 + 1, 1)


def issued(cluster: str = "a", number: int = 0, **more: Any) -> Issued:
    base: dict[str, Any] = {
        "kind": "p_hit",
        "who": "trueup",
        "method": "naive",
        "subject": Subject(cluster, f"{cluster}/{number}", (cluster,), "kpi", "days", ("acme",)),
        "issued_on": month(number),
        "for_date": month(number + 3),
        "basis": "replayed",
        "probability": 0.5,
    }
    return Issued(**(base | more))


def came(value: float, number: int = 0, **more: Any) -> Came:
    return Came(value, month(number + 3), **more)


def chances(rng: np.random.Generator, series: int = 20, many: int = 12, hope: float = 0.0) -> list[Pair]:
    """Probabilities that are said, of things that come with that probability less `hope`."""
    pairs = []
    for cluster in range(series):
        for number, p in enumerate(rng.uniform(0.05, 0.95, many).tolist()):
            hit = rng.random() < max(0.0, p - hope)
            told = issued(f"s{cluster:02}", number, probability=p)
            pairs.append(Pair(told, came(float(hit), number)))
    return pairs


def fans(rng: np.random.Generator, series: int = 20, many: int = 12, scale: float = 1.0) -> list[Pair]:
    """Normal forecasts of standard deviation 1, of things with standard deviation `scale`."""
    quantiles = tuple((level, NormalDist().inv_cdf(level)) for level in LEVELS)
    return [
        Pair(
            issued(f"s{cluster:02}", number, kind="forecast", probability=None, quantiles=quantiles, naive=0.5),
            came(float(scale * rng.standard_normal()), number),
        )
        for cluster in range(series)
        for number in range(many)
    ]


def promises(rng: np.random.Generator, factor: float, agreements: int = 8, many: int = 3) -> list[Pair]:
    """Promises of the whole improvement, of which about `factor` comes."""
    return [
        Pair(
            issued(f"a{cluster}", number, kind="promise", probability=None, point=1.0, who="acme", basis="signed"),
            came(float(factor + 0.1 * rng.standard_normal()), number),
        )
        for cluster in range(agreements)
        for number in range(many)
    ]


def told(pairs: list[Pair]) -> list[Told]:
    return [(pair.issued, pair.came) for pair in pairs]


REPORTED, VERIFIED = Grade.reported, Grade.verified
