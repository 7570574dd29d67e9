"""What one would use instead. Arguments: pmcontrols or networkx, network.npz, iterations, rounds, passes for networkx.

Prints as delivery_turns.py does. networkx plays fewer futures, and its seconds are multiplied accordingly.
"""

import json
import resource
import sys
import time

import numpy as np

NAME, FILE, ITERATIONS, ROUNDS = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
made = np.load(FILE)
pointer, before, points = made["pointer"], made["before"], made["points"]
N = len(points)
waits_for = [before[pointer[i] : pointer[i + 1]].tolist() for i in range(N)]


def by_pmcontrols():
    from pmcontrols import pert

    records = [
        {"id": i, "predecessors": [str(b) for b in waits_for[i]], "a": a, "m": m, "b": b}
        for i, (a, m, b) in enumerate(points.tolist())
    ]
    found = pert(records, n_sim=ITERATIONS, seed=1)
    return found.stats["mc_mean"], float(found.table["criticality_index"].mean()), 1.0


def by_networkx():
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(range(N))
    graph.add_edges_from((b, i) for i in range(N) for b in waits_for[i])
    rng, some = np.random.default_rng(1), int(sys.argv[5])
    finish, critical = [], 0
    for _ in range(some):
        lengths = rng.triangular(*points.T).tolist()
        order, early = list(nx.topological_sort(graph)), {}
        for i in order:
            early[i] = max((early[b] for b in graph.predecessors(i)), default=0.0) + lengths[i]
        end, late = max(early.values()), {}
        for i in reversed(order):
            late[i] = min((late[a] - lengths[a] for a in graph.successors(i)), default=end)
        finish.append(end)
        critical += sum(late[i] - early[i] <= 1e-6 for i in order)
    return float(np.mean(finish)), critical / some / N, ITERATIONS / some


play = by_pmcontrols if NAME == "pmcontrols" else by_networkx
seconds, answer = [], []
for number in range(ROUNDS + 1):
    wall, cpu = time.perf_counter(), time.process_time()
    *answer, times = play()
    if number or ROUNDS == 0:
        seconds.append(((time.perf_counter() - wall) * times, (time.process_time() - cpu) * times))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": {NAME: seconds}, "answers": {NAME: answer}, "peak": peak}))
