"""A bare pass by hand and Trueup over one operating model, in turns. Arguments: model.json, rounds, names.

Prints seconds of processor of each round; complete paths, gaps, jobs covered, and how many other elements than jobs
all jobs lead to together; and the peak of memory in bytes.
"""

import json
import sys
import time
from collections import defaultdict

NAMES = sys.argv[3].split(",")
if NAMES != ["bare"]:
    from trueup.operating_model import rules
    from trueup.operating_model.document import OperatingModel
    from trueup.operating_model.gaps import coverage, gaps
    from trueup.operating_model.graph import Graph
    from trueup.operating_model.trace import traces

with open(sys.argv[1], encoding="utf-8") as file:
    BODY = json.load(file)
ROUNDS = int(sys.argv[2])
LISTS = ("jobs", "interactions", "decisions", "components", "capabilities", "cash_flows")


def bare():
    """Loops over plain lists. Nothing is checked: doubles, cycles and lost names would go unseen."""
    kind = {each["id"]: at for at, key in enumerate(LISTS) for each in BODY[key]}
    below, above = defaultdict(list), defaultdict(list)
    for link in BODY["links"]:
        over, under = link if type(link) is list else (link["to"], link["from"])
        below[over].append(under)
        above[under].append(over)
    waiting = {name: len(above[name]) for name in kind}
    order = [name for name, count in waiting.items() if not count]
    for here in order:
        for there in below[here]:
            waiting[there] -= 1
            if not waiting[there]:
                order.append(there)
    paths, served, linked, reach = {}, {}, {}, {}
    bit = {name: 1 << at if kind[name] else 0 for at, name in enumerate(kind)}
    for here in order:
        served[here] = kind[here] == 0 or any(served[over] for over in above[here])
    for here in reversed(order):
        paths[here], linked[here], reach[here] = int(kind[here] == 5), False, bit[here]
        for there in below[here]:
            paths[here] += paths[there]
            reach[here] |= reach[there]
            linked[here] = linked[here] or kind[there] == kind[here] + 1 or linked[there]
    owned = {each["id"] for each in BODY["interactions"] if "owner" in each}
    lacking = sum(
        not served[name] if at == 5 else not linked[name] or (at == 1 and name not in owned)
        for name, at in kind.items()
    )
    jobs = [name for name, at in kind.items() if at == 0]
    return (
        sum(paths[job] for job in jobs if not above[job]),
        lacking,
        sum(paths[job] > 0 for job in jobs),
        sum(reach[job].bit_count() for job in jobs),
    )


def check():
    model = OperatingModel.model_validate(BODY)
    return model, [found for found in rules.issues(model) if found.level == "error"]


def answer(model):
    graph = Graph.of(model)
    found, missing, covered = traces(model, graph), gaps(model, graph), coverage(graph)
    counts = (
        job.interactions + job.decisions + job.components + job.capabilities + job.cash_flows for job in found.jobs
    )
    return found.paths, missing.total, len(covered.complete), sum(counts)


def everything():
    model, wrong = check()
    assert not wrong
    return answer(model)


MODEL = check()[0] if NAMES != ["bare"] else None
CONTESTANTS = {
    "bare": bare,
    "check": lambda: (len(check()[1]),),
    "answer": lambda: answer(MODEL),
    "all": everything,
}
seconds = {name: [] for name in NAMES}
answers = {}
for number in range(ROUNDS + 1):
    for name in NAMES:
        begun = time.process_time()
        answers[name] = CONTESTANTS[name]()
        if number:
            seconds[name].append(time.process_time() - begun)
with open("/proc/self/status", encoding="ascii") as status:  # getrusage counts what the parent had, too
    peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
print(json.dumps({"seconds": seconds, "answers": answers, "peak": peak}))
