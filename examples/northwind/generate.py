"""Write the fictional facts of Northwind Insurance: `python generate.py` gives the same bytes every time.

Only the standard library is needed. Each series is a line from one level to another with noise around it; where the
story bends (a slip, a rescue, a wrong figure), the line has a corner.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

SEED = 2026
FIRST = dt.date(2024, 1, 1)
LAST = dt.date(2026, 9, 1)
Row = tuple[object, ...]
Corners = Sequence[tuple[str, float]]


def months(first: dt.date = FIRST, last: dt.date = LAST) -> Iterator[dt.date]:
    """The first day of every month from `first` to `last`."""
    while first <= last:
        yield first
        first = following(first)


def following(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)


def known(month: dt.date, days: int = 6) -> str:
    """Figures of a month become known some days into the next."""
    return f"{following(month) + dt.timedelta(days=days)}T09:00:00+00:00"


def level(corners: Corners, month: dt.date) -> float:
    """Where the line through `corners` (month, value) stands in a month; flat before the first and after the last."""
    points = [(dt.date.fromisoformat(f"{name}-01"), value) for name, value in corners]
    if month <= points[0][0]:
        return points[0][1]
    for (start, low), (end, high) in pairwise(points):
        if start <= month <= end:
            return low + (high - low) * (month - start).days / (end - start).days
    return points[-1][1]


def series(rng: random.Random, corners: Corners, noise: float, digits: int = 1) -> Iterator[tuple[dt.date, float]]:
    """A value a month from the first corner on, around the line, with noise of that standard deviation."""
    first = dt.date.fromisoformat(f"{corners[0][0]}-01")
    for month in months(first):
        yield month, round(rng.gauss(level(corners, month), noise), digits)


# KPI, provider, project, line, noise, digits: what Northwind's own departments measure.
MEASURED: tuple[tuple[str, str, str, Corners, float, int], ...] = (
    ("policy_issue_days", "sint", "issue-2026", (("2024-01", 14.2), ("2025-10", 13.9), ("2026-09", 7.9)), 0.35, 1),
    ("run_cost", "acme", "contact-2025", (("2024-01", 209e3), ("2025-11", 211e3), ("2025-12", 158e3)), 3500, 0),
    ("migration_backlog", "sint", "claims-2026", (("2025-09", 118e3), ("2026-01", 104e3), ("2026-03", 97e3),
                                                  ("2026-04", 61e3), ("2026-06", 900), ("2026-07", 0)), 0, 0),
    ("modules_live", "sint", "policy-2025", (("2025-03", 0), ("2025-09", 5), ("2026-03", 12)), 0, 0),
    ("handlers_on_duty", "", "claims-2026", (("2024-01", 44), ("2026-09", 45)), 1.1, 0),
    ("incident_hours", "acme", "", (("2024-01", 9.5), ("2025-06", 8.2), ("2026-09", 5.1)), 0.8, 1),
    ("incident_hours", "sint", "", (("2024-01", 8.6), ("2025-09", 9.0), ("2026-09", 12.4)), 0.9, 1),
    ("quote_days", "acme", "", (("2024-01", 3.9), ("2026-09", 2.6)), 0.25, 2),
    ("quote_days", "sint", "", (("2024-01", 3.6), ("2026-09", 3.5)), 0.3, 2),
    ("invoice_errors", "acme", "", (("2024-01", 2.9), ("2026-09", 2.4)), 0.35, 2),
    ("invoice_errors", "sint", "", (("2024-01", 4.4), ("2026-09", 2.1)), 0.4, 2),
)  # fmt: skip


def departments(rng: random.Random) -> Iterator[Row]:
    yield ("kpi", "month", "provider", "project", "actual", "recorded_at")
    for kpi, provider, project, corners, noise, digits in MEASURED:
        for month, actual in series(rng, corners, noise, digits):
            yield kpi, f"{month:%Y-%m}", provider, project, f"{max(actual, 0):.{digits}f}", known(month)
    yield "matter_settled", "2026-06", "brandt", "mueller", "1", known(dt.date(2026, 6, 1))
    yield "settlement_amount", "2026-06", "brandt", "mueller", "235000", known(dt.date(2026, 6, 1))
    yield from academy()


def academy() -> Iterator[Row]:
    """Two months were measured; since then the reason why not is all there is."""
    for month, actual in (("2026-02", "12.0"), ("2026-03", "17.5")):
        yield "course_completion", month, "sint", "academy-2026", actual, known(dt.date.fromisoformat(f"{month}-01"))
    for month in months(dt.date(2026, 4, 1)):
        yield "course_completion", f"{month:%Y-%m}", "sint", "academy-2026", "register moved", known(month)


def counts(rng: random.Random) -> Iterator[Row]:
    """Cases and those of them that went well: two sums a month, from which a rate is divided."""
    yield "what", "month", "provider", "project", "cases", "good", "recorded_at"
    lines: tuple[tuple[str, str, str, float, Corners], ...] = (
        ("calls", "acme", "contact-2025", 21e3, (("2024-01", 0.681), ("2025-11", 0.684), ("2026-02", 0.628))),
        ("policies", "sint", "policy-2025", 8400, (("2024-01", 0.348), ("2026-03", 0.355), ("2026-09", 0.47))),
    )
    for what, provider, project, size, corners in lines:
        for month in months():
            cases = round(rng.gauss(size, size * 0.04))
            good = round(cases * rng.gauss(level(corners, month), 0.008))
            yield what, f"{month:%Y-%m}", provider, project, cases, good, known(month)


def reports(rng: random.Random) -> Iterator[Row]:
    """What the providers report of themselves, with their own claim whether it was met."""
    yield "kpi", "month", "provider", "project", "actual", "status", "reported_by", "recorded_at"
    leakage = series(rng, (("2024-01", 421e3), ("2025-12", 419e3), ("2026-09", 259e3)), 7000, 0)
    for month, actual in leakage:
        yield "premium_leakage", f"{month:%Y-%m}", "acme", "leakage-2026", f"{actual:.0f}", "", "acme", known(month, 4)
    for month, actual in series(rng, (("2025-07", 98.25), ("2026-09", 98.62)), 0.16, 2):
        claim = "Met" if actual >= 98.4 else "Not met"
        yield "portal_uptime", f"{month:%Y-%m}", "acme", "portal-2026", f"{actual:.2f}", claim, "acme", known(month, 4)
    for month, actual in series(rng, (("2025-07", 61e3), ("2025-12", 66e3), ("2026-01", 150e3), ("2026-09", 205e3)),
                                21e3, 0):  # fmt: skip
        value = 288_000 if month == dt.date(2026, 6, 1) else actual
        yield "fraud_prevented", f"{month:%Y-%m}", "sint", "fraud-2026", f"{value:.0f}", "", "sint", known(month, 4)


def corrections() -> Iterator[Row]:
    """What was first known otherwise: the later row wins, and `--known-at` still sees the earlier one."""
    yield "kpi", "month", "provider", "project", "actual", "recorded_at"
    yield "policy_issue_days", "2026-06", "sint", "issue-2026", "9.4", "2026-08-19T09:00:00+00:00"
    yield "run_cost", "2026-05", "acme", "contact-2025", "161200", "2026-08-19T09:00:00+00:00"


Status = tuple[str, float, float | None]

# Plan, activity, who does it, first day, last day, what it cost, and what was said of it while it was under way (day,
# per cent, working days left where that was said).
DONE: tuple[tuple[str, str, str, str, str, int, tuple[Status, ...]], ...] = (
    ("policy-plan", "platform", "sint", "2025-03-03", "2025-05-28", 250_000,
     (("2025-03-31", 35, None), ("2025-04-30", 66, None))),
    ("policy-plan", "modules-1-5", "sint", "2025-05-30", "2025-08-29", 400_000,
     (("2025-06-30", 34, None), ("2025-07-31", 70, None))),
    ("policy-plan", "modules-6-12", "sint", "2025-09-01", "2026-03-30", 500_000,
     (("2025-09-30", 15, None), ("2025-10-31", 30, None), ("2025-11-30", 43, None), ("2025-12-31", 56, None),
      ("2026-01-31", 71, 41), ("2026-02-28", 86, 20))),
    ("policy-plan", "catalogue", "northwind", "2025-05-30", "2026-07-03", 180_000,
     (("2025-06-30", 8, None), ("2025-07-31", 14, None), ("2025-08-31", 17, None), ("2025-09-30", 22, None),
      ("2025-10-31", 27, None), ("2025-11-30", 32, None), ("2025-12-31", 36, 96), ("2026-01-31", 40, 90),
      ("2026-02-28", 46, 81), ("2026-03-31", 54, 68), ("2026-04-30", 65, 51), ("2026-05-31", 79, 31),
      ("2026-06-30", 98, 3))),
    ("policy-plan", "rules", "northwind", "2026-07-06", "2026-09-04", 124_000, (("2026-07-31", 45, 24),
     ("2026-08-31", 92, 4))),
    ("policy-plan", "training", "northwind", "2026-09-07", "2026-09-25", 80_000, ()),
    ("contact-plan", "design", "acme", "2025-04-01", "2025-05-13", 55_000, (("2025-04-30", 66, None),)),
    ("contact-plan", "telephony", "acme", "2025-05-14", "2025-09-05", 140_000,
     (("2025-05-31", 14, None), ("2025-06-30", 40, None), ("2025-07-31", 68, None), ("2025-08-31", 95, None))),
    ("contact-plan", "move", "acme", "2025-09-08", "2025-11-17", 115_000,
     (("2025-09-30", 35, None), ("2025-10-31", 80, 11))),
    ("contact-plan", "answers", "northwind", "2025-05-26", "2026-06-26", 98_000,
     (("2025-06-30", 10, None), ("2025-07-31", 16, None), ("2025-08-31", 20, None), ("2025-09-30", 26, None),
      ("2025-10-31", 31, 120), ("2025-11-30", 36, 115), ("2025-12-31", 42, 105), ("2026-01-31", 50, 92),
      ("2026-02-28", 58, 78), ("2026-03-31", 67, 60), ("2026-04-30", 79, 40), ("2026-05-31", 90, 19))),
    ("contact-plan", "coaching", "northwind", "2026-06-29", "2026-09-18", 28_000,
     (("2026-06-30", 2, 34), ("2026-07-31", 30, 38), ("2026-08-31", 70, 14))),
    ("claims-plan", "design", "acme", "2025-09-01", "2025-09-26", 60_000, ()),
    ("claims-plan", "core", "acme", "2025-09-29", "2025-12-05", 190_000,
     (("2025-09-30", 3, None), ("2025-10-31", 46, None), ("2025-11-30", 90, None))),
    ("claims-plan", "interfaces", "sint", "2025-09-29", "2025-12-15", 130_000,
     (("2025-09-30", 3, None), ("2025-10-31", 40, None), ("2025-11-30", 78, 11))),
    ("claims-plan", "acceptance", "northwind", "2025-12-16", "2026-01-07", 100_000, (("2025-12-31", 60, 4),)),
    ("claims-plan", "go-live", "sint", "2026-01-08", "2026-01-14", 20_000, ()),
    ("claims-plan", "mapping", "sint", "2025-09-29", "2026-01-09", 50_000,
     (("2025-09-30", 3, None), ("2025-10-31", 38, None), ("2025-11-30", 67, None), ("2025-12-31", 91, None))),
    ("claims-plan", "migrate", "sint", "2026-01-15", "2026-07-08", 180_000,
     (("2026-01-31", 12, None), ("2026-02-28", 15, None), ("2026-03-31", 18, 110), ("2026-04-30", 48, 47),
      ("2026-05-31", 74, 26), ("2026-06-30", 99, 6))),
    ("claims-plan", "training", "northwind", "2026-01-15", "2026-02-25", 80_000, (("2026-01-31", 42, None),)),
    ("claims-plan", "switch-off", "northwind", "2026-07-02", "2026-07-24", 120_000, ()),
)  # fmt: skip
HEADER = ("plan", "activity", "status_date", "actual_start", "actual_finish", "percent", "actual_cost",
          "remaining_days", "reported_by", "recorded_at")  # fmt: skip


def progress() -> Iterator[Row]:
    """What each party reports of its own portion; of what a provider has finished, Northwind says so, too."""
    yield HEADER
    for plan, activity, party, start, finish, cost, statuses in DONE:
        for day, percent, left in statuses:
            spent, rest = round(cost * percent / 100), "" if left is None else f"{left:g}"
            yield plan, activity, day, start, "", f"{percent:g}", spent, rest, party, told(day)
        day = last_of(finish)
        for reporter in dict.fromkeys((party, "northwind")):
            yield plan, activity, day, start, finish, "100", cost, "", reporter, told(day)


def last_of(day: str) -> str:
    """The last day of the month that a day is in."""
    return f"{following(dt.date.fromisoformat(day).replace(day=1)) - dt.timedelta(days=1)}"


def told(day: str) -> str:
    """A status is known two days later."""
    return f"{dt.date.fromisoformat(day) + dt.timedelta(days=2)}T09:00:00+00:00"


LEDGER = ("agreement", "kind", "period", "dated", "payee", "plan", "what", "amount", "ref")


def ledger() -> Iterator[Row]:
    """What the claims platform was to be paid, by two plans, and what was invoiced, paid and credited."""
    yield LEDGER
    for month in months(dt.date(2025, 9, 1), dt.date(2026, 12, 1)):
        yield planned(month, 1, 20_000)
        if month >= dt.date(2026, 1, 1):
            yield planned(month, 2, 20_000 if month < dt.date(2026, 7, 1) else 22_000)
    for month in months(dt.date(2026, 1, 1), dt.date(2026, 9, 1)):
        yield entry("invoiced", month, month.replace(day=28), "provisional fee", "20000", f"RE-{month:%y%m}")
        yield entry("paid", month, following(month).replace(day=14), "provisional fee", "20000", f"B-{month:%y%m}")
    yield entry("invoiced", dt.date(2026, 10, 1), dt.date(2026, 10, 28), "provisional fee", "20000", "RE-2610")
    yield entry("credited", dt.date(2026, 8, 1), dt.date(2026, 9, 10), "outage in August", "1250.50", "GS-2601")


def planned(month: dt.date, plan: int, amount: int) -> Row:
    ref = f"p{plan}-{month:%Y-%m}"
    return "claims-platform", "planned", f"{month:%Y-%m}", "", "acme", f"budget {plan}", "provisional fee", amount, ref


def entry(kind: str, month: dt.date, day: dt.date, what: str, amount: str, ref: str) -> Row:
    return "claims-platform", kind, f"{month:%Y-%m}", day, "acme", "", what, amount, ref


LINES = ("motor", "home", "liability", "travel")
NEW = frozenset({"motor", "home"})
MOTOR = (("2024-01", 12.2), ("2026-01", 11.9), ("2026-08", 4.6), ("2026-09", 4.5))
LEGACY = (("2024-01", 12.4), ("2026-09", 11.8))


def claims(rng: random.Random) -> Iterator[Row]:
    """The claims table as the claims system has it: one row a claim."""
    yield "claim", "received_on", "closed_on", "status", "product_line", "handler_vendor", "programme", "paid"
    number = 0
    for month in months():
        for _ in range(60):
            number += 1
            yield claim(rng, number, month)


def claim(rng: random.Random, number: int, month: dt.date) -> Row:
    line = rng.choice(LINES)
    days = max(1, round(rng.gauss(level(MOTOR if line in NEW else LEGACY, month), 1.9)))
    length = (following(month) - month).days
    closed = month + dt.timedelta(days=rng.randrange(length))
    vendor = "acme" if rng.random() < 0.6 else "sint"
    status = rng.choices(("paid", "rejected", "duplicate"), (86, 9, 5))[0]
    paid = f"{rng.lognormvariate(7.4, 0.7):.2f}" if status == "paid" else "0.00"
    programme = "claims-2026" if line in NEW else "legacy"
    return f"C{number:05}", closed - dt.timedelta(days=days), closed, status, line, vendor, programme, paid


# Outcome of the job map `recover`: the share that finds it important and the share that is satisfied, in each of two
# kinds of policyholders. The first want it over with; the second struggle to prove what they lost.
NEEDS: dict[str, tuple[tuple[float, float], tuple[float, float]]] = {
    "covered": ((0.74, 0.42), (0.78, 0.30)), "share": ((0.41, 0.62), (0.52, 0.55)),
    "proof": ((0.38, 0.70), (0.90, 0.20)), "lost-proof": ((0.36, 0.74), (0.88, 0.18)),
    "worth": ((0.30, 0.72), (0.86, 0.16)), "report": ((0.55, 0.78), (0.48, 0.74)),
    "twice": ((0.66, 0.60), (0.68, 0.58)), "received": ((0.60, 0.66), (0.50, 0.70)),
    "next": ((0.82, 0.38), (0.58, 0.55)), "settled": ((0.93, 0.18), (0.62, 0.40)),
    "advance": ((0.76, 0.30), (0.40, 0.66)), "workshop": ((0.78, 0.34), (0.34, 0.70)),
    "delay": ((0.90, 0.20), (0.44, 0.62)), "reach": ((0.72, 0.40), (0.66, 0.44)),
    "refusal": ((0.34, 0.66), (0.60, 0.36)), "closed": ((0.40, 0.76), (0.42, 0.72)),
}  # fmt: skip
WAVES = ("2025-spring", "2025-autumn", "2026-spring", "2026-autumn")
FIRST_DAYS = (dt.date(2025, 3, 3), dt.date(2025, 9, 1), dt.date(2026, 3, 2), dt.date(2026, 9, 1))
# By how much the share of the satisfied has moved in each wave: claims are settled sooner and sooner, and since the
# contact centre moved people have to tell the same thing twice.
MOVED = {"settled": (0.0, 0.02, 0.24, 0.52), "delay": (0.0, 0.0, 0.08, 0.14), "twice": (0.0, -0.05, -0.24, -0.34)}
ANSWERING = 150


def voice(rng: random.Random) -> Iterator[Row]:
    """What policyholders answered: a row a person, two columns an outcome, some left empty."""
    ratings = (f"{part}_{outcome}" for outcome in NEEDS for part in ("i", "s"))
    yield "wave", "respondent", "answered_at", "line", "channel", *ratings
    for number, (wave, opens) in enumerate(zip(WAVES, FIRST_DAYS, strict=True)):
        for person in range(ANSWERING):
            yield answered(rng, number, wave, opens, person)


def answered(rng: random.Random, number: int, wave: str, opens: dt.date, person: int) -> Row:
    kind = int(rng.random() < 0.42)
    line = rng.choices(("motor", "home", "liability"), ((64, 22, 14), (20, 68, 12))[kind])[0]
    channel = rng.choices(("online", "phone", "broker"), ((56, 30, 14), (36, 34, 30))[kind])[0]
    at = f"{opens + dt.timedelta(days=rng.randrange(21))}T{rng.randrange(8, 21):02}:{rng.randrange(60):02}:00+00:00"
    ratings: list[object] = []
    for outcome, kinds in NEEDS.items():
        importance, satisfaction = kinds[kind]
        satisfaction += MOVED.get(outcome, (0.0,) * len(WAVES))[number]
        ratings += (rating(rng, importance), rating(rng, satisfaction))
    return wave, f"{wave}-{person + 1:03}", at, line, channel, *ratings


def rating(rng: random.Random, top: float) -> str:
    """4 or 5 with this chance, else 1 to 3; three in a hundred say that it does not apply."""
    if rng.random() < 0.03:
        return ""
    return str(rng.choice((4, 5)) if rng.random() < top else rng.choices((1, 2, 3), (1, 2, 3))[0])


# What parties say at the five levels of the contact centre: level, criterion, day, who says so, and the answers.
HOSTAGE = ("exit.plan", "exit.agreed", "exit.rehearsed", "exit.time", "docs.complete", "docs.ours", "docs.used",
           "replace.data", "replace.rights", "replace.other", "replace.people")  # fmt: skip
NOT_SO = frozenset({"exit.rehearsed", "exit.time", "docs.used", "replace.other"})
PRACTICE = ("review", "blameless", "list")
AGAIN = (("2025-07-08", 4), ("2025-10-01", 4), ("2025-12-22", 5), ("2026-03-16", 5), ("2026-06-10", 4),
         ("2026-09-03", 5))  # fmt: skip
# How agents find their tools, as the score that each of six comes to: easy before the move, laborious ever since.
EASE = (("2025-07-15", 82), ("2025-10-06", 84), ("2025-12-22", 77), ("2026-03-17", 58), ("2026-06-10", 62),
        ("2026-09-03", 64))  # fmt: skip
PULSE = ("2025-10-06", "2025-12-29", "2026-03-24")
NEEDS_MET = {"coo": 0.9, "head-of-service": 0.8, "architect": 0.8, "transformation": 0.9}
ANSWERED = ("horizon", "criterion", "item", "person", "value", "answered_on", "reported_by", "recorded_at")


def answers(rng: random.Random) -> Iterator[Row]:
    """A row an answer. The last pulse of the teams was in March, and nobody has asked them since."""
    yield ANSWERED
    for day, value in AGAIN:
        yield said("corporation", "again", "", "", value, day, "northwind")
    for day, score in EASE:
        for agent in range(1, 7):
            yield from questionnaire(f"agent-{agent}", round(rng.gauss(score, 5) / 2.5), day)
    for item in HOSTAGE:
        yield said("technology_organisation", "hostage", item, "", 1, "2025-12-01", "acme")
        yield said("technology_organisation", "hostage", item, "", int(item not in NOT_SO), "2026-07-20", "northwind")
    for day in PULSE:
        for person in ("amber", "birch", "cobalt", "dune", "ember", "fern", "gale"):
            yield said("technology_team", "pulse", "", person, rng.choice((4, 5, 5)), day, "northwind")
        for item in PRACTICE:
            yield said("technology_team", "practice", item, "", 1, day, "northwind")
    for person, value in NEEDS_MET.items():
        yield said("individuals", "gets", "", person, value, "2026-02-10", "acme")
        yield said("individuals", "gets", "", person, value - 0.1, "2026-08-04", "northwind")


def said(horizon: str, criterion: str, item: str, person: str, value: float, day: str, party: str) -> Row:
    return horizon, criterion, item, person, f"{value:g}", day, party, told(day)


def questionnaire(agent: str, points: int, day: str) -> Iterator[Row]:
    """Ten ratings of the System Usability Scale that come to `points`, 0 to 40, spread over the items in turn."""
    for number in range(1, 11):
        share = points // 10 + (number <= points % 10)
        rated = 1 + share if number % 2 else 5 - share
        yield said("business_users", "usable", str(number), agent, rated, day, "northwind")


SPENT = (
    ("corporation", "acme", "2026-07-09", "6", "", "quarterly review with the board"),
    ("individuals", "acme", "2026-07-16", "14", "", "visits to the four who decide"),
    ("business_users", "northwind", "2026-08-20", "5", "", "listening in on calls"),
    ("individuals", "acme", "2026-08-27", "22", "", "conference with the steering committee"),
    ("individuals", "acme", "2026-09-10", "9", "1800", "dinner within policy, for eight"),
)


def efforts() -> Iterator[Row]:
    """What each side spent at which level: most of it where everybody is happy already."""
    yield "horizon", "party", "spent_on", "hours", "amount", "currency", "what", "recorded_at"
    for horizon, party, day, hours, amount, what in SPENT:
        yield horizon, party, day, hours, amount, "EUR" if amount else "", what, told(day)


def files() -> dict[str, Iterable[Row]]:
    """Each file with its rows; each has a generator of its own, so that one can change without the others."""
    return {
        "departments.csv": departments(random.Random(SEED)),
        "counts.csv": counts(random.Random(SEED + 1)),
        "providers.csv": reports(random.Random(SEED + 2)),
        "corrections.csv": corrections(),
        "progress.csv": progress(),
        "ledger.csv": ledger(),
        "claims.csv": claims(random.Random(SEED + 3)),
        "voice.csv": voice(random.Random(SEED + 4)),
        "answers.csv": answers(random.Random(SEED + 5)),
        "efforts.csv": efforts(),
    }


def write(folder: Path) -> None:
    """Write every file into `folder`, with the same line ends on every system."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files().items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        (folder / name).write_bytes(text.getvalue().encode())


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data")
