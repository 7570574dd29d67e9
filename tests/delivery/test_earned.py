"""Earned value of a plan, its parties and its scope: what was planned when, by which rule it is earned."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.cases import ROLES, done, plan, report
from trueup.delivery.credit import earned_value
from trueup.delivery.documents import Activity, Plan, Planned
from trueup.delivery.earned import Measured, earned, portions
from trueup.delivery.phased import phased
from trueup.delivery.progress import progress_of
from trueup.delivery.results import EarnedValue
from trueup.delivery.status import ActivityStatus, Progress, ProgressRow
from trueup.vocabulary import Grade, InputError

BASELINE = {
    "build": Planned.model_validate({"start": "2026-01-05", "finish": "2026-03-06", "cost": 120000}),
    "migrate": Planned.model_validate({"start": "2026-03-09", "finish": "2026-04-17", "cost": 90000}),
    "train": Planned.model_validate({"start": "2026-03-09", "finish": "2026-04-03", "cost": 40000}),
}


def known(*rows: ProgressRow, of: Plan | None = None) -> Progress:
    return progress_of(of or plan(), rows, as_of=dt.date(2027, 1, 1), roles=ROLES)


def measured(*rows: ProgressRow, status: str, of: Plan | None = None, baseline: Any = None) -> dict[str, EarnedValue]:
    found = earned(of or plan(), baseline or BASELINE, known(*rows, of=of), dt.date.fromisoformat(status), "EUR")
    return {f"{each.of}:{each.id}": each for each in found}


def test_planned_value_grows_evenly_over_working_days() -> None:
    over = phased(plan(), BASELINE, dt.date(2026, 4, 17))

    def value(day: str, *names: str) -> float:
        return float(over.value(names or tuple(BASELINE), over.axis.end_of(dt.date.fromisoformat(day))))

    assert value("2026-01-02") == 0
    assert value("2026-01-05") == pytest.approx(120000 / 45)
    assert value("2026-01-09") == pytest.approx(5 * 120000 / 45)
    assert value("2026-01-11") == value("2026-01-09"), "nobody works on a weekend"
    assert value("2026-03-06") == 120000
    assert value("2026-03-09", "migrate") == 3000
    assert value("2026-12-31") == 250000


def test_what_falls_due_at_the_start() -> None:
    baseline = {"build": Planned.model_validate({"start": "2026-01-05", "finish": "2026-01-14", "cost": 100,
                                                 "at_start": 20})}  # fmt: skip
    over = phased(plan(), baseline, dt.date(2026, 1, 14))
    assert [float(over.value(["build"], over.axis.end_of(dt.date(2026, 1, day)))) for day in (4, 5, 9, 14)] == [
        0, 30, 70, 100,
    ]  # fmt: skip
    half = known(report("build", "2026-01-09", "acme", percent=50.0, start="2026-01-05"))
    assert Measured.of(plan(), baseline, half, dt.date(2026, 1, 9)).earned("build") == 60


def test_hours_of_a_day_count() -> None:
    of = plan(calendar={"shifts": ["08:00-12:00", "13:00-17:00"]})
    baseline = {
        "build": Planned(start=dt.datetime(2026, 1, 5, 13), finish=dt.datetime(2026, 1, 6, 17), cost=Decimal(90))
    }
    over = phased(of, baseline, dt.date(2026, 1, 6))
    assert float(over.value(["build"], over.axis.end_of(dt.date(2026, 1, 5)))) == pytest.approx(30)
    noon = over.axis.end_of(dt.datetime(2026, 1, 6, 12))
    assert float(over.value(["build"], noon)) == pytest.approx(60)


def test_the_plan_each_party_and_each_scope_item() -> None:
    found = measured(
        done("build", "2026-03-06", "acme", 110000, start="2026-01-05"),
        report("migrate", "2026-03-20", "northwind", percent=20.0, start="2026-03-09", cost=20000),
        status="2026-03-20",
        of=plan(scope=[{"id": "live", "title": "Live", "activities": ["build", "migrate"]}]),
    )
    assert list(found) == ["plan:rollout", "party:acme", "party:northwind", "party:sint", "scope:live"]
    whole = found["plan:rollout"]
    # 10 of 30 days of the migration, 10 of 20 of the training.
    assert (whole.bac, whole.pv, whole.ev, whole.ac) == (250000, 120000 + 30000 + 20000, 138000, 130000)
    assert (whole.cv, whole.sv) == (8000, -32000)
    assert whole.cpi == pytest.approx(138 / 130)
    assert whole.spi == pytest.approx(138 / 170)
    assert whole.grade == Grade.reported
    assert (found["scope:live"].bac, found["scope:live"].ev) == (210000, 138000)
    assert found["party:northwind"].grade == Grade.verified
    assert found["party:sint"].grade is None
    assert "CPI is undefined: actual cost is 0" in found["party:sint"].notes


def test_earned_schedule_counts_a_portion_from_its_own_start() -> None:
    found = measured(
        report("migrate", "2026-03-20", "northwind", percent=20.0, start="2026-03-09", cost=20000), status="2026-03-20"
    )["party:northwind"]
    assert (found.es, found.at) == (pytest.approx(6), pytest.approx(10))
    assert found.sv_t == pytest.approx(-4)
    assert found.spi_t == pytest.approx(0.6)
    assert found.ieac_t == pytest.approx(50)
    assert found.finish_by_spi_t == dt.date(2026, 5, 15)


def test_before_its_planned_start_no_time_has_passed() -> None:
    found = measured(status="2026-02-06")["party:northwind"]
    assert (found.es, found.at, found.sv_t, found.spi_t) == (0, 0, 0, None)


def test_time_stops_when_all_is_done() -> None:
    early = measured(done("build", "2026-02-06", "acme", 1, start="2026-01-05"), status="2026-12-31")["party:acme"]
    assert (early.es, early.at, early.spi_t) == (pytest.approx(45), pytest.approx(25), pytest.approx(1.8))
    late = measured(done("build", "2026-04-17", "acme", 1, start="2026-01-05"), status="2026-12-31")["party:acme"]
    assert (late.spi, late.spi_t) == (1, pytest.approx(45 / 75))
    assert late.finish_by_spi_t == dt.date(2026, 4, 17)


def test_undefined_is_said_never_guessed() -> None:
    found = measured(report("build", "2026-01-02", "acme", percent=0.0), status="2026-01-04")["plan:rollout"]
    assert (found.spi, found.spi_t, found.cpi, found.ieac_t) == (None, None, None, None)
    assert any("SPI(t) is undefined" in note for note in found.notes)
    silent = measured(report("build", "2026-01-09", "acme", percent=10.0, start="2026-01-05"), status="2026-01-09")
    assert silent["plan:rollout"].ac is None
    assert "actual cost is unknown: nobody reported that of build" in silent["plan:rollout"].notes


def test_a_baseline_that_is_not_the_plan() -> None:
    baseline = {"build": BASELINE["build"], "pilot": BASELINE["train"]}
    found = measured(done("migrate", "2026-04-17", "northwind", 90000), status="2026-04-30", baseline=baseline)
    whole = found["plan:rollout"]
    assert (whole.bac, whole.pv, whole.ev, whole.ac) == (160000, 160000, 0, 90000)
    assert "migrate and train: not in the baseline, so nothing is planned or earned" in whole.notes
    assert "pilot: in the baseline, no longer in the plan: planned, and never earned" in whole.notes
    assert found["party:unowned"].bac == 40000
    assert (found["party:northwind"].es, found["party:northwind"].spi) == (None, None)


def test_a_baseline_that_ends_before_it_begins() -> None:
    bad = {"build": Planned.model_construct(start=dt.date(2026, 2, 2), finish=dt.date(2026, 1, 5), cost=Decimal(1),
                                            at_start=Decimal(0))}  # fmt: skip
    with pytest.raises(InputError, match="build was to finish on 2026-01-05"):
        measured(status="2026-02-01", baseline=bad)


def test_the_budget_of_a_baseline_cannot_be_due_twice() -> None:
    with pytest.raises(ValueError, match="`at_start` is part of the cost"):
        Planned.model_validate({"start": "2026-01-05", "finish": "2026-01-09", "cost": 10, "at_start": 11})
    with pytest.raises(ValueError, match="`at_start` is part of the cost"):
        plan(activities=[{"id": "build", "duration": "5d", "cost": 10, "at_start": 11}])


STEPS = [{"id": "a", "percent": 30, "earns": "0.2"}, {"id": "b", "percent": 100, "earns": "0.8"}]


@pytest.mark.parametrize(
    ("rule", "percents"),
    [
        ({"earned": "measured"}, {0: 0, 10: 100, 30: 300, 99: 990, 100: 1000}),
        ({"earned": "0/100"}, {0: 0, 10: 0, 99: 0, 100: 1000}),
        ({"earned": "50/50"}, {0: 0, 10: 500, 99: 500, 100: 1000}),
        ({"earned": "milestones", "milestones": STEPS}, {0: 0, 10: 0, 30: 200, 99: 200, 100: 1000}),
    ],
)
def test_value_is_earned_by_the_declared_rule(rule: dict[str, Any], percents: dict[int, int]) -> None:
    activity = Activity.model_validate({"id": "a", "duration": "5d"} | rule)
    planned = Planned.model_validate({"start": "2026-01-05", "finish": "2026-01-09", "cost": 1000})
    day = dt.date(2026, 1, 7)
    for percent, value in percents.items():
        state: Any = "to_do" if percent == 0 else "done" if percent == 100 else "under_way"
        status = ActivityStatus(
            "a", state, day, day if state == "done" else None, float(percent), None, None, day, "acme", Grade.reported
        )
        assert earned_value(planned, activity, status) == value
    assert earned_value(planned, activity, None) == 0


PERCENT = st.one_of(st.none(), st.floats(0, 100, allow_subnormal=False))
COST = st.decimals(0, 10**7, places=2)


@given(
    percents=st.tuples(PERCENT, PERCENT, PERCENT),
    costs=st.tuples(COST, COST, COST),
    rules=st.tuples(*(st.sampled_from(["measured", "0/100", "50/50"]) for _ in range(3))),
    status=st.dates(dt.date(2026, 1, 1), dt.date(2026, 6, 1)),
)
def test_the_portions_add_up_to_the_plan(percents: Any, costs: Any, rules: Any, status: dt.date) -> None:
    names = ("build", "migrate", "train")
    owners = dict(zip(names, ("acme", "northwind", None), strict=True))
    of = plan(
        activities=[
            {"id": name, "party": owners[name], "duration": "5d", "earned": rule}
            for name, rule in zip(names, rules, strict=True)
        ]
    )
    baseline = {name: BASELINE[name].model_copy(update={"cost": cost}) for name, cost in zip(names, costs, strict=True)}
    rows = [
        report(name, "2026-05-01", owners[name] or "northwind", percent=percent, start="2026-01-05", cost=5)
        for name, percent in zip(names, percents, strict=True)
        if percent is not None
    ]
    tally = Measured.of(of, baseline, known(*rows, of=of), status)
    whole, *parties = (tally.figures(each.activities) for each in portions(of, baseline))
    for figure in ("bac", "pv", "ev", "ac"):
        assert getattr(whole, figure) == sum(getattr(each, figure) for each in parties)
    assert whole.ev <= whole.bac
    curve = tally.phased.curve(names)
    assert curve.at(tally.moment) == pytest.approx(float(whole.pv), rel=1e-9, abs=1e-6)
