"""Average run lengths: how many points a chart takes, on average, until it speaks. All by Markov chain.

Source: Brook and Evans, Biometrika 59 (1972) for CUSUM; Lucas and Saccucci, Technometrics 32 (1990) for EWMA; Champ
and Woodall, Technometrics 29 (1987) for run rules. All figures are for independent normal points and known limits:
limits estimated from 20 points, and correlated points, give false alarms sooner than this says.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable
from functools import cache

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.runs import DEFAULT, SHAPES, Rule, shape_of

Memory = tuple[int, ...]
"""For each rule and side, which of the last points lay beyond its line, as bits; the latest is the lowest bit."""


def run_rules_arl(rules: Collection[Rule] = DEFAULT, shift: float = 0.0) -> float:
    """ARL of run rules when the mean has moved by `shift` sigmas; shift 0 gives the points between false alarms."""
    return _run_rules_arl(tuple(sorted(set(rules))), float(shift))


def expected_false_alarms(lengths: Iterable[int], rules: Collection[Rule] = DEFAULT) -> float:
    """False alarms to expect from series of these lengths in which nothing has changed: the sum of n / ARL0."""
    return sum(lengths) / run_rules_arl(rules)


def ewma_arl(weight: float, width: float, shift: float = 0.0, states: int = 401) -> float:
    """ARL of a two-sided EWMA chart with steady limits ± width x sqrt(weight / (2 - weight)) sigmas."""
    half = width * math.sqrt(weight / (2 - weight))
    edges = np.linspace(-half, half, states + 1)
    centres = (edges[1:] + edges[:-1]) / 2
    kept = _normal_cdf((edges[None, :] - (1 - weight) * centres[:, None]) / weight - shift)
    return float(_absorption(np.diff(kept, axis=1))[states // 2])


def cusum_arl(reference: float, decision: float, shift: float = 0.0, states: int = 400) -> float:
    """ARL of a two-sided CUSUM with reference value k and decision interval h, both in sigmas."""
    sides = (_one_sided_cusum(reference, decision, each, states) for each in (shift, -shift))
    return 1 / sum(1 / side for side in sides)


def _one_sided_cusum(reference: float, decision: float, shift: float, states: int) -> float:
    width = 2 * decision / (2 * states - 1)
    to, origin = np.arange(states) * width, np.arange(states)[:, None] * width
    upper = _normal_cdf(to + width / 2 - origin + reference - shift)
    step = np.diff(upper, axis=1, prepend=0.0)  # state 0 takes everything below its upper edge
    return float(_absorption(step)[0])


def _absorption(step: Floats) -> Floats:
    """Mean number of steps until a chain with these transitions among its living states has left them."""
    return np.asarray(np.linalg.solve(np.eye(len(step)) - step, np.ones(len(step))), dtype=np.float64)


@cache
def _run_rules_arl(rules: tuple[Rule, ...], shift: float) -> float:
    shapes = tuple(shape_of(rule) for rule in rules)
    zones = _zones(tuple(SHAPES[rule][2] for rule in rules), shift)
    numbers: dict[Memory, int] = {(0,) * (2 * len(shapes)): 0}
    moves: list[tuple[int, int, float]] = []
    waiting = list(numbers)
    while waiting:
        memory = waiting.pop()
        for middle, probability in zones:
            after = _remember(memory, middle, shapes)
            if after is None:
                continue
            if after not in numbers:
                numbers[after] = len(numbers)
                waiting.append(after)
            moves.append((numbers[memory], numbers[after], probability))
    step = np.zeros((len(numbers), len(numbers)))
    for origin, to, probability in moves:
        step[origin, to] += probability
    return float(_absorption(step)[0])


def _zones(sigmas: tuple[float, ...], shift: float) -> list[tuple[float, float]]:
    """A point inside each zone that the rules tell apart, and the probability of the zone."""
    cuts = sorted({sign * line for line in sigmas for sign in (-1.0, 1.0)})
    edges = np.array([-np.inf, *cuts, np.inf])
    weights = np.diff(_normal_cdf(edges - shift))
    middles = [cuts[0] - 1, *((a + b) / 2 for a, b in itertools.pairwise(cuts)), cuts[-1] + 1]
    return list(zip(middles, weights.tolist(), strict=True))


def _remember(memory: Memory, point: float, shapes: tuple[tuple[int, int, float], ...]) -> Memory | None:
    """The memory after `point`, or None when a rule speaks."""
    after: list[int] = []
    for slot, (hits, window, line) in enumerate(shapes):
        for side, signed in enumerate((point, -point)):
            bits = (memory[2 * slot + side] << 1) | (signed > line)
            if signed > line and bits.bit_count() >= hits:
                return None
            after.append(_useful(bits & ((1 << (window - 1)) - 1), hits, window))
    return tuple(after)


def _useful(bits: int, hits: int, window: int) -> int:
    """Forget the points that can no longer be part of a pattern, so that the chain stays small."""
    kept = 0
    for age in range(window - 1):
        recent = (bits & ((2 << age) - 1)).bit_count()
        if bits >> age & 1 and recent + window - 1 - age >= hits:
            kept |= 1 << age
    return kept


def _normal_cdf(x: Floats) -> Floats:
    from trueup.stats.special import ndtr

    return np.asarray(ndtr(x))
