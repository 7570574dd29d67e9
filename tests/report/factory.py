"""Fictional scorecards of every kind: small, large, empty, disputed, with long and foreign names."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, get_args

from tests.delivery import made
from trueup.agreements.results import (
    AgreementResult,
    Calibration,
    CostLine,
    Fan,
    Forecast,
    Latest,
    Limits,
    ObjectiveMoney,
    ObjectiveResult,
    PathStep,
    Point,
    Range,
    Signal,
    Status,
    Value,
    Verdict,
    VersionResult,
)
from trueup.scorecard.clocks import clocks
from trueup.scorecard.model import ClaimConflict, Claims, Delivery, Finding, HeatCell, PartyName, Scorecard
from trueup.vocabulary import Grade, Grain, Period, Slice, add_months

AS_OF = dt.date(2026, 10, 1)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
STATUSES: tuple[Status, ...] = get_args(Status)
GRADES = ("reported", "verified", "attested")
HOSTILE = '<script>alert("x")</script>&amp; \'"`${1}</textarea><!--'
LONG = "Replacement of the policy administration platform and of everything that was ever bolted on to it, phase 3b"


def month(index: int) -> Period:
    """The month `index` after January 2025."""
    start = add_months(dt.date(2025, 1, 1), index)
    return Grain.month.period_of(start)


def points(values: list[float], by: str = "acme") -> tuple[Point, ...]:
    return tuple(
        Point(period=month(i), actual=value, grade=list(Grade)[min(2, (i * 3) // len(values))], reported_by=by)
        for i, value in enumerate(values)
    )


def wave(start: float, end: float, count: int = 21) -> list[float]:
    """Actuals from `start` towards `end` with a fixed, irregular ripple."""
    ripple = (0.0, 0.35, -0.3, 0.1, -0.45, 0.5, -0.05)
    step = (end - start) / (count - 1)
    size = abs(end - start) / 6 or 0.2
    return [round(start + step * i + ripple[i % 7] * size, 3) for i in range(count)]


def forecast(last: float, target: float, periods: int = 3) -> Forecast:
    spread = abs(target - last) / 2 + 0.4
    fan = tuple(
        Fan(period=month(21 + i), p05=mid - 2 * wide, p20=mid - wide, p50=mid, p80=mid + wide, p95=mid + 2 * wide)
        for i in range(periods)
        for mid, wide in [(last + (target - last) * (i + 1) / periods, spread * (i + 1) ** 0.5 / 2)]
    )
    known = Calibration(
        n=84,
        coverage_80=0.81,
        coverage_95=0.94,
        coverage_95_low=0.87,
        coverage_95_high=0.98,
        crps=0.31,
        crps_naive=0.44,
        brier=0.11,
    )
    end = fan[-1]
    return Forecast(
        at=dt.date(2026, 12, 31),
        low=end.p05,
        expected=end.p50,
        high=end.p95,
        method="damped trend",
        calibration=known,
        fan=fan,
    )


def objective(id: str = "cycle-time", status: Status = "on_track", **changes: Any) -> ObjectiveResult:
    """An objective in full; with status `unmeasured` it has no actuals and no forecast."""
    measured = status != "unmeasured"
    start, target = 12.0, 5.0
    values = wave(start, {"met": 4.8, "on_track": 6.0, "at_risk": 7.5}.get(status, 10.5))
    actuals = points(values)
    given: dict[str, Any] = {
        "id": id,
        "kpi": "claim_cycle_days",
        "title": "Claim cycle time",
        "unit": "day",
        "direction": "decrease",
        "type": "at",
        "slice": Slice(project="claims-2026"),
        "must": True,
        "baseline": start,
        "target": target,
        "first_target": target,
        "due": dt.date(2026, 12, 31),
        "first_due": dt.date(2026, 12, 31),
        "path_now": 6.4,
        "latest": latest(actuals[-1]) if measured else None,
        "attainment": (start - values[-1]) / 7 if measured else None,
        "attainment_first": (start - values[-1]) / 7 if measured else None,
        "attainment_path": 0.97 if measured else None,
        "p_hit": {"on_track": 0.86, "at_risk": 0.44, "off_track": 0.06}.get(status),
        "forecast": forecast(values[-1], target) if status in {"on_track", "at_risk", "off_track"} else None,
        "status": status,
        "status_at_grade": dict.fromkeys(GRADES, status),
        "evidence": Grade.verified,
        "reasons": (f"the objective reads {status.replace('_', ' ')} by its own figures",),
        "signals": (Signal(rule="beyond a limit", period=actuals[5].period, value=actuals[5].actual, side="worse"),)
        if measured
        else (),
        "limits": Limits(centre=9.0, lower=5.2, upper=12.8, n=21, provisional=False) if measured else None,
        "accountable": ("acme",),
        "horizon": "corporation",
        "path": (PathStep(date=dt.date(2026, 1, 1), value=start), PathStep(date=dt.date(2026, 12, 31), value=target)),
        "first_path": (
            PathStep(date=dt.date(2026, 1, 1), value=start),
            PathStep(date=dt.date(2026, 12, 31), value=target),
        ),
        "points": actuals if measured else (),
        "missing": ("2025-08: the system was being moved",),
        "value": objective_money(),
        "insufficient": () if measured else ("not enough data for a forecast: 0 of the 8 points it needs",),
    }
    return ObjectiveResult(**(given | changes))


def latest(point: Point, *, disputed: bool = False) -> Latest:
    spread = {"low": point.actual - 1, "high": point.actual + 1} if disputed else {}
    return Latest(
        period=point.period, actual=point.actual, grade=point.grade, reported_by="acme", disputed=disputed, **spread
    )


def objective_money() -> ObjectiveMoney:
    return ObjectiveMoney(
        potential=Decimal(9_000_000),
        potential_to_date=Decimal(1_200_000),
        realised=Decimal(840_000),
        realised_at_grade={"reported": Decimal(840_000), "verified": Decimal(610_000), "attested": Decimal(320_000)},
        not_yet_at_grade={"reported": Decimal(0), "verified": Decimal(230_000), "attested": Decimal(520_000)},
        unmeasured_periods=1,
    )


def exactly(amount: int, note: str | None = "no interval: actuals are given without error") -> Range:
    return Range(low=Decimal(amount), expected=Decimal(amount), high=Decimal(amount), note=note)


def value(realised: int = 840_000, cost: int = 700_000, **changes: Any) -> Value:
    net = realised - cost
    given: dict[str, Any] = {
        "currency": "EUR",
        "potential": Decimal(9_000_000),
        "potential_to_date": Decimal(1_200_000),
        "potential_first": Decimal(9_000_000),
        "realised": exactly(realised),
        "attributed": None,
        "cost": Decimal(cost),
        "cost_total": Decimal(1_500_000),
        "net": exactly(net),
        "status": "created" if net > 0 else "not_created",
        "payback": dt.date(2026, 8, 1) if net > 0 else "not_yet",
        "at_grade": {"reported": Decimal(realised), "verified": Decimal(realised * 7 // 10), "attested": Decimal(0)},
        "at_required_grade": exactly(realised * 7 // 10),
        "costs": (
            CostLine(what="licence", party="acme", to_date=Decimal(cost - 200_000), total=Decimal(1_000_000)),
            CostLine(what="own team", party=None, to_date=Decimal(200_000), total=None),
        ),
    }
    return Value(**(given | changes))


def uncertain() -> Value:
    """An interval that spans the cost: whether value was created cannot be said."""
    spread = Range(low=Decimal(320_000), expected=Decimal(500_000), high=Decimal(680_000))
    net = Range(low=Decimal(-80_000), expected=Decimal(100_000), high=Decimal(280_000))
    return value(500_000, 400_000, status="undetermined").model_copy(update={"realised": spread, "net": net})


def versions(amended: bool = False) -> tuple[VersionResult, ...]:
    first = VersionResult(
        version=1, effective=dt.date(2026, 1, 1), digest="ab" * 32, changes=(), value_descoped=Decimal(0)
    )
    second = VersionResult(
        version=2,
        effective=dt.date(2026, 6, 1),
        why="scope was cut in the spring review",
        digest="cd" * 32,
        changes=("target of Claim cycle time weakened from 5 to 7 days",),
        value_descoped=Decimal(310_000),
    )
    return (first, second) if amended else (first,)


def agreement(id: str = "claims-platform", verdict: Verdict = "succeeding", **changes: Any) -> AgreementResult:
    status: Status = {
        "succeeding": "on_track",
        "at_risk": "at_risk",
        "failing": "off_track",
        "succeeded": "met",
        "failed": "missed",
        "unproven": "unmeasured",
    }[verdict]
    objectives = (objective(status=status),)
    given: dict[str, Any] = {
        "id": id,
        "title": "New claims platform",
        "project": "claims-2026",
        "customer": "northwind",
        "providers": ("acme", "sint"),
        "observer": "assay",
        "version": 1,
        "effective": dt.date(2026, 1, 1),
        "due": dt.date(2026, 12, 31),
        "verdict": verdict,
        "verdict_at_grade": dict.fromkeys(GRADES, verdict),
        "verdict_first": verdict,
        "reasons": ("every must-have is likely to be hit: 86 % together", "value is created at the required grade"),
        "would_change": ("a cycle time above 7.2 days in December",),
        "p_success": {"succeeding": 0.86, "at_risk": 0.44, "failing": 0.06}.get(verdict),
        "met_share": {"succeeded": 1.0, "failed": 0.0}.get(verdict),
        "gas_t": None,
        "grade_mix": {"reported": 7, "verified": 7, "attested": 7},
        "value": value(),
        "depends_on_provider_figures": False,
        "sentence": None,
        "objectives": objectives,
        "versions": versions(),
    }
    return AgreementResult(**(given | changes))


def finding(text: str, effect: float, stage: str = "service", provider: str = "acme") -> Finding:
    return Finding(
        kpi="claim_cycle_days",
        name="Claim cycle time",
        unit="day",
        slice=Slice(stage=stage, provider=provider),
        against="promise",
        effect=effect,
        low=effect - 0.6,
        high=effect + 0.6,
        n=21,
        p=0.0004,
        p_adjusted=0.003,
        words=text,
    )


def heat() -> tuple[HeatCell, ...]:
    cells = {
        ("service", "acme"): 1.0,
        ("service", "sint"): 0.72,
        ("operations", "acme"): 0.91,
        ("operations", "sint"): 0.08,
        ("technology", "acme"): None,
        ("procurement", "sint"): 0.4,
    }
    return tuple(
        HeatCell(stage=stage, provider=provider, kept=reached, kpis=2, n=0 if reached is None else 24)
        for (stage, provider), reached in cells.items()
    )


def claims() -> Claims:
    conflict = ClaimConflict(
        kpi="portal_uptime",
        period="2026-03-01/2026-04-01",
        slice=Slice(provider="sint"),
        claim="Met",
        recomputed="Not met",
        actual=99.1,
        target="at least 99.5 %",
        reason="the target in force was missed by 0.4",
        source_ref="uptime.csv:17",
    )
    return Claims(agree=21, conflict=1, not_comparable=2, by_class={"other target": 1}, conflicts=(conflict,))


def scorecard(*agreements: AgreementResult, **changes: Any) -> Scorecard:
    given: dict[str, Any] = {
        "book": "northwind",
        "name": "Northwind Insurance",
        "as_of": AS_OF,
        "known_at": None,
        "grade": Grade.reported,
        "currency": "EUR",
        "parties": (
            PartyName(id="northwind", name="Northwind Insurance", role="customer"),
            PartyName(id="acme", name="Acme Software", role="provider"),
            PartyName(id="sint", name="Sint Integration", role="provider"),
            PartyName(id="assay", name="Assay Partners", role="observer"),
        ),
        "agreements": agreements,
        "strengths": (finding("Acme's claim cycle runs 2.1 days ahead of its promise", 2.1),),
        "weaknesses": (finding("Sint's inbound calls run 1.4 minutes behind their promise", -1.4, "inbound", "sint"),),
        "multiplicity": "Benjamini-Hochberg at 5 % over 42 tests",
        "heat": heat(),
        "claims": claims(),
        "insufficient": ("not enough data for a forecast of portal use: 3 of the 8 points it needs",),
        "expected_false_alarms": 0.4,
        "book_digest": "0123456789abcdef" * 4,
        "method": "trueup 0.1.0",
        "seed": 20260101,
    }
    return Scorecard(**(given | changes))


def delivery(**other: Any) -> Delivery:
    """A plan in trouble, with hostile names in it; `other` replaces parts of it."""
    hostile = {"title": f"Rollout {HOSTILE}"}
    found = made.result(**hostile | other)
    parts = {name: getattr(found, name) for name in type(found).model_fields}
    return Delivery(**parts, clocks=clocks(found.overall, "at_risk"))


def delivered() -> Scorecard:
    """Plans: one in trouble with all its pictures, one of which little is known."""
    plans = (delivery(), delivery(plan="late", simulation=None, containments=(), verdicts=()))
    return scorecard(agreement("claims-platform", "succeeding"), deliveries=plans)


def varied() -> Scorecard:
    """Every verdict and status; an amendment, a dispute, losses, long, foreign and hostile names."""
    disputed = objective(status="at_risk", id="disputed")
    disputed = disputed.model_copy(update={"latest": latest(disputed.points[-1], disputed=True)})
    weakened = objective(
        status="on_track",
        id="weakened",
        title="Schadenquote für Ärzte und Öffentliche",
        target=7.0,
        unit="%",
        path=(PathStep(date=dt.date(2026, 1, 1), value=12), PathStep(date=dt.date(2026, 12, 31), value=7)),
    )
    band = objective(
        status="met",
        id="band",
        title="Staff on duty",
        unit="count",
        direction="maintain",
        target=(40.0, 60.0),
        first_target=(40.0, 60.0),
        baseline=None,
        points=points(wave(38, 52)),
        path=(),
        first_path=(),
        forecast=None,
        limits=Limits(centre=46, lower=None, upper=58, n=21, provisional=True, note="no upper limit agreed"),
        path_now=None,
        value=None,
    )
    every = tuple(objective(status=status, id=status, title=f"Objective that is {status}") for status in STATUSES)
    return scorecard(
        agreement("claims-platform", "succeeding"),
        agreement(
            "portal",
            "at_risk",
            title=LONG,
            objectives=(disputed, weakened),
            versions=versions(amended=True),
            verdict_first="failing",
            value=value(potential_first=Decimal(9_310_000)),
        ),
        agreement("loss", "failing", title="Fraud detection", value=value(-420_000, 300_000), objectives=every),
        agreement("settled", "succeeded", title="Settle Müller v. Northwind", objectives=(band,)),
        agreement("cloud", "failed", title="ترحيل السحابة", value=value(100_000, 900_000)),
        agreement(
            "unproven",
            "unproven",
            title=HOSTILE,
            depends_on_provider_figures=True,
            p_success=None,
            sentence="The verdict depends on the provider's own figures: at grade verified it is unproven.",
            value=uncertain(),
        ),
    )


def empty() -> Scorecard:
    return scorecard(
        strengths=(), weaknesses=(), heat=(), claims=Claims(agree=0, conflict=0, not_comparable=0), insufficient=()
    )


def thousand(count: int = 1000) -> Scorecard:
    """As many agreements as a large buyer has, each with its own size."""
    return scorecard(
        *(
            agreement(
                f"investment-{i:04}",
                VERDICTS[i % 6],
                title=f"Investment {i:04}",
                value=value(
                    200_000 + 977 * i,
                    150_000 + 1201 * (i % 400),
                    potential=Decimal(2_000_000 + 7919 * i),
                    potential_first=Decimal(0),
                ),
            )
            for i in range(count)
        )
    )
