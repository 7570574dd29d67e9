"""The compiled contestants, in turns in one process. Arguments: network.npz, iterations, rounds, names.

Prints seconds elapsed and of processor of each round, mean finish and criticality, and the peak of memory in bytes.
"""

import json
import resource
import sys
import time

import numpy as np
from delivery_hand import passes, simulated

from trueup.stats.network.compiled import CompiledPasses
from trueup.stats.network.copula import Copula
from trueup.stats.network.draws import ThreePoint, draws
from trueup.stats.network.experiment import BLOCK, Experiment, no_happenings
from trueup.stats.network.model import ELAPSED, FS, network
from trueup.stats.network.simulate import simulate
from trueup.stats.network.working import player_over

made = np.load(sys.argv[1])
ITERATIONS, ROUNDS, NAMES = int(sys.argv[2]), int(sys.argv[3]), sys.argv[4].split(",")
pointer, before, points = made["pointer"], made["before"], made["points"]
N = len(points)
after = np.repeat(np.arange(N), np.diff(pointer))
links = [(int(b), int(a), FS, 0.0, ELAPSED) for b, a in zip(before, after, strict=True)]
nobody = np.full(N, -1)
lengths = np.random.default_rng(2).triangular(*points.T, size=(BLOCK, N))
by_activity = np.ascontiguousarray(lengths.T)
blocks = ITERATIONS // BLOCK


def hand_passes():
    critical, finish = np.zeros(N, dtype=np.int64), np.empty(BLOCK)
    for _ in range(blocks):
        passes(pointer, before, lengths, critical, finish)
    return finish, critical / blocks / BLOCK


def our_passes(over):
    critical = np.zeros(N, dtype=np.int64)
    for _ in range(blocks):
        outcome = over.outcomes(by_activity, nobody, 0, shares=False)
        critical += outcome.hits
    return outcome.total, critical / blocks / BLOCK


def our_simulation():
    experiment = Experiment(
        net, draws([ThreePoint(*each) for each in points.tolist()]), np.arange(N), Copula(nobody), no_happenings(),
        nobody, 0, np.zeros(1), np.ones(N),
    )  # fmt: skip
    found = simulate(experiment, seed=1, iterations=ITERATIONS)
    return found.finish, found.indices.criticality


def week():
    """Working days of a five-day week with a day off in ten weeks."""
    open_ = np.resize([1, 1, 1, 1, 1, 0, 0], 40_000)
    open_[::70] = 0
    return np.concatenate([[0.0], np.cumsum(open_)])


net = network(N, links)
weekly = network(N, links, work=[week()])
other = np.roll(np.diff(week()), 2)
two = network(N, links, work=[week(), np.concatenate([[0.0], np.cumsum(other)])], calendar=np.arange(N) % 2)
CONTESTANTS = {
    "hand passes": hand_passes,
    "our passes": lambda: our_passes(CompiledPasses(net)),
    "our passes with a calendar": lambda: our_passes(player_over(weekly, ITERATIONS * N)),
    "our passes with two": lambda: our_passes(CompiledPasses(two)),
    "hand simulation": lambda: simulated(pointer, before, points, ITERATIONS),
    "our simulation": our_simulation,
}
seconds = {name: [] for name in NAMES}
answers = {}
for number in range(ROUNDS + 1):
    for name in NAMES:
        wall, cpu = time.perf_counter(), time.process_time()
        finish, critical = CONTESTANTS[name]()
        if number:
            seconds[name].append((time.perf_counter() - wall, time.process_time() - cpu))
        answers[name] = [float(finish.mean()), float(np.mean(critical))]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": seconds, "answers": answers, "peak": peak}))
