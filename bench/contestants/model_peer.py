"""networkx over one operating model: what each job leads to. Arguments: model.json, rounds.

Prints seconds of processor of each round, how many elements that are no jobs all jobs lead to together, and the peak of
memory in bytes.
"""

import json
import sys
import time

import networkx

with open(sys.argv[1], encoding="utf-8") as file:
    BODY = json.load(file)


def led_to():
    graph = networkx.DiGraph()
    for link in BODY["links"]:
        over, under = link if type(link) is list else (link["to"], link["from"])
        graph.add_edge(over, under)
    jobs = {job["id"] for job in BODY["jobs"]}
    return sum(len(networkx.descendants(graph, job) - jobs) for job in jobs if job in graph)


seconds = []
for number in range(int(sys.argv[2]) + 1):
    begun = time.process_time()
    answer = led_to()
    if number:
        seconds.append(time.process_time() - begun)
with open("/proc/self/status", encoding="ascii") as status:  # getrusage counts what the parent had, too
    peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
print(json.dumps({"seconds": seconds, "answer": answer, "peak": peak}))
