"""A believable result of a plan in trouble, made by hand: for whatever shows results."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from trueup.delivery.results import (
    Bin,
    Candidate,
    Check,
    ContainmentResult,
    ContainmentStep,
    CurvePoint,
    DeliveryResult,
    EarnedValue,
    Forecasted,
    Frontier,
    MoveTaken,
    OverallVerdict,
    Parameter,
    Probability,
    ProviderVerdict,
    Quality,
    Quantiles,
    Scheduled,
    Sensitivity,
    Share,
    Simulation,
    Spread,
    Why,
)

START, STATUS, COMMITTED = dt.date(2026, 1, 5), dt.date(2026, 6, 12), dt.date(2026, 11, 30)
PARTIES = {"northwind": "Northwind Insurance", "acme": "Acme Software", "sint": "Sint Systems"}
WORK = ("Design", "Build", "Interfaces of", "Migrate", "Test", "Train for", "Roll out")
THINGS = ("the claims core", "document intake", "the payments ledger", "policy search", "fraud rules", "the archive")
DAY = dt.timedelta(days=1)


def scheduled(count: int = 10) -> tuple[Scheduled, ...]:
    """As many activities, each a little later than the one before; the last is critical and late."""
    return tuple(_activity(number, count) for number in range(count))


def _activity(number: int, count: int) -> Scheduled:
    owner = list(PARTIES)[number * 7 % 3]
    step = 300 / count
    agreed = START + dt.timedelta(days=round(number * step))
    length = 18 + (number * 13) % 40
    late = (number * 5) % 21 if number > count / 3 else 0
    start, finish = agreed + late * DAY, agreed + (late + length + late // 2) * DAY
    state = "done" if finish <= STATUS else "under_way" if start <= STATUS else "to_do"
    critical = (state != "done" and number % 4 == 3) or number == count - 1
    return Scheduled(
        activity=f"a{number}",
        name=f"{WORK[number % len(WORK)]} {THINGS[number % len(THINGS)]}",
        party=owner,
        state=state,
        start=start,
        finish=finish,
        baseline_start=agreed,
        baseline_finish=agreed + length * DAY,
        committed_finish=agreed + (length + 5) * DAY if number % 5 == 4 else None,
        duration=0 if number % 11 == 10 else float(length),
        percent={"done": 100.0, "under_way": 40.0, "to_do": 0.0}[state],
        total_float=None if state == "done" else 0.0 if critical else 4.5,
        free_float=None if state == "done" else 0.0,
        critical=critical,
        criticality=None if state == "done" else 0.9 if critical else 0.12,
    )


def bins(low: float, high: float, count: int = 24) -> tuple[Bin, ...]:
    """A skewed histogram."""
    wide = (high - low) / count
    weights = [(each / count) ** 2 * math.exp(-5 * each / count) + 0.002 for each in range(1, count + 1)]
    total = sum(weights)
    return tuple(Bin(low=low + i * wide, high=low + (i + 1) * wide, share=w / total) for i, w in enumerate(weights))


def probability(p: float) -> Probability:
    return Probability(p=p, se=0.005)


def simulation(activities: tuple[Scheduled, ...], **other: Any) -> Simulation:
    quantiles = Quantiles(
        mean=dt.date(2026, 12, 14),
        p05=dt.date(2026, 11, 20),
        p20=dt.date(2026, 12, 1),
        p50=dt.date(2026, 12, 11),
        p80=dt.date(2027, 1, 4),
        p95=dt.date(2027, 1, 28),
    )
    spread = Spread(mean=Decimal(1_010_000), p05=Decimal(930_000), p50=Decimal(1_000_000), p80=Decimal(1_060_000),
                    p95=Decimal(1_120_000))  # fmt: skip
    stated: dict[str, Any] = {
        "iterations": 4000,
        "converged": True,
        "seed": 7,
        "distributions": ("pert",),
        "correlation": "0.3 within a party",
        "finish": quantiles,
        "finish_bins": bins(310, 400),
        "cost": spread,
        "cost_bins": bins(900_000, 1_150_000),
        "on_time": probability(0.24),
        "in_budget": probability(0.61),
        "both": probability(0.19),
        "met": probability(0.31),
        "sensitivity": tuple(
            Sensitivity(activity=each.activity, ci=0.95 - 0.06 * number, cri=0.5, cri_rank=0.5, si=0.6, ssi=0.3)
            for number, each in enumerate(each for each in activities if each.state != "done")
            if number < 15
        ),
        "slip": 14.0,
        "shares": (
            Share(party="sint", days=17.2, se=0.6, share=1.23),
            Share(party="acme", days=-4.1, se=0.4, share=-0.29),
            Share(party="northwind", days=0.9, se=0.2, share=0.06),
        ),
    }
    return Simulation(**stated | other)


def curve() -> Iterator[CurvePoint]:
    for week in range(0, 52, 2):
        day = START + dt.timedelta(weeks=week)
        planned = 990_000 / (1 + math.exp(-(week - 22) / 6))
        known = day <= STATUS
        yield CurvePoint(
            date=day,
            pv=Decimal(round(planned)),
            ev=Decimal(round(planned * 0.86)) if known else None,
            ac=Decimal(round(planned * 0.93)) if known else None,
        )


def earned(of: str, id: str, ac: int | None = 410_000) -> EarnedValue:
    figures = None if ac is None else Decimal(ac)
    return EarnedValue(
        of=of, id=id, bac=Decimal(990_000), pv=Decimal(440_000), ev=Decimal(378_000), ac=figures,
        cv=None if ac is None else Decimal(-32_000), sv=Decimal(-62_000), cpi=None if ac is None else 0.92, spi=0.86,
        eac=None if ac is None else Decimal(1_076_000), eac_remaining_as_planned=None, eac_cpi_spi=None,
        vac=None if ac is None else Decimal(-86_000), tcpi=1.06, tcpi_eac=None, es=97.0, at=112.0, sv_t=-15.0,
        spi_t=0.87, ieac_t=262.0, finish_by_spi_t=dt.date(2026, 12, 22),
        notes=() if ac is not None else ("actual cost is unknown: nobody reported it",),
    )  # fmt: skip


def move(id: str = "lend", by: str = "acme", cost: int = 45_000, pays: str | None = "northwind") -> MoveTaken:
    return MoveTaken(
        move=id, kind="help", words="Acme Software helps with Migrate the archive: 42 days less", by=by, owner="sint",
        beyond=True, cost=Decimal(cost), pays=pays,
    )  # fmt: skip


def forecasted(p: float, p80: dt.date, cost: int = 1_000_000) -> Forecasted:
    return Forecasted(
        on_time=probability(p), in_budget=probability(0.6), met=probability(p * 0.95), finish=p80 - 20 * DAY,
        finish_p50=p80 - 15 * DAY, finish_p80=p80, cost=Decimal(cost),
    )  # fmt: skip


def frontier(count: int = 4) -> Frontier:
    def candidate(number: int) -> Candidate:
        day = dt.date(2026, 12, 20) - dt.timedelta(days=12 * number)
        cost = Decimal(20_000 * number + 8_000 * number**2)
        moves = tuple(move(f"m{i}", cost=20_000) for i in range(number))
        forecast = forecasted(min(0.95, 0.3 + 0.18 * number), day)
        return Candidate(moves=moves, extra=cost, net=cost, forecast=forecast, reaches=number > 1)

    return Frontier(
        status="optimal", gap=None, without=forecasted(0.24, dt.date(2027, 1, 4)),
        candidates=tuple(candidate(number) for number in range(1, count + 1)), earliest=dt.date(2026, 10, 20),
        earliest_cost=Decimal(210_000), words="The cheapest set of moves that keeps the promise costs 72,000.",
    )  # fmt: skip


def containment(**other: Any) -> ContainmentResult:
    stated: dict[str, Any] = {
        "id": "lend-to-migration", "title": "Acme lends people to the migration", "by": "acme", "state": "validated",
        "steps": (
            ContainmentStep(state="proposed", on=dt.date(2026, 5, 4), version=1),
            ContainmentStep(state="costed", on=dt.date(2026, 5, 6), version=2),
            ContainmentStep(state="validated", on=dt.date(2026, 5, 8), version=3),
        ),
        "moves": (move(),), "cost": Decimal(45_000), "predicted_finish": dt.date(2026, 11, 24),
        "predicted_finish_without": dt.date(2026, 12, 11), "realised_finish": None, "p_gain": 0.42,
        "credit": "not_yet",
    }  # fmt: skip
    return ContainmentResult(**stated | other)


def verdicts() -> tuple[ProviderVerdict, ...]:
    promise = Parameter(
        what="finish", of="acme", committed="2026-06-30", actual="2026-06-20", better=0.04, status="met", must=False,
        words="Acme Software finishes on 20 Jun 2026, 10 days early",
    )  # fmt: skip
    common: dict[str, Any] = {
        "standing": "forecast", "overall": "not_met", "help": "none", "enabled": False, "parameters": (promise,),
        "p_own": probability(0.93), "p_overall": probability(0.31),
    }  # fmt: skip
    return (
        ProviderVerdict(
            **common, provider="acme", own="met", word="SATISFIED", note="its portion is done; the customer's is not",
            reasons=("Acme keeps every promise of its portion", "the whole misses its finish by 11 days"),
            would_change=("help that is validated before the fact and brings the whole inside its promise",),
        ),
        ProviderVerdict(
            **common, provider="sint", own="missed", word="NOT SATISFIED", note="",
            reasons=("the migration ends 17 days after what Sint promised",),
            would_change=("the migration finishes by 30 Oct 2026",),
        ),
    )  # fmt: skip


def result(count: int = 10, **other: Any) -> DeliveryResult:
    """A plan of `count` activities, in trouble, with one containment."""
    activities = scheduled(count)
    overall = OverallVerdict(
        standing="forecast", overall="not_met", first="not_met", p=probability(0.31), parameters=(),
        reasons=("the finish is expected on 11 Dec 2026, 11 days after the promise",), would_change=(),
    )  # fmt: skip
    late = [each for each in activities if each.critical][:3]
    stated: dict[str, Any] = {
        "plan": "claims-plan", "title": "New claims platform", "agreement": "claims-platform", "project": "claims-2026",
        "version": 1, "digest": "ab" * 32, "grade": "reported", "status_date": STATUS, "start": START,
        "finish": max(each.finish for each in activities), "baseline": "signed",
        "baseline_finish": dt.date(2026, 11, 13), "committed_finish": COMMITTED, "budget": Decimal(1_030_000),
        "complete": False, "activities": activities,
        "critical_chain": tuple(
            Why(activity=each.activity, name=each.name, party=each.party, start=each.start, finish=each.finish,
                link="FS" if number else None, words=f"{each.name} waits for what was before")
            for number, each in enumerate(late)
        ),
        "quality": Quality(
            score=0.86, trusted=True,
            checks=(
                Check(code="open_end", passed=True, count=0, of=count, allowed=0.05, where=(), words="no open end"),
                Check(code="stale_status", passed=False, count=2, of=count, allowed=0.0, where=("a4", "a5"),
                      words="two activities under way were not reported on for 30 days: report them"),
            ),
        ),
        "earned": (earned("plan", "claims-plan"), earned("party", "acme"), earned("party", "sint", None)),
        "curve": tuple(curve()), "simulation": simulation(activities), "overall": overall, "verdicts": verdicts(),
        "containments": (containment(),), "insufficient": (),
    }  # fmt: skip
    return DeliveryResult(**stated | other)
