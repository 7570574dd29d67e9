"""Write the fictional facts of Homeward Mortgages: `python generate.py` gives the same bytes every time.

Only the standard library is needed. A monthly figure is a line from one level to another with noise around it; a step
of the journey has exactly as many failed and abandoned touchpoints as the table below says.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

SEED = 2026
FIRST, MONTHS = dt.date(2025, 1, 1), 21
FIGURES = {
    # KPI: the level until the platform went live in March 2026, the one at the end, and the noise.
    "days_to_offer": (11.0, 5.4, 0.5),
    "complete_first": (46.0, 66.0, 2.0),
    "advice_wait": (4.2, 3.1, 0.3),
    "valuation_days": (8.5, 8.1, 0.6),
    "extract_days": (9.0, 2.6, 0.5),
    "charge_days": (41.0, 38.0, 1.5),
    "payout_on_time": (97.2, 98.4, 0.4),
    "arrears_rate": (0.9, 1.3, 0.05),
}
LIVE = 14
"""The month, counted from 0, in which the platform went live."""
STEPS = {
    # step: whom it is with, the channel, how many went well, failed, were abandoned
    "identity": ("homeward", "app", 171, 6, 3),
    "papers": ("homeward", "portal", 118, 52, 10),
    "credit-file": ("bureau", "web", 162, 14, 4),
    "valuation": ("valuer", "portal", 133, 22, 0),
    "questions": ("homeward", "phone", 96, 9, 0),
    "decision": ("homeward", "phone", 104, 1, 0),
    "extract": ("registry", "portal", 88, 37, 0),
    "signing": ("notary", "on site", 97, 3, 0),
    "health": ("insurer", "web", 61, 8, 21),
    "payout": ("homeward", "app", 94, 2, 0),
    "charge": ("registry", "batch", 71, 19, 0),
    "instalment": ("bank", "app", 90, 1, 0),
    # `trouble` is asked for by the model and has no touchpoints: nobody counts those calls yet.
}
SUMMER = dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC)
Row = Sequence[object]


def figures(random: random.Random) -> Iterable[Row]:
    """A row a KPI and month."""
    for kpi, (before, at_end, noise) in FIGURES.items():
        month = FIRST
        for number in range(MONTHS):
            done = max(0, number - LIVE + 1) / (MONTHS - LIVE)
            actual = before + (at_end - before) * done + random.gauss(0, noise)
            following = (month + dt.timedelta(days=31)).replace(day=1)
            yield kpi, f"{month:%Y-%m}", round(actual, 2), f"{following + dt.timedelta(days=5)}T09:00:00+00:00"
            month = following


def touchpoints(random: random.Random) -> Iterable[Row]:
    """A row a touchpoint, in the order of time within its step."""
    for step, (party, channel, *counts) in STEPS.items():
        results = [
            word for word, count in zip(("ok", "failed", "abandoned"), counts, strict=True) for _ in range(count)
        ]
        random.shuffle(results)
        for number, result in enumerate(results):
            at = SUMMER + dt.timedelta(minutes=number * (110_000 // len(results)))
            yield f"{step}-{number + 1}", at.isoformat(), party, step, channel, result


def write(folder: Path) -> None:
    """Write both files into the folder."""
    chance = random.Random(SEED)
    for name, head, rows in (
        ("figures.csv", ("kpi", "month", "actual", "recorded_at"), figures(chance)),
        ("touchpoints.csv", ("id", "at", "counterparty", "step", "channel", "result"), touchpoints(chance)),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "data")
