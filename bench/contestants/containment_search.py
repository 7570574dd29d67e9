"""One search for a containment. Arguments: activities, people (yes or no), seconds, solver or frontier.

Prints JSON: seconds to the first plan and in all, what came out, and how sure it is. `solver` asks CP-SAT one question,
the cheapest set of moves that keeps the day; `frontier` is the whole answer of Trueup.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sys
import time
from typing import Any

from trueup.delivery.containment.build import build_problem
from trueup.delivery.containment.frontier import frontier
from trueup.delivery.containment.levelled import levelled
from trueup.delivery.containment.solve import Limits, solve
from trueup.delivery.documents import Plan
from trueup.delivery.network import compile_plan

PARTIES = ("acme", "sint", "northwind", "mesh")
START = dt.date(2026, 1, 5)


def plan_of(count: int, *, people: bool) -> Plan:
    """A fictional plan: each activity waits for one to three of the ten before it; moves on every second one."""
    chance = random.Random(count)
    activities = [_activity(chance, at, people=people) for at in range(count)]
    moves = [move for activity in activities[::2] for move in _moves(chance, activity)]
    crews = [{"id": f"{party}-crew", "party": party, "capacity": 4} for party in PARTIES] if people else []
    body = {"id": "p", "start": START, "activities": activities, "moves": moves, "resources": crews}
    return _promising(Plan.model_validate(body))


def _promising(plan: Plan) -> Plan:
    """A tenth of the time less than the plan takes."""
    finish = levelled(compile_plan(plan), frozenset(), seed=1).finish
    day = START + dt.timedelta(round(finish * 0.9))
    return plan.model_copy(update={"commitment": plan.commitment.model_copy(update={"finish": day})})


def _activity(chance: random.Random, at: int, *, people: bool) -> dict[str, Any]:
    days = chance.randint(2, 20)
    before = chance.sample(range(max(0, at - 10), at), k=min(at, chance.randint(1, 3)))
    party = PARTIES[at % len(PARTIES)]
    return {
        "id": f"a{at}",
        "party": party,
        "duration": f"{days}d",
        "three_point": [f"{days * 0.8:.1f}d", f"{days}d", f"{days * 1.6:.1f}d"],
        "after": [f"a{each}" for each in sorted(before)],
        "cost": 1000 * days,
        "needs": {f"{party}-crew": chance.randint(1, 2)} if people else {},
    }


def _moves(chance: random.Random, activity: dict[str, Any]) -> list[dict[str, Any]]:
    days = int(activity["duration"][:-1])
    helper = chance.choice([party for party in PARTIES if party != activity["party"]])
    common = {"activity": activity["id"], "saves": f"{max(1, days // 4)}d"}
    crash, lent, lead = 100 * chance.randint(3, 20) * days, 150 * chance.randint(3, 20) * days, 500 * days
    moves = [
        {"id": f"crash-{activity['id']}", "kind": "crash", "cost": crash, **common},
        {"id": f"help-{activity['id']}", "kind": "help", "by": helper, "cost": lent, **common},
    ]
    for link in activity["after"][:1]:
        overlap = {"id": f"overlap-{activity['id']}", "kind": "overlap", "link": link, "cost": lead}
        moves.append(overlap | {"activity": activity["id"], "saves": "2d"})
    return moves


def ask_solver(plan: Plan, seconds: float) -> dict[str, Any]:
    """CP-SAT's own time on the main question."""
    base = compile_plan(plan)
    built = build_problem(base)
    assert plan.commitment.finish is not None
    deadline = built.clock.by(base.axis.end_of(plan.commitment.finish))
    began = time.monotonic()
    found = solve(built.problem, "cost", deadline=deadline, limits=Limits(seconds=seconds))
    gap = float((found.value - found.bound) * built.money)
    return {"first": found.first, "total": time.monotonic() - began, "status": found.outcome, "gap": gap}


def ask_frontier(plan: Plan, seconds: float) -> dict[str, Any]:
    """The whole answer; the first plan is there once the first question has an answer that holds."""
    began, heard = time.monotonic(), list[float]()
    found = frontier(
        plan,
        seed=1,
        currency="EUR",
        time_limit=seconds,
        first=lambda _: heard.append(time.monotonic() - began),
    )
    total = time.monotonic() - began
    return {
        "first": heard[0] if heard else None,
        "total": total,
        "status": found.status,
        "gap": float(found.gap or 0),
        "sets": len(found.candidates),
    }


if __name__ == "__main__":
    count, people, seconds, who = sys.argv[1:]
    ask = {"solver": ask_solver, "frontier": ask_frontier}[who]
    print(json.dumps(ask(plan_of(int(count), people=people == "yes"), float(seconds))))
